#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <rapidjson/document.h>

#include "support/close.h"
#include "support/experiments.h"
#include "theory/laws.h"

// The whole product against the closed forms: specs in, rows out, compared with the laws the layout offers to the page.
//
// Each comparison is of a mean over R independent runs with its expectation, in units of the measured standard error.
// |z| > 6 has probability 2e-9 for a normal mean. The rows are skewed; with R = 2,000 runs and few generations the
// skewness of the mean stays below 0.1, which leaves the false-alarm rate of a comparison below 1e-7 and that of the
// file below 1e-6. Seeds are fixed.

using collapse::Experiment;
using collapse::test::finished;
using collapse::test::spec_of;

namespace {

std::size_t column(const Experiment& experiment, const std::string& name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return c;
  FAIL("no such column");
  return 0;
}

std::vector<double> over_runs(const Experiment& experiment, const std::string& name, int generation) {
  const std::size_t c = column(experiment, name);
  std::vector<double> values;
  for (int run = 0; run < experiment.runs().count; ++run) values.push_back(experiment.row(run, generation)[c]);
  return values;
}

struct Summary {
  double mean = 0, sd = 0, standard_error = 0;
};
Summary summary(const std::vector<double>& values) {
  Summary s;
  const double n = static_cast<double>(values.size());
  for (const double value : values) s.mean += value / n;
  for (const double value : values) s.sd += (value - s.mean) * (value - s.mean) / (n - 1);
  s.sd = std::sqrt(s.sd);
  s.standard_error = s.sd / std::sqrt(n);
  return s;
}

// Compares every expectation the layout offers with the mean over the runs; returns how many there were.
int compare_with_laws(const char* json, const std::vector<int>& generations) {
  const Experiment experiment = finished(spec_of(json));
  rapidjson::Document layout;
  layout.Parse(experiment.layout().c_str());
  int compared = 0;
  for (const auto& law : layout["laws"].GetArray()) {
    if (std::string(law["kind"].GetString()) != "expectation") continue;
    for (const int t : generations) {
      const std::string metric = law["metric"].GetString();
      const Summary seen = summary(over_runs(experiment, metric, t));
      const double expected = law["values"][static_cast<rapidjson::SizeType>(t)].GetDouble();
      CAPTURE(std::string(json));
      CAPTURE(metric);
      CAPTURE(t);
      CAPTURE(expected);
      CAPTURE(seen.mean);
      CHECK(std::fabs(seen.mean - expected) <= 6 * seen.standard_error);
      ++compared;
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("replace: means over 2,000 runs meet every law of the Gaussian, both estimators") {
  CHECK(compare_with_laws(R"({"runs":2000,"generations":8,"model":{"kind":"gaussian"},"samples":{"n":50}})",
                          {1, 3, 8}) >= 18);
  CHECK(compare_with_laws(
            R"({"runs":2000,"generations":8,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":50}})",
            {1, 3, 8}) >= 18);
  CHECK(
      compare_with_laws(
          R"({"runs":2000,"generations":8,"seed":3,"model":{"kind":"gaussian","estimator":"known_covariance"},"samples":{"n":20}})",
          {1, 8}) >= 4);
  CHECK(
      compare_with_laws(
          R"({"runs":2000,"generations":6,"source":{"mean":[1,-2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian"},"samples":{"n":50}})",
          {1, 6}) >= 8);
  CHECK(compare_with_laws(R"({"runs":2000,"generations":6,"model":{"kind":"gaussian"},"samples":{"n":20,"growth":1}})",
                          {2, 6}) >= 8);
}

TEST_CASE("accumulate, subsample and mix: means over 2,000 runs meet their recursions") {
  for (const char* workflow :
       {R"({"kind":"accumulate"})", R"({"kind":"accumulate_subsample"})", R"({"kind":"mix","real_fraction":0.1})",
        R"({"kind":"mix","real_fraction":0.2,"real":"fixed"})"}) {
    const std::string json =
        std::string(R"({"runs":2000,"generations":12,"model":{"kind":"gaussian"},"samples":{"n":40},"workflow":)") +
        workflow + "}";
    CHECK(compare_with_laws(json.c_str(), {1, 2, 5, 12}) >= 8);
  }
}

TEST_CASE("a mixture's total mean and variance obey the Gaussian's law (600 runs)") {
  CHECK(
      compare_with_laws(
          R"({"runs":600,"generations":5,"source":{"kind":"mixture","means":[[-4],[4]]},"model":{"kind":"gmm"},"samples":{"n":100}})",
          {1, 5}) >= 4);
}

TEST_CASE(
    "with a variance added in every step a mixture keeps its law: what is added comes back each generation (600 "
    "runs)") {
  CHECK(compare_with_laws(
            R"({"runs":600,"generations":30,"model":{"kind":"gmm","added_variance":0.05},"samples":{"n":20}})",
            {1, 5, 30}) >= 4);
  CHECK(
      compare_with_laws(
          R"({"runs":150,"generations":4,"source":{"mean":[0,0],"covariance":[[1,0.3],[0.3,4]]},"model":{"kind":"gmm","added_variance":0.1},"workflow":{"kind":"mix","real_fraction":0.2},"samples":{"n":20}})",
          {1, 4}) >= 4);
  CHECK(
      compare_with_laws(
          R"({"runs":300,"generations":10,"model":{"kind":"gmm","added_variance":0.1},"workflow":{"kind":"accumulate"},"samples":{"n":20}})",
          {1, 4, 10}) >= 4);
  // By hand: v' = (1 - 1/n) v + a from v = 1.
  const Experiment experiment = collapse::test::experiment_of(
      spec_of(R"({"generations":3,"model":{"kind":"gmm","added_variance":0.5},"samples":{"n":10}})"));
  rapidjson::Document layout;
  layout.Parse(experiment.layout().c_str());
  bool found = false;
  for (const auto& law : layout["laws"].GetArray())
    if (std::string(law["metric"].GetString()) == "variance") {
      found = true;
      CHECK(collapse::test::close(law["values"][1].GetDouble(), 1.4, 1e-14));
      CHECK(collapse::test::close(law["values"][3].GetDouble(), 0.9 * (0.9 * 1.4 + 0.5) + 0.5, 1e-14));
    }
  CHECK(found);
}

TEST_CASE("the one-shot sweep over the sample size gives the paper's mean and spread of the fitted sd") {
  // Shumailov et al. 2024, the authors' notebook: 1,000 repeats each, printed to four digits.
  struct Row {
    int n;
    double mean, sd;
  };
  for (const Row& row : {Row{10, .9206, .2212}, Row{30, .9831, .1320}, Row{100, .9916, .0676}, Row{500, .9978, .0310},
                         Row{1000, .9995, .0222}}) {
    const std::string json =
        R"({"runs":1000,"generations":1,"model":{"kind":"gaussian"},"samples":{"n":)" + std::to_string(row.n) + "}}";
    const Summary seen = summary(over_runs(finished(spec_of(json)), "sd", 1));
    CAPTURE(row.n);
    CAPTURE(seen.mean);
    CAPTURE(seen.sd);
    // Both means are random with standard error sd / sqrt(1000); both spreads with sd / sqrt(2000) (sd-hat is nearly
    // normal).
    CHECK(std::fabs(seen.mean - row.mean) <= 6 * std::sqrt(2.0) * row.sd / std::sqrt(1000.0) + 5e-5);
    CHECK(std::fabs(seen.sd - row.sd) <= 6 * std::sqrt(2.0) * row.sd / std::sqrt(2000.0) + 5e-5);
    // The law itself: E sd-hat = c4 sqrt(1 - 1/n).
    const double law = collapse::theory::c4(row.n) * std::sqrt(1 - 1.0 / row.n);
    CHECK(std::fabs(seen.mean - law) <= 6 * seen.standard_error);
  }
}

TEST_CASE("W2 paradox: the expectation is 11.87 and half of the runs stay below 1.60 (4,000 runs)") {
  const Experiment experiment = finished(spec_of(
      R"({"runs":4000,"generations":100,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":10}})"));
  rapidjson::Document layout;
  layout.Parse(experiment.layout().c_str());
  for (const auto& law : layout["laws"].GetArray())
    if (std::string(law["metric"].GetString()) == "w2_squared")
      CHECK(collapse::test::close(law["values"][100].GetDouble(), 11.87, 0, 5e-3));
  const std::vector<double> values = over_runs(experiment, "w2_squared", 100);
  const double below =
      static_cast<double>(std::count_if(values.begin(), values.end(), [](double v) { return v < 1.60; })) / 4000;
  CAPTURE(below);
  // Binomial share of one half: sd 0.0079, five of it (6e-7), and 0.003 for the second decimal of 1.60.
  CHECK(std::fabs(below - 0.5) <= 5 * 0.5 / std::sqrt(4000.0) + 0.003);
}

TEST_CASE("generations draw from streams of their own: the spread does not shrink by one factor") {
  // Re-seeding the sampler alike would make every generation shrink by the same factor: a smooth, false collapse.
  const Experiment experiment =
      finished(spec_of(R"({"generations":50,"model":{"kind":"gaussian"},"samples":{"n":100}})"));
  const std::size_t c = column(experiment, "log_determinant");
  std::vector<double> steps;
  for (int t = 1; t <= 50; ++t) steps.push_back(experiment.row(0, t)[c] - experiment.row(0, t - 1)[c]);
  // sd of a step is sqrt(trigamma(49.5)) = 0.143; 50 steps have a chi-square sample variance within 1e-6 tails
  // [0.27, 2.4] of it.
  const double ratio = summary(steps).sd / 0.143;
  CHECK(ratio > std::sqrt(0.27));
  CHECK(ratio < std::sqrt(2.4));
}
