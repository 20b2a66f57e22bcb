#include <doctest/doctest.h>

#include <string>

#include "collapse/json.h"
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
    {"{\"seed\": 1e999}", "",
     "Too large a number at line 1, column 10: 1e999; the largest number that can be computed with is "
     "1.7976931348623157e308."},
    {"{\"seed\": -1.8e308}", "",
     "Too large a number at line 1, column 10: -1.8e308; the largest number that can be computed with is "
     "1.7976931348623157e308."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\",\"columns\":[\"\\udc00x\"]}}", "",
     "Not valid Unicode at line 1, column 69: \\udc00 is half of a pair, and its other half is missing."},
    {"{\"model\":{\"kind\":\"gaussian\"},\n\"\\ud800\":1}", "",
     "Not valid Unicode at line 2, column 2: \\ud800 is half of a pair, and its other half is missing."},
    {"{\"\xc3\xa9\\ud83d\\ude00\\\\udc00\\udfff\":1}", "",
     "Not valid Unicode at line 1, column 23: \\udfff is half of a pair, and its other half is missing."},
    {"{\"m\xc3\xb6\xff\":1}", "",
     "Not valid Unicode at line 1, column 5: the byte 0xff belongs to no character of UTF-8."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"a/b~c\":1}", "/a~1b~0c",
     "There is no field \"a/b~c\" here; the fields are schema, seed, runs, generations, metrics, source, model, "
     "workflow, samples, selection."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"seed\":9007199254740993}", "/seed",
     "Seed must be a whole number from 0 to 9007199254740991, but is 9007199254740993."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"seed\" : 123456789012345678901234567890 }", "/seed",
     "Seed must be a whole number from 0 to 9007199254740991, but is 123456789012345678901234567890."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[[\"]\"],1.50e10]}}", "/source/mean/0",
     "Mean must be a number from -1000000 to 1000000, but is [\"]\"]."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[1, 1.50e10 ]}}", "/source/mean/1",
     "Mean must be a number from -1000000 to 1000000, but is 1.50e10."},
    {"{}", "/model/kind", "Model is required."},
    {"{\"model\":3}", "/model", "Model must be an object of fields, but is 3."},
    {"{\"model\":{\"kind\":\"forest\"}}", "/model/kind",
     "Model must be one of \"gaussian\", \"gmm\", \"vae\", \"ngram\", \"transformer\", \"categorical\", \"poisson\", "
     "\"linear_regression\", \"kde\", but is \"forest\"."},
    {"{\"model\":{\"kind\":\"vae\"}}", "/source/kind",
     "A variational autoencoder learns digits, so the source must be \"digits\", but is \"gaussian\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"gmm\"}}", "/model/kind",
     "Digits are learnt by a variational autoencoder, so the model must be \"vae\", but is \"gmm\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"architecture\":\"convolutional\"}}",
     "/model/architecture", "The convolutional network is made for digits of 28x28 pixels, but these are 14x14."},
    {"{\"source\":{\"kind\":\"digits\",\"size\":\"20x20\"},\"model\":{\"kind\":\"vae\"}}", "/source/size",
     "Image size must be one of \"14x14\", \"28x28\", but is \"20x20\"."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"hidden\":1025}}", "/model/hidden",
     "Hidden units must be a whole number from 8 to 1024, but is 1025."},
    {"{\"source\":{\"kind\":\"digits\"},\"model\":{\"kind\":\"vae\",\"latent\":1}}", "/model/latent",
     "Latent dimensions must be a whole number from 2 to 64, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\",\"epochs\":2}}", "/model/epochs",
     "Epochs does not apply to kind \"gaussian\"; it belongs to kind=vae|transformer."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"sed\":1}", "/sed",
     "There is no field \"sed\" here; the fields are schema, seed, runs, generations, metrics, source, model, "
     "workflow, samples, selection."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"seed\":1,\"seed\":1}", "/seed",
     "The key \"seed\" stands twice; it may stand once."},
    {"{\"model\":{\"kind\":\"gaussian\",\"components\":2}}", "/model/components",
     "Components does not apply to kind \"gaussian\"; it belongs to kind=gmm."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"m\":1}}", "/samples/m",
     "There is no field \"m\" here; the fields are n, growth."},
    {"{\"schema\":2,\"model\":{\"kind\":\"gaussian\"}}", "/schema",
     "Schema must be a whole number from 1 to 1, but is 2."},
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
    {"{\"model\":{\"kind\":\"gmm\",\"tolerance\":-1}}", "/model/tolerance",
     "Tolerance must be a number from 0 to 1, but is -1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"gaussian\",\"mean\":0}}", "/source/mean",
     "Mean must be a list, but is 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,\"a\"]}}", "/source/mean/1",
     "Mean must be a number from -1000000 to 1000000, but is \"a\"."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[]}}", "/source/mean",
     "The dimension must be from 1 to 16, but there are 0 coordinates."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0]}}", "/source/covariance",
     "The covariance must be 2 × 2 like the mean's 2 numbers, but is 1 × 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0],\"covariance\":[[1,0.5],[0.4,1]]}}",
     "/source/covariance", "The covariance must be symmetric, but row 2 column 1 is 0.4 and its mirror 0.5."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[0,0],\"covariance\":[[1,2],[2,1]]}}",
     "/source/covariance",
     "The covariance must be positive definite, but in some direction its variance is not above 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"covariance\":[[0]]}}", "/source/covariance",
     "The variance must be above 0, but is 0."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"weights\":[0.5,0.4]}}", "/source/weights",
     "The weights must sum to 1, but sum to 0.9."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"mixture\",\"weights\":[1.5,-0.5]}}",
     "/source/weights/0", "Weights must be a number from 0 to 1, but is 1.5."},
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
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\",\"columns\":[\"a\",\"a\"]}}",
     "/source/columns/1", "The column \"a\" is named twice."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\",\"columns\":[1]}}", "/source/columns/0",
     "Columns must be a text, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\",\"estimator\":\"unbiased\"},\"samples\":{\"n\":1}}", "/samples/n",
     "The unbiased estimator divides by n − 1, so n must be at least 2, but is 1."},
    {"{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"n\":1000,\"growth\":3}}", "/samples/growth",
     "Generation 100 would draw about 1000000000 points; at most 10000000 are allowed. Lower the growth, n or the "
     "number of generations."},
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
  CHECK(collapse::read_spec(deep).error().message ==
        "The text is nested more than 64 levels deep at line 1, column 65.");
  CHECK(collapse::read_spec("{\"model\":" + std::string(64, '[')).error().message ==
        "The text is nested more than 64 levels deep at line 1, column 73.");
  const std::string longer((16u << 20) + 1, ' ');
  CHECK(collapse::read_spec(longer).error().message == "The text is 17 MB long; at most 16 MB are read.");
}

TEST_CASE("an unknown key of 15 MB and a text of 15 MB are told of in few words") {
  const std::string key(15u << 20, 'k');
  const Result<Spec> unknown = collapse::read_spec("{\"" + key + "\":1}");
  CHECK(unknown.error().path == "/" + std::string(39, 'k') + "…");
  CHECK(unknown.error().message.size() < 200);
  const Result<Spec> word = collapse::read_spec("{\"model\":{\"kind\":\"" + key + "\"}}");
  CHECK(word.error().message.find("but is \"" + std::string(39, 'k') + "…\".") != std::string::npos);
  const Result<Spec> base = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"}}");
  CHECK(collapse::edit_spec(*base, {{"/" + key, "1"}}).error().message.size() < 200);
}

TEST_CASE("a spec whose full text would be too long to be read again is refused") {
  std::string json = "{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"points\",\"values\":[[0]";
  for (int i = 0; i < 2000000; ++i) json += ",[1e6]";
  json += "]}}";
  CHECK(collapse::read_spec(json).error().message ==
        "Written out in full the spec is 20 MB long; at most 16 MB are read.");
}

TEST_CASE(
    "an edit that is no valid Unicode, nested too deep or beyond the largest number is refused, not taken for a word") {
  const Result<Spec> base =
      collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"kind\":\"dataset\"}}");
  const auto error = [&](const char* pointer, const std::string& value) {
    return collapse::edit_spec(*base, {{pointer, value}}).error();
  };
  CHECK(error("/source/columns", "[\"\\udc00x\"]").path == "/source/columns");
  CHECK(error("/source/columns", "[\"\\udc00x\"]").message ==
        "Not valid Unicode at line 1, column 3: \\udc00 is half of a pair, and its other half is missing.");
  CHECK(error("/source/columns", "a\xff").message ==
        "Not valid Unicode at line 1, column 2: the byte 0xff belongs to no character of UTF-8.");
  CHECK(error("/samples/n", std::string(100000, '[')).message ==
        "The text is nested more than 64 levels deep at line 1, column 65.");
  CHECK(error("/samples/growth", "1e400").message ==
        "Too large a number at line 1, column 1: 1e400; the largest number that can be computed with is "
        "1.7976931348623157e308.");
  CHECK(error("/seed", "9007199254740993").message ==
        "Seed must be a whole number from 0 to 9007199254740991, but is 9007199254740993.");
  CHECK(error("/so\xffurce", "1").path == "/so\uFFFDurce");
}

TEST_CASE("minus zero is zero") {
  const Result<Spec> spec = collapse::read_spec(
      "{\"model\":{\"kind\":\"gaussian\"},\"source\":{\"mean\":[-0.0]},\"samples\":{\"growth\":-0}}");
  REQUIRE(static_cast<bool>(spec));
  CHECK(collapse::write_spec_changes(*spec) == "{\"model\":{\"kind\":\"gaussian\"}}");
}

TEST_CASE("the text of a value is found by its pointer, as it is written") {
  const char* json = " { \"a\" : [ 1.50 , { \"b\": \"x]\\\"}\" } ] , \"c\":{} ,\"d\": -1e3}";
  CHECK(collapse::json_at(json, "/a/0") == "1.50");
  CHECK(collapse::json_at(json, "/a/1/b") == "\"x]\\\"}\"");
  CHECK(collapse::json_at(json, "/a/1") == "{ \"b\": \"x]\\\"}\" }");
  CHECK(collapse::json_at(json, "/d") == "-1e3");
  CHECK(collapse::json_at(json, "/c") == "{}");
  for (const char* nowhere : {"/c/x", "/a/2", "/a/0/0", "/e", "/a/1/b/0"})
    CHECK(collapse::json_at(json, nowhere).empty());
}

TEST_CASE("invalid UTF-8 and stray control bytes are refused") {
  CHECK_FALSE(static_cast<bool>(collapse::read_spec("{\"model\":{\"kind\":\"\xff\xfe\"}}")));
  const std::string zero = std::string("{\"model\":{\"kind\":\"gaussian\"}}") + '\0';
  CHECK(collapse::read_spec(zero).error().message == "Not valid JSON at line 1, column 30: a zero byte.");
}

TEST_CASE("whole numbers may be written in any JSON spelling") {
  const Result<Spec> spec =
      collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"},\"samples\":{\"n\":1e3},\"runs\":2.0}");
  REQUIRE(static_cast<bool>(spec));
  CHECK(spec->samples.n == 1000);
  CHECK(spec->runs == 2);
}
