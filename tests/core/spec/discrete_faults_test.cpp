#include <doctest/doctest.h>

#include <string>

#include "collapse/spec.h"

// What is wrong with a spec of categories, counts or regression, or of the recursion and the weighted mix: the field
// and a sentence.

namespace {

struct Fault {
  const char* json;
  const char* path;
  const char* message;
};

const Fault kFaults[] = {
    {R"({"source":{"kind":"zipf"},"model":{"kind":"categorical"},"samples":{"n":0}})", "/samples/n",
     "Sample size n must be a whole number from 1 to 1000000, but is 0."},
    {R"({"source":{"kind":"zipf","categories":0},"model":{"kind":"categorical"}})", "/source/categories",
     "Categories must be a whole number from 2 to 100000, but is 0."},
    {R"({"source":{"kind":"uniform","categories":1},"model":{"kind":"categorical"}})", "/source/categories",
     "Categories must be a whole number from 2 to 100000, but is 1."},
    {R"({"source":{"kind":"uniform","categories":100001},"model":{"kind":"categorical"}})", "/source/categories",
     "Categories must be a whole number from 2 to 100000, but is 100001."},
    {R"({"source":{"kind":"zipf","exponent":-1},"model":{"kind":"categorical"}})", "/source/exponent",
     "Exponent must be a number from 0 to 10, but is -1."},
    {R"({"source":{"kind":"categorical","probabilities":[]},"model":{"kind":"categorical"}})", "/source/probabilities",
     "There must be from 2 to 100000 categories, but there are 0."},
    {R"({"source":{"kind":"categorical","probabilities":[1]},"model":{"kind":"categorical"}})", "/source/probabilities",
     "There must be from 2 to 100000 categories, but there are 1."},
    {R"({"source":{"kind":"categorical","probabilities":[0.5,0.6]},"model":{"kind":"categorical"}})",
     "/source/probabilities", "The probabilities must sum to 1, but sum to 1.1."},
    {R"({"source":{"kind":"categorical","probabilities":[0,0]},"model":{"kind":"categorical"}})",
     "/source/probabilities", "The probabilities must sum to 1, but sum to 0."},
    {R"({"source":{"kind":"categorical","probabilities":[1.5,-0.5]},"model":{"kind":"categorical"}})",
     "/source/probabilities/0", "Probabilities must be a number from 0 to 1, but is 1.5."},
    {R"({"source":{"kind":"categorical","probabilities":[0.5,null]},"model":{"kind":"categorical"}})",
     "/source/probabilities/1", "Probabilities must be a number from 0 to 1, but is null."},
    {R"({"source":{"kind":"categorical","probabilities":0.5},"model":{"kind":"categorical"}})", "/source/probabilities",
     "Probabilities must be a list, but is 0.5."},
    {R"({"source":{"kind":"zipf"},"model":{"kind":"categorical","top_k":-1}})", "/model/top_k",
     "Top k must be a whole number from 0 to 65536, but is -1."},
    {R"({"source":{"kind":"zipf"},"model":{"kind":"categorical","top_p":0}})", "/model/top_p",
     "Top p must be a number from 0.01 to 1, but is 0."},
    {R"({"source":{"kind":"poisson"},"model":{"kind":"categorical"}})", "/model/kind",
     "The model must be \"poisson\", but is \"categorical\"."},
    {R"({"source":{"kind":"poisson","rate":0},"model":{"kind":"poisson"}})", "/source/rate",
     "Rate must be a number from 0.000001 to 10000, but is 0."},
    {R"({"source":{"kind":"poisson","rate":-1},"model":{"kind":"poisson"}})", "/source/rate",
     "Rate must be a number from 0.000001 to 10000, but is -1."},
    {R"({"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression"},"samples":{"n":10}})",
     "/samples/n", "Least squares needs more rows than features: n must be at least 11, but is 10."},
    {R"({"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression","design":"fresh"},"samples":{"n":5}})",
     "/samples/n", "Least squares needs more rows than features: n must be at least 11, but is 5."},
    {R"({"source":{"kind":"linear","noise_sd":0},"model":{"kind":"linear_regression"}})", "/source/noise_sd",
     "Noise must be a number from 1e-9 to 1000000, but is 0."},
    {R"({"source":{"kind":"linear"},"model":{"kind":"linear_regression"},"samples":{"growth":0.5}})", "/samples/growth",
     "A fixed design keeps its rows, so the growth must be 0, but is 0.5."},

    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":1.5}})", "/workflow/alpha",
     "From the model α must be a number from 0 to 1, but is 1.5."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","beta":-0.1}})", "/workflow/beta",
     "From before β must be a number from 0 to 1, but is -0.1."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.7}})", "/workflow/beta",
     "α and β may sum to 1 at most, since γ is what they leave, but sum to 1.2."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","gamma":0.1}})", "/workflow/gamma",
     "There is no field \"gamma\" here; the fields are kind, alpha, beta."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","real_fraction":0.1}})", "/workflow/real_fraction",
     "Real data does not apply to kind \"recursion\"; it belongs to kind=mix|weighted."},
    {R"({"source":{"kind":"linear"},"model":{"kind":"linear_regression"},"workflow":{"kind":"recursion"}})",
     "/workflow/kind",
     "The workflow \"recursion\" is for the models \"gaussian\", \"gmm\", \"kde\", \"categorical\" and \"poisson\", "
     "but the model is \"linear_regression\"."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"weighted","real_weight":1.1}})", "/workflow/real_weight",
     "Weight of real data must be a number from 0 to 1, but is 1.1."},
    {R"({"model":{"kind":"gaussian"},"workflow":{"kind":"weighted","alpha":0.1}})", "/workflow/alpha",
     "From the model α does not apply to kind \"weighted\"; it belongs to kind=recursion."},
    {R"({"model":{"kind":"gmm"},"workflow":{"kind":"weighted"}})", "/workflow/kind",
     "The workflow \"weighted\" is for the model \"gaussian\", but the model is \"gmm\"."},
    {R"({"source":{"kind":"zipf"},"model":{"kind":"categorical"},"workflow":{"kind":"weighted"}})", "/workflow/kind",
     "The workflow \"weighted\" is for the model \"gaussian\", but the model is \"categorical\"."},
};

}  // namespace

TEST_CASE(
    "every fault of a spec of categories, counts, regression, recursion or weights is named by its path and a "
    "sentence") {
  for (const Fault& fault : kFaults) {
    CAPTURE(std::string(fault.json));
    const collapse::Result<collapse::Spec> spec = collapse::read_spec(fault.json);
    REQUIRE_FALSE(static_cast<bool>(spec));
    CHECK(spec.error().path == std::string(fault.path));
    CHECK(spec.error().message == std::string(fault.message));
  }
}

TEST_CASE(
    "what stands at the edge of what is allowed is taken: a share of 0, probabilities of ten digits, n = d + 1, beta = "
    "1") {
  for (
      const char* json :
      {R"({"source":{"kind":"categorical","probabilities":[1,0]},"model":{"kind":"categorical"}})",
       R"({"source":{"kind":"categorical","probabilities":[0.3333333333,0.3333333333,0.3333333333]},"model":{"kind":"categorical"}})",
       R"({"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression"},"samples":{"n":11}})",
       R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0,"beta":1}})",
       R"({"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0.7,"beta":0.3}})",
       R"({"model":{"kind":"gaussian"},"workflow":{"kind":"weighted","real_fraction":1,"real_weight":0}})"}) {
    CAPTURE(std::string(json));
    CHECK(static_cast<bool>(collapse::read_spec(json)));
  }
}
