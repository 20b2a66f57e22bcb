#include <doctest/doctest.h>

#include <string>

#include "collapse/spec.h"

using collapse::Result;
using collapse::Spec;

namespace {

struct Fault {
  const char* json;
  const char* path;
  const char* message;
};

// Each way a spec can be wrong, with the sentence the reader of the page sees at the control.
const Fault kFaults[] = {
    {"", "", "Not valid JSON at line 1, column 1: The document is empty."},
    {"[1]", "", "A spec is a JSON object such as {\"model\":{\"kind\":\"gaussian\"}}, but this is [1]."},
    {"{\"model\":{\"kind\":\"gaussian\"}} x", "",
     "Not valid JSON at line 1, column 31: The document root must not be followed by other values."},
    {"{\n \"seed\": 1,\n}", "", "Not valid JSON at line 3, column 1: Missing a name for object member."},
    {"{\"seed\": NaN}", "", "Not valid JSON at line 1, column 10: Invalid value."},
    {"{\"seed\": 1e999}", "", "Not valid JSON at line 1, column 10: Number too big to be stored in double."},
    {"{}", "/model/kind", "Model is required."},
    {"{\"model\":3}", "/model", "Model must be an object of fields, but is 3."},
    {"{\"model\":{\"kind\":\"forest\"}}", "/model/kind", "Model must be one of \"gaussian\", \"gmm\", \"vae\", \"ngram\", \"transformer\", \"categorical\", \"poisson\", \"linear_regression\", \"kde\", but is \"forest\"."},
    {"{\"model\":{\"kind\":\"vae\"}}", "/source/kind",
     "A variational autoencoder learns digits, so the source must be \"digits\", but is \"gaussian\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"gmm\"}}", "/model/kind",
     "Digits are learnt by a variational autoencoder, so the model must be \"vae\", but is \"gmm\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"architecture\":\"convolutional\"}}", "/model/architecture",
     "The convolutional network is made for digits of 28x28 pixels, but these are 14x14."},
    {"{\"source\":{\"kind\":\"digits\",\"size\":\"20x20\"},\"model\":{\"kind\":\"vae\"}}", "/source/size",
     "Image size must be one of \"14x14\", \"28x28\", but is \"20x20\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"hidden\":1025}}", "/model/hidden",
     "Hidden units must be a whole number from 8 to 1024, but is 1025."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"latent\":1}}", "/model/latent",
     "Latent dimensions must be a whole number from 2 to 64, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\",\"epochs\":2}}", "/model/epochs",
     "Epochs does not apply to kind \"gaussian\"; it belongs to kind=vae|transformer."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"sed\":1}", "/sed",
     "There is no field \"sed\" here; the fields are schema, seed, runs, generations, metrics, source, model, workflow, samples, selection."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"seed\":1,\"seed\":1}", "/seed", "The key \"seed\" stands twice; it may stand once."},
    {"{\"model\":{\"kind\":\"gaussian\",\"components\":2}}", "/model/components",
     "Components does not apply to kind \"gaussian\"; it belongs to kind=gmm."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"m\":1}}", "/samples/m",
     "There is no field \"m\" here; the fields are n, growth."},
    {"{\"schema\":2,\"model\":{\"kind\":\"gaussian\"}}", "/schema", "Schema must be a whole number from 1 to 1, but is 2."},
    {"{\"seed\":-1,\"model\":{\"kind\":\"gaussian\"}}", "/seed",
     "Seed must be a whole number from 0 to 9007199254740991, but is -1."},
    {"{\"samples\":{\"n\":0},\"model\":{\"kind\":\"gaussian\"}}", "/samples/n",
     "Sample size n must be a whole number from 1 to 1000000, but is 0."},
    {"{\"samples\":{\"n\":12.5},\"model\":{\"kind\":\"gaussian\"}}", "/samples/n",
     "Sample size n must be a whole number from 1 to 1000000, but is 12.5."},
    {"{\"samples\":{\"n\":\"12\"},\"model\":{\"kind\":\"gaussian\"}}", "/samples/n",
     "Sample size n must be a whole number from 1 to 1000000, but is \"12\"."},
    {"{\"samples\":{\"n\":null},\"model\":{\"kind\":\"gaussian\"}}", "/samples/n",
     "Sample size n must be a whole number from 1 to 1000000, but is null."},
    {"{\"samples\":{\"growth\":true},\"model\":{\"kind\":\"gaussian\"}}", "/samples/growth",
     "Growth must be a number from 0 to 3, but is true."},
    {"{\"model\":{\"kind\":\"gmm\",\"tolerance\":-1}}", "/model/tolerance", "Tolerance must be a number from 0 to 1, but is -1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"gaussian\",\"mean\":0}}", "/source/mean",
     "Mean must be a list, but is 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,\"a\"]}}", "/source/mean/1",
     "Mean must be a number from -1000000 to 1000000, but is \"a\"."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[]}}", "/source/mean",
     "The dimension must be from 1 to 16, but there are 0 coordinates."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0]}}", "/source/covariance",
     "The covariance must be 2 × 2 like the mean's 2 numbers, but is 1 × 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0],\"covariance\":[[1,0.5],[0.4,1]]}}", "/source/covariance",
     "The covariance must be symmetric, but row 2 column 1 is 0.4 and its mirror 0.5."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0],\"covariance\":[[1,2],[2,1]]}}", "/source/covariance",
     "The covariance must be positive definite, but in some direction its variance is not above 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"covariance\":[[0]]}}", "/source/covariance",
     "The variance must be above 0, but is 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"weights\":[0.5,0.4]}}", "/source/weights",
     "The weights must sum to 1, but sum to 0.9."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"weights\":[1.5,-0.5]}}", "/source/weights/0",
     "Weights must be a number from 0 to 1, but is 1.5."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"ring\",\"weights\":[1]}}", "/source/weights",
     "There must be one weight for each of the 8 components, but there are 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"means\":[]}}", "/source/means",
     "A mixture has from 1 to 64 components, but there are 0 means."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"means\":[[0],[0,1]]}}", "/source/means/1",
     "Every row must have the same number of columns, but row 2 has 2 and row 1 has 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"means\":[[0]]}}", "/source/covariances",
     "There must be one covariance for each of the 1 components, but there are 2."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"points\"}}", "/source/values",
     "There must be at least 2 points, but there are 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"points\",\"values\":[[1],[2,3]]}}", "/source/values/1",
     "Every row must have the same number of columns, but row 2 has 2 and row 1 has 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\",\"columns\":[\"a\",\"a\"]}}", "/source/columns/1",
     "The column \"a\" is named twice."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\",\"columns\":[1]}}", "/source/columns/0",
     "Columns must be a text, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\",\"estimator\":\"unbiased\"},\"samples\":{\"n\":1}}", "/samples/n",
     "The unbiased estimator divides by n − 1, so n must be at least 2, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"n\":1000,\"growth\":3}}", "/samples/growth",
     "Generation 100 would draw about 1000000000 points; at most 10000000 are allowed. Lower the growth, n or the number of "
     "generations."},
};

}  // namespace

TEST_CASE("every fault of a spec is named by its path and a sentence") {
  for (const Fault& fault : kFaults) {
    CAPTURE(std::string(fault.json));
    const Result<Spec> spec = collapse::read_spec(fault.json);
    REQUIRE_FALSE(static_cast<bool>(spec));
    CHECK(spec.error().path == std::string(fault.path));
    CHECK(spec.error().message == std::string(fault.message));
  }
}

TEST_CASE("a spec that names only its model has the documented defaults") {
  const Result<Spec> spec = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"}}");
  REQUIRE(static_cast<bool>(spec));
  CHECK(spec->seed == 7);
  CHECK(spec->generations == 100);
  CHECK(spec->source.kind == collapse::SourceKind::gaussian);
  CHECK(spec->source.mean == collapse::Vector{0});
  CHECK(spec->source.covariance == collapse::Matrix{{1}});
  CHECK(spec->model.estimator == collapse::EstimatorKind::mle);
  CHECK(spec->samples.n == 100);
}

TEST_CASE("text nested too deep or too long is refused, not followed") {
  const std::string deep(100000, '[');
  CHECK(collapse::read_spec(deep).error().message == "The text is nested more than 64 levels deep.");
  const std::string longer((16u << 20) + 1, ' ');
  CHECK(collapse::read_spec(longer).error().message == "The text is 16 MB long; at most 16 MB are read.");
}

TEST_CASE("invalid UTF-8 and stray control bytes are refused") {
  CHECK_FALSE(static_cast<bool>(collapse::read_spec("{\"model\":{\"kind\":\"\xff\xfe\"}}")));
  const std::string zero = std::string("{\"model\":{\"kind\":\"gaussian\"}}") + '\0';
  CHECK(collapse::read_spec(zero).error().message == "Not valid JSON at line 1, column 30: a zero byte.");
}

TEST_CASE("whole numbers may be written in any JSON spelling") {
  const Result<Spec> spec = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"n\":1e3},\"runs\":2.0}");
  REQUIRE(static_cast<bool>(spec));
  CHECK(spec->samples.n == 1000);
  CHECK(spec->runs == 2);
}
