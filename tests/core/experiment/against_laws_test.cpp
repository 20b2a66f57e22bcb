#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/close.h"
#include "support/text_experiments.h"

// Simulation against law: the figures are those of the rows and of the layout's laws, and none is given where it would
// mean nothing.

using namespace collapse;
using namespace collapse::test;

namespace {

rapidjson::Document laws_at(Experiment& experiment, int generation) {
  const Result<std::string> answer =
      experiment.ask(R"({"ask":"laws","generation":)" + std::to_string(generation) + "}");
  REQUIRE(static_cast<bool>(answer));
  return std::move(*spec::parse_json(*answer));
}

rapidjson::Document layout_of(const Experiment& experiment) {
  return std::move(*spec::parse_json(experiment.layout()));
}

std::string note_of(const rapidjson::Value& law) { return law["note"].GetString(); }

// The answer once more from rows and layout; how many z there were.
int recompute(Experiment& experiment, int generation) {
  const auto answer = laws_at(experiment, generation);
  const auto layout = layout_of(experiment);
  const auto at = static_cast<rapidjson::SizeType>(generation);
  REQUIRE(answer["laws"].Size() == layout["laws"].Size());
  int told = 0;
  for (rapidjson::SizeType i = 0; i < answer["laws"].Size(); ++i) {
    const auto& law = answer["laws"][i];
    const auto& drawn = layout["laws"][i];
    CAPTURE(std::string(law["label"].GetString()));
    CHECK(law["metric"] == drawn["metric"]);
    CHECK(law["label"] == drawn["label"]);
    CHECK(law["kind"] == drawn["kind"]);
    CHECK(law["expected"] == drawn["values"][at]);
    const bool logs = law["kind"] == "geometric_mean";
    long double sum = 0, squares = 0, n = 0;
    for (int run = 0; run < experiment.runs().count; ++run) {
      const double value = test::value(experiment, run, generation, drawn["metric"].GetString());
      if (std::isnan(value)) continue;
      const long double x = logs ? std::log(static_cast<long double>(value)) : static_cast<long double>(value);
      sum += x;
      squares += x * x;
      n += 1;
    }
    const long double mean = sum / n, sd = std::sqrt((squares - n * mean * mean) / (n - 1));
    CHECK(law["runs"].GetDouble() == static_cast<double>(n));
    CHECK(close(law["mean"].GetDouble(), static_cast<double>(logs ? std::exp(mean) : mean), 1e-12, 1e-14));
    const bool own = drawn["sd"].Size() > 0 && drawn["sd"][at].GetDouble() > 0;
    CHECK(law["error_of"].GetString() == std::string(own ? "law" : "runs"));
    const double error =
        (own ? drawn["sd"][at].GetDouble() : static_cast<double>(sd)) / std::sqrt(static_cast<double>(n));
    if (own || n > 1)
      CHECK(close(law["error"].GetDouble(), error * static_cast<double>(logs ? std::exp(mean) : 1), 1e-9));
    if (law["z"].IsNull()) {
      CHECK_FALSE(note_of(law).empty());
      continue;
    }
    ++told;
    const double expected = logs ? std::log(law["expected"].GetDouble()) : law["expected"].GetDouble();
    CHECK(close(law["z"].GetDouble(), (static_cast<double>(mean) - expected) / error, 1e-8, 1e-9));
    // |z| > 6 in one of these with probability below 1e-8; seeds are fixed.
    if (note_of(law).empty()) CHECK(std::fabs(law["z"].GetDouble()) < 6);
  }
  return told;
}

}  // namespace

TEST_CASE("simulation against law: means, errors and z are those of the rows") {
  Experiment gaussian = finished(
      spec_of(R"({"model":{"kind":"gaussian","estimator":"mle"},"samples":{"n":100},"runs":400,"generations":10})"));
  CHECK(recompute(gaussian, 10) == 8);
  CHECK(recompute(gaussian, 1) == 8);
  Experiment plane = finished(spec_of(
      R"({"source":{"kind":"gaussian","mean":[0,0],"covariance":[[1,0],[0,1]]},"model":{"kind":"gaussian"},"samples":{"n":50},"runs":200,"generations":5})"));
  CHECK(recompute(plane, 5) >= 5);
  Experiment zipf = finished(spec_of(
      R"({"source":{"kind":"zipf","categories":60},"model":{"kind":"categorical"},"samples":{"n":40},"runs":100,"generations":6})"));
  CHECK(recompute(zipf, 1) == 3);
  Experiment poisson = finished(spec_of(
      R"({"source":{"kind":"poisson","rate":1.5},"model":{"kind":"poisson"},"samples":{"n":10},"runs":200,"generations":30})"));
  CHECK(recompute(poisson, 30) == 2);
  const auto alive = laws_at(poisson, 30);
  const double p = alive["laws"][1]["expected"].GetDouble();
  CHECK(alive["laws"][1]["metric"] == "alive");
  CHECK(close(alive["laws"][1]["error"].GetDouble(), std::sqrt(p * (1 - p) / 200), 1e-12));  // one run is alive or not
  Experiment linear = finished(spec_of(
      R"({"source":{"kind":"linear","features":4},"model":{"kind":"linear_regression"},"samples":{"n":30},"runs":200,"generations":6})"));
  CHECK(recompute(linear, 6) == 1);
}

TEST_CASE(
    "simulation against law: no z at the truth, for a limit, for a bound, or for one run without an error of its own") {
  Experiment mixed = finished(spec_of(
      R"({"model":{"kind":"gaussian","estimator":"mle"},"workflow":{"kind":"accumulate"},"runs":30,"generations":5})"));
  const auto truth = laws_at(mixed, 0), later = laws_at(mixed, 5);
  int limits = 0;
  for (const auto& law : truth["laws"].GetArray()) CHECK(note_of(law) == "Generation 0 is the truth.");
  for (const auto& law : later["laws"].GetArray()) {
    const bool limit = law["kind"] == "limit";
    limits += limit;
    CHECK(law["z"].IsNull() == limit);
    if (limit) CHECK(note_of(law) == "The law is for t → ∞.");
  }
  CHECK(limits == 2);

  Experiment zipf = finished(spec_of(
      R"({"source":{"kind":"zipf","categories":60},"model":{"kind":"categorical"},"samples":{"n":40},"runs":30,"generations":4})"));
  for (const int g : {1, 2, 4})
    for (const auto answer = laws_at(zipf, g); const auto& law : answer["laws"].GetArray())
      if (law["metric"] == "alive") {
        CHECK(law["z"].IsNull() == (g >= 2));
        if (g >= 2) CHECK(note_of(law) == "Here the law is only a bound or an approximation.");
      }

  Experiment alone =
      finished(spec_of(R"({"model":{"kind":"gaussian","estimator":"mle"},"samples":{"n":100},"generations":5})"));
  for (const auto answer = laws_at(alone, 5); const auto& law : answer["laws"].GetArray()) {
    const bool own = law["error_of"] == "law";
    CHECK(law["z"].IsNull() != own);
    if (!own) CHECK(note_of(law) == "One run has no Monte-Carlo error.");
  }
  Experiment few = finished(
      spec_of(R"({"model":{"kind":"gaussian","estimator":"mle"},"samples":{"n":100},"runs":3,"generations":5})"));
  for (const auto answer = laws_at(few, 5); const auto& law : answer["laws"].GetArray())
    if (law["error_of"] == "runs") CHECK(note_of(law) == "The error of so few runs is itself uncertain.");
}

TEST_CASE("simulation against law: a mean of squares of few runs comes with a warning, of many without") {
  // The squared shift is a chi-square of one degree: skewness 2.8, of the mean of 60 runs 0.37, of 2,000 0.06.
  for (const auto& [runs, warned] : {std::pair("60", true), std::pair("2000", false)}) {
    Experiment experiment = finished(spec_of(
        std::string(R"({"model":{"kind":"gaussian"},"samples":{"n":100},"generations":3,"runs":)") + runs + "}"));
    for (const auto answer = laws_at(experiment, 3); const auto& law : answer["laws"].GetArray())
      if (law["metric"] == "mean_shift_squared")
        CHECK((note_of(law) == "The runs lie to one side: a large z is less rare than it looks.") == warned);
  }
}

TEST_CASE("simulation against law: text gives its law a z only where chance alone draws the words") {
  for (const char* order : {"1", "2"}) {
    Experiment text = finished_text(text_spec(std::string(R"("kind":"ngram","smoothing":"none","order":)") + order,
                                              R"("generations":3,"runs":10)"));
    CHECK(laws_at(text, 2)["laws"][0]["z"].IsNull() == (*order == '2'));
    CHECK(laws_at(text, 3)["laws"][0]["z"].IsNull());
  }
}

TEST_CASE("every layout lists its laws once") {
  for (const char* spec :
       {R"({"model":{"kind":"gaussian"}})", R"({"source":{"kind":"zipf"},"model":{"kind":"categorical"}})",
        R"({"source":{"kind":"poisson"},"model":{"kind":"poisson"}})",
        R"({"source":{"kind":"linear","features":3},"model":{"kind":"linear_regression"}})"}) {
    const auto layout = layout_of(experiment_of(spec_of(spec)));
    int lists = 0;
    for (const auto& member : layout.GetObject()) lists += member.name == "laws";
    CHECK(lists == 1);
  }
}
