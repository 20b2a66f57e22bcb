#include "collapse/needs.h"

#include <doctest/doctest.h>

#include <string>

#include "spec/json.h"
#include "support/experiments.h"

using namespace collapse;
using collapse::test::spec_of;

namespace {

Module module_for(const std::string& json) { return needs_of(spec_of(json)).module; }

}  // namespace

TEST_CASE("plain draws of Gaussians and mixtures need no more than the module of the first view") {
  CHECK(module_for(R"({"model":{"kind":"gaussian"}})") == Module::core);
  CHECK(module_for(R"({"model":{"kind":"gmm"},"workflow":{"kind":"recursion","alpha":0.5}})") == Module::core);
  CHECK(
      module_for(
          R"({"metrics":"basic","model":{"kind":"gaussian","temperature":1,"truncation":0,"draws":"points"},"selection":{"kind":"none"}})") ==
      Module::core);
}

TEST_CASE("biased or selected draws, drawn statistics, further metrics and every other model need the large module") {
  for (const char* json :
       {R"({"model":{"kind":"gaussian","temperature":0.8}})", R"({"model":{"kind":"gaussian","truncation":2}})",
        R"({"model":{"kind":"gaussian","draws":"statistics"}})",
        R"({"model":{"kind":"gaussian"},"selection":{"kind":"tilt"}})",
        R"({"metrics":"all","model":{"kind":"gaussian"}})", R"({"model":{"kind":"kde"}})",
        R"({"source":{"kind":"digits"},"model":{"kind":"vae"}})",
        R"({"source":{"kind":"text","value":"so"},"model":{"kind":"ngram"}})",
        R"({"source":{"kind":"corpus"},"model":{"kind":"transformer"}})",
        R"({"source":{"kind":"zipf"},"model":{"kind":"categorical"}})",
        R"({"source":{"kind":"poisson"},"model":{"kind":"poisson"}})",
        R"({"source":{"kind":"moons"},"model":{"kind":"gaussian"}})",
        R"({"source":{"kind":"linear"},"model":{"kind":"linear_regression"}})"}) {
    CAPTURE(std::string(json));
    CHECK(module_for(json) == Module::networks);
  }
}

TEST_CASE("a spec names the built-in data it needs, and no others") {
  const auto written = [](const char* json) { return write_needs(spec_of(json)); };
  CHECK(written(R"({"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"}})") ==
        R"({"module":"core","data":"table","name":"galaxies"})");
  CHECK(written(R"({"source":{"kind":"digits"},"model":{"kind":"vae"}})") ==
        R"({"module":"networks","data":"digits","name":"14"})");
  CHECK(written(R"({"source":{"kind":"digits","size":"28x28"},"model":{"kind":"vae"}})") ==
        R"({"module":"networks","data":"digits","name":"28"})");
  CHECK(written(R"({"source":{"kind":"corpus","corpus":"names"},"model":{"kind":"ngram"}})") ==
        R"({"module":"networks","data":"corpus","name":"names"})");
  // The word stands in the text only.
  CHECK(written(R"({"source":{"kind":"text","value":"corpus"},"model":{"kind":"ngram"}})") ==
        R"({"module":"networks","data":"","name":""})");
  CHECK(written(R"({"source":{"kind":"points","values":[[1],[2]]},"model":{"kind":"gaussian"},"samples":{"n":2}})") ==
        R"({"module":"core","data":"","name":""})");
}

TEST_CASE("a model learns exactly the sources of its own type of data, and describe() lists them") {
  const auto description = spec::parse_json(describe_spec());
  REQUIRE(static_cast<bool>(description));
  int sources = 0, models = 0, pairs = 0;
  for (const auto& type : (*description)["data"].GetArray()) {
    sources += static_cast<int>(type["sources"].Size());
    models += static_cast<int>(type["models"].Size());
    bool has_source = false, has_model = false;
    for (const auto& source : type["sources"].GetArray())
      has_source = has_source || std::string(source.GetString()) == type["source"].GetString();
    for (const auto& model : type["models"].GetArray())
      has_model = has_model || std::string(model.GetString()) == type["model"].GetString();
    CHECK(has_source);  // what goes with a newly chosen model can be learnt by it
    CHECK(has_model);
    for (const auto& other : (*description)["data"].GetArray())
      for (const auto& source : type["sources"].GetArray())
        for (const auto& model : other["models"].GetArray()) {
          const std::string own = source.GetString();
          const std::string json = R"({"source":{"kind":")" + own +
                                   (own == "points" ? R"(","values":[[1],[2]])" : R"(")") + R"(},"model":{"kind":")" +
                                   model.GetString() + R"("}})";
          CAPTURE(json);
          const Result<Spec> read = read_spec(json);
          CHECK(static_cast<bool>(read) == (&type == &other));
          if (!read) CHECK(read.error().path.find("/kind") != std::string::npos);
          ++pairs;
        }
  }
  CHECK(sources == 17);
  CHECK(models == 9);
  CHECK(pairs == 17 * 9);
}

TEST_CASE("of a source and a model that do not go together the sentence names what may stand there") {
  const auto refusal = [](const char* source, const char* model) {
    const Result<Spec> read =
        read_spec(std::string(R"({"source":{"kind":")") + source + R"("},"model":{"kind":")" + model + R"("}})");
    return read ? std::string() : read.error().path + ": " + read.error().message;
  };
  CHECK(refusal("ring", "transformer") ==
        R"(/source/kind: A language model learns text, so the source must be "corpus" or "text", but is "ring".)");
  CHECK(
      refusal("corpus", "vae") ==
      R"(/model/kind: Text is learnt by a language model, so the model must be "ngram" or "transformer", but is "vae".)");
  CHECK(refusal("digits", "ngram") ==
        R"(/source/kind: A language model learns text, so the source must be "corpus" or "text", but is "digits".)");
  CHECK(
      refusal("grid", "categorical") ==
      R"(/source/kind: Categories are counted, so the source must be "categorical", "zipf" or "uniform", but is "grid".)");
  CHECK(refusal("uniform", "kde") == R"(/model/kind: The model must be "categorical", but is "kde".)");
  CHECK(refusal("poisson", "categorical") == R"(/model/kind: The model must be "poisson", but is "categorical".)");
  CHECK(
      refusal("categorical", "poisson") ==
      R"(/source/kind: A Poisson rate is learnt from counts, so the source must be "poisson", but is "categorical".)");
}
