#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "collapse/spec.h"
#include "collapse/stream.h"

using collapse::Edit;
using collapse::Result;
using collapse::Spec;

namespace {

collapse::random::Stream stream_of(unsigned round) { return {11, round, 0, collapse::random::Purpose::measurement}; }

// A random valid spec: every kind of source, model and workflow, with random numbers where they are allowed.
Spec random_spec(unsigned round) {
  auto stream = stream_of(round);
  const auto pick = [&](std::vector<const char*> texts) { return std::string(texts[stream.below(texts.size())]); };
  const auto number = [&](double low, double high) {
    return collapse::format_number(low + (high - low) * stream.uniform());
  };
  const auto whole = [&](unsigned low, unsigned high) { return std::to_string(low + stream.below(high - low + 1)); };
  std::vector<Edit> edits = {{"/seed", std::to_string(stream.next() >> 11)},
                             {"/runs", whole(1, 10000)},
                             {"/generations", whole(1, 10000)},
                             {"/samples/n", whole(2, 1000)},
                             {"/source/kind", pick({"gaussian", "mixture", "ring", "grid", "dataset", "points"})},
                             {"/model/kind", pick({"gaussian", "gmm"})},
                             {"/workflow/kind", pick({"replace", "accumulate", "accumulate_subsample", "mix"})}};
  const auto chosen = [&](std::size_t i, const char* text) { return edits[i].value == text; };
  if (chosen(4, "gaussian")) edits.push_back({"/source/mean", "[" + number(-1e6, 1e6) + "]"});
  if (chosen(4, "mixture")) edits.push_back({"/source/means", "[[" + number(-9, 9) + "],[" + number(-9, 9) + "]]"});
  if (chosen(4, "ring")) edits.push_back({"/source/modes", whole(2, 64)});
  if (chosen(4, "grid")) edits.push_back({"/source/sd", number(1e-9, 1)});
  if (chosen(4, "dataset")) edits.push_back({"/source/columns", "[\"waiting\"]"});
  if (chosen(4, "points")) edits.push_back({"/source/values", "[[" + number(-1, 1) + ",2],[3," + number(-1, 1) + "]]"});
  if (chosen(5, "gmm")) edits.push_back({"/model/tolerance", number(0, 1)});
  if (chosen(6, "mix")) edits.push_back({"/workflow/real_fraction", number(0, 1)});
  Result<Spec> base = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"}}");
  Result<Spec> made = collapse::edit_spec(*base, edits);
  CAPTURE(made.error().message);
  REQUIRE(static_cast<bool>(made));
  return *made;
}

}  // namespace

TEST_CASE("what is written reads back to the same text, in full and as changes (500 random specs)") {
  for (unsigned round = 0; round < 500; ++round) {
    const std::string text = collapse::write_spec(random_spec(round));
    CAPTURE(text);
    const Result<Spec> again = collapse::read_spec(text);
    REQUIRE(static_cast<bool>(again));
    CHECK(collapse::write_spec(*again) == text);
    const Result<Spec> from_changes = collapse::read_spec(collapse::write_spec_changes(*again));
    REQUIRE(static_cast<bool>(from_changes));
    CHECK(collapse::write_spec(*from_changes) == text);
  }
}

TEST_CASE("numbers are written so that they read back to the same bits") {
  auto stream = stream_of(0);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = stream.next();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = collapse::format_number(value);
    CAPTURE(text);
    CHECK(std::strtod(text.c_str(), nullptr) == value);
  }
  CHECK(collapse::format_number(100) == "100");
  CHECK(collapse::format_number(0.1) == "0.1");
  CHECK(collapse::format_number(-2.5e-300) == "-2.5e-300");
  CHECK(collapse::format_number(std::numeric_limits<double>::infinity()) == "inf");
  CHECK(collapse::format_number(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(collapse::format_number(std::numeric_limits<double>::quiet_NaN()) == "nan");
}

TEST_CASE("the canonical text has every field that applies and no other, in the manifest's order") {
  const Result<Spec> spec = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"},\"workflow\":{\"kind\":\"mix\"}}");
  CHECK(collapse::write_spec(*spec) ==
        "{\"schema\":1,\"seed\":7,\"runs\":1,\"generations\":100,\"metrics\":\"basic\",\"source\":{\"kind\":"
        "\"gaussian\",\"mean\":[0],\"covariance\":[[1]]},\"model\":{\"kind\":\"gaussian\",\"estimator\":\"mle\","
        "\"draws\":\"points\",\"temperature\":1,\"truncation\":0},\"workflow\":{\"kind\":\"mix\",\"real_fraction\":0.1,"
        "\"real\":\"fresh\"},\"samples\":{\"n\":100,\"growth\":0},\"selection\":{\"kind\":\"none\"}}");
  CHECK(collapse::write_spec_changes(*spec) == "{\"model\":{\"kind\":\"gaussian\"},\"workflow\":{\"kind\":\"mix\"}}");
}

TEST_CASE("an edit changes its field alone, and a new kind drops the old kind's fields") {
  const Result<Spec> spec = collapse::read_spec(
      "{\"seed\":3,\"model\":{\"kind\":\"gmm\",\"components\":5},\"source\":{\"kind\":\"ring\",\"modes\":5}}");
  CHECK(collapse::write_spec_changes(*collapse::edit_spec(*spec, {{"/samples/n", "200"}})) ==
        "{\"seed\":3,\"source\":{\"kind\":\"ring\",\"modes\":5},\"model\":{\"kind\":\"gmm\",\"components\":5},"
        "\"samples\":{\"n\":200}}");
  CHECK(collapse::write_spec_changes(
            *collapse::edit_spec(*spec, {{"/model/estimator", "unbiased"}, {"/model/kind", "gaussian"}})) ==
        "{\"seed\":3,\"source\":{\"kind\":\"ring\",\"modes\":5},\"model\":{\"kind\":\"gaussian\",\"estimator\":"
        "\"unbiased\"}}");
  // Choosing the kind that is chosen already loses nothing.
  CHECK(collapse::write_spec(*collapse::edit_spec(*spec, {{"/model/kind", "\"gmm\""}})) == collapse::write_spec(*spec));
}

TEST_CASE("an edit that is not allowed says where and why") {
  const Result<Spec> spec = collapse::read_spec("{\"model\":{\"kind\":\"gaussian\"}}");
  const auto error = [&](const char* pointer, const char* value) {
    return collapse::edit_spec(*spec, {{pointer, value}}).error();
  };
  CHECK(error("/samples/n", "12x").message ==
        "Sample size n must be a whole number from 1 to 1000000, but is \"12x\".");
  CHECK(error("/samples/n", "").message == "Sample size n must be a whole number from 1 to 1000000, but is \"\".");
  CHECK(error("/nowhere", "1").message ==
        "There is no field \"/nowhere\"; a field is named like /samples/n, and `collapse describe` lists them all.");
  CHECK(error("samples", "1").path == "samples");
  CHECK(error("/model/components", "3").path == "/model/components");
}
