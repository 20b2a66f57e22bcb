// Experiments whose draws are cooled, cut off or selected.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kinds/regression/system.h"
#include "models/mixture/biased_sample.h"
#include "random/chi_square.h"
#include "support/experiments.h"
#include "support/shown.h"

using collapse::Error;
using collapse::Experiment;
using collapse::Spec;
using collapse::test::experiment_of;
using collapse::test::finished;
using collapse::test::Shown;
using collapse::test::shown_by;
using collapse::test::spec_of;

namespace {

double value(const Experiment& experiment, int run, int t, std::string_view name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return experiment.row(run, t)[c];
  FAIL("no such column");
  return 0;
}

Error refusal(const char* json) { return collapse::read_spec(json).error(); }

}  // namespace

TEST_CASE("real data are never selected: the first generation is that of plain draws") {
  const Experiment plain =
      finished(spec_of(R"({"runs":3,"generations":1,"model":{"kind":"gaussian"},"samples":{"n":30}})"));
  for (
      const char* json :
      {R"({"runs":3,"generations":2,"model":{"kind":"gaussian","truncation":1},"selection":{"kind":"best_of"},"samples":{"n":30}})",
       R"({"runs":3,"generations":2,"model":{"kind":"gaussian"},"selection":{"kind":"tilt","offset":3},"samples":{"n":30}})"}) {
    const Experiment chosen = finished(spec_of(json));
    for (int run = 0; run < 3; ++run) {
      CHECK(value(chosen, run, 1, "mean") == value(plain, run, 1, "mean"));
      CHECK(value(chosen, run, 1, "variance") == value(plain, run, 1, "variance"));
      CHECK(std::isnan(value(chosen, run, 0, "acceptance")));
      CHECK(std::isnan(value(chosen, run, 1, "acceptance")));
      CHECK(value(chosen, run, 2, "acceptance") > 0);
    }
  }
  // A mix that is all real has nothing to choose.
  const Experiment real = finished(spec_of(
      R"({"generations":3,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":1},"selection":{"kind":"verifier","offset":90,"radius":0.1},"samples":{"n":30}})"));
  CHECK(real.completed() == 3);
  CHECK(std::isnan(value(real, 0, 3, "acceptance")));
}

TEST_CASE("the column of acceptance is there only where draws are selected, and best of k keeps 1/k") {
  const Experiment plain = finished(spec_of(R"({"generations":1,"model":{"kind":"gaussian"}})"));
  for (const collapse::ColumnInfo& column : plain.columns()) CHECK(column.name != "acceptance");
  const Experiment best = finished(
      spec_of(R"({"generations":3,"model":{"kind":"gaussian"},"selection":{"kind":"best_of","candidates":8}})"));
  CHECK(best.columns().back().name == "acceptance");
  CHECK(value(best, 0, 3, "acceptance") == 1.0 / 8);
  CHECK(value(finished(spec_of(R"({"generations":2,"model":{"kind":"gaussian","temperature":0.5}})")), 0, 2,
              "acceptance") == 1);
}

TEST_CASE("a run whose draws give out ends there, keeps its model and says so; others go on") {
  // A tiny model far from a verifier that knows only its surroundings.
  const Spec spec = spec_of(
      R"({"runs":6,"generations":5,"model":{"kind":"gaussian"},"selection":{"kind":"verifier","radius":0.3},"samples":{"n":2}})");
  Experiment experiment = finished(spec);
  int ended = 0, reached = 0;
  for (int run = 0; run < spec.runs; ++run) {
    int last = 0;
    while (last < 5 && experiment.reached(run, last + 1)) ++last;
    reached += last == 5;
    const bool gave_out = value(experiment, run, last, "status") == 4;
    ended += gave_out;
    CHECK((gave_out || last == 5));
    if (!gave_out) continue;
    CHECK(last >= 2);
    CHECK(value(experiment, run, last, "mean") == value(experiment, run, last - 1, "mean"));
    CHECK(value(experiment, run, last, "acceptance") < 2e-4);
    CHECK(experiment.summary(run, last).find(
              " too few draws passed the selection, so this run ends here.\nIts model is the previous one.") !=
          std::string::npos);
    if (last < 5)
      CHECK(experiment.summary(run, 5) ==
            "This run ended at generation " + std::to_string(last) + ": too few draws passed the selection.");
    CHECK(experiment.csv().find(","
                                "exhausted,") != std::string::npos);
    for (const double x : experiment.frame(run, 5)) CHECK((std::isfinite(x) || std::isnan(x)));
    for (const double x : experiment.parameters(run, 5)) CHECK(std::isfinite(x));
  }
  CHECK(ended > 0);
  CHECK(reached > 0);
}

TEST_CASE("where one run ends and another goes on, slices, saved states and runs apart give the same bits") {
  const Spec spec = spec_of(
      R"({"seed":6,"runs":2,"generations":3,"model":{"kind":"gaussian"},"selection":{"kind":"verifier","radius":0.3},"samples":{"n":2}})");
  Experiment whole = finished(spec);
  REQUIRE(whole.reached(0, 3) != whole.reached(1, 3));
  const Shown shown = shown_by(whole);
  for (const long slice : {1L, 7L}) {
    Experiment sliced = finished(spec, {}, slice);
    CHECK(difference(shown_by(sliced), shown) == "");
  }
  for (int run = 0; run < 2; ++run) {
    Experiment alone = finished(spec, {run, 1});
    CHECK(difference(shown_by(alone).of_run(run), shown.of_run(run)) == "");
  }
  Experiment half = experiment_of(spec);
  while (half.completed() < 2) half.advance(1);
  auto loaded = Experiment::load(half.save());
  REQUIRE(static_cast<bool>(loaded));
  while (!loaded->finished()) loaded->advance(1);
  CHECK(difference(shown_by(*loaded), shown) == "");
}

TEST_CASE("rows: where one run's give out and another's do not, a saved state has the hash of what it was saved from") {
  // On average 2 of the million rows that may be proposed pass, and 2 are wanted: a matter of chance.
  const Spec spec = spec_of(
      R"({"seed":2,"runs":4,"generations":4,"source":{"kind":"linear","features":1},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","radius":100,"false_negative":0.999998},"samples":{"n":2}})");
  Experiment experiment = finished(spec);
  REQUIRE(experiment.completed() == 4);
  CHECK(experiment.ended_early().empty());  // one run has all generations
  int ended = 0;
  for (int run = 0; run < spec.runs; ++run) ended += !experiment.reached(run, 4);
  CHECK(ended > 0);
  CHECK(ended < 4);
  for (int run = 0; run < spec.runs; ++run) CHECK(experiment.frame(run, 4).size() > 0);
  auto loaded = Experiment::load(experiment.save());
  REQUIRE(static_cast<bool>(loaded));
  CHECK(loaded->hash() == experiment.hash());
}

TEST_CASE("where every run gives out, the experiment is finished early: Gaussians, mixtures and rows") {
  for (
      const char* json :
      {R"({"runs":2,"generations":9,"model":{"kind":"gaussian"},"selection":{"kind":"verifier","offset":60,"radius":0.1},"samples":{"n":10}})",
       R"({"generations":9,"source":{"kind":"ring"},"model":{"kind":"gmm","components":3},"selection":{"kind":"tilt","offset":100,"scale":0.1},"workflow":{"kind":"accumulate"},"samples":{"n":20}})",
       R"({"generations":9,"source":{"kind":"linear","features":2},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","offset":0,"radius":1e-2,"false_negative":0.99},"samples":{"n":500}})"}) {
    CAPTURE(std::string(json));
    const Spec spec = spec_of(json);
    Experiment experiment = finished(spec);
    CHECK(experiment.completed() == 2);
    CHECK(experiment.finished());
    CHECK(experiment.ended_early() == "too few draws passed the selection");
    for (int run = 0; run < spec.runs; ++run) CHECK(value(experiment, run, 2, "status") == 4);
    CHECK(experiment.frame(0, 2).size() > 0);
    CHECK(experiment.summary(0, 2).find("this run ends here") != std::string::npos);
    auto loaded = Experiment::load(experiment.save());
    REQUIRE(static_cast<bool>(loaded));
    CHECK(loaded->finished());
    CHECK(loaded->hash() == experiment.hash());
  }
}

// Mean of R runs within 5.7 standard errors of the law (false alarm 1.2e-8 a check, 11 checks); R and n stated in each
// spec.
TEST_CASE("the exact laws of cooled, cut and best draws hold for small samples") {
  struct Case {
    const char* json;
    std::vector<const char*> metrics;
  };
  for (
      const Case& c : {
          Case{R"({"runs":8000,"generations":5,"model":{"kind":"gaussian","temperature":0.7},"samples":{"n":8}})",
               {"variance", "mean_shift_squared", "sd", "log_determinant"}},
          Case{
              R"({"runs":8000,"generations":5,"model":{"kind":"gaussian","truncation":1.5,"estimator":"unbiased"},"workflow":{"kind":"mix","real_fraction":0.25},"samples":{"n":8}})",
              {"variance", "mean_shift_squared"}},
          Case{
              R"({"runs":8000,"generations":5,"model":{"kind":"gaussian","temperature":1.2},"workflow":{"kind":"recursion","alpha":0.6,"beta":0.2},"samples":{"n":8}})",
              {"variance", "mean_shift_squared"}},
          Case{
              R"({"runs":8000,"generations":5,"model":{"kind":"gaussian","temperature":0.7},"workflow":{"kind":"weighted","real_fraction":0.25,"real":"fixed"},"samples":{"n":8}})",
              {"variance", "mean_shift_squared"}},
          Case{
              R"({"runs":8000,"generations":4,"model":{"kind":"gaussian","temperature":0.9,"truncation":2},"selection":{"kind":"best_of","candidates":3},"samples":{"n":6}})",
              {"variance"}},
      }) {
    const Experiment experiment = finished(spec_of(c.json));
    const int t = experiment.completed();
    const std::string layout = experiment.layout();
    for (const std::string metric : c.metrics) {
      CAPTURE(std::string(c.json));
      CAPTURE(metric);
      const std::size_t at = layout.find("\"metric\":\"" + metric + "\",\"kind\":\"expectation\"");
      REQUIRE(at != std::string::npos);
      std::size_t from = layout.find("\"values\":[", at) + 10;
      for (int g = 0; g < t; ++g) from = layout.find(',', from) + 1;
      const double law = std::strtod(layout.c_str() + from, nullptr);
      double sum = 0, squares = 0;
      const int runs = experiment.runs().count;
      for (int run = 0; run < runs; ++run) {
        const double x = value(experiment, run, t, metric);
        sum += x;
        squares += x * x;
      }
      const double mean = sum / runs, error = std::sqrt((squares / runs - mean * mean) / runs);
      CAPTURE(law);
      CAPTURE(mean);
      CAPTURE(error);
      CHECK(std::fabs(mean - law) < 5.7 * error);
    }
  }
}

// 20,000 rows, 40 equally probable bins each, false alarms 1e-6 a check.
TEST_CASE("rows that pass a verifier lie within its radius, cut normally; across the difference features stay normal") {
  namespace experiment = collapse::experiment;
  namespace numerics = collapse::numerics;
  experiment::RegressionSettings settings;
  settings.seed = 11;
  settings.features = 2;
  settings.noise_sd = 0.5;
  settings.fixed = false;
  settings.plan.workflow = collapse::recursion::Workflow::accumulate_subsample;  // keeps its rows
  settings.verifier = {0.6, 0.4, 0, 0.25};
  const experiment::RegressionSystem system(settings);
  experiment::RegressionModel model;
  model.shift = std::make_shared<const std::vector<double>>(std::vector<double>{0.2, 0.3});
  const experiment::Rows rows = system.synthetic(model, 0, 1, 20000);
  REQUIRE(rows.labels.size() == 20000);
  // y - .6 x1 = -.4 x1 + .3 x2 + noise: variance .25 + .25, cut at .4.
  const double sd = std::sqrt(0.5), inside = 1 - 2 * numerics::normal_cdf(-0.4 / sd);
  std::vector<std::uint32_t> residuals(40), across(40);
  bool good = true;
  for (std::size_t i = 0; i < 20000; ++i) {
    const double x1 = rows.x[2 * i], x2 = rows.x[2 * i + 1], z = rows.labels[i] - 0.6 * x1;
    good = good && std::fabs(z) <= 0.4;
    const auto bin = [](double share) { return std::min<std::size_t>(39, static_cast<std::size_t>(share * 40)); };
    ++residuals[bin((numerics::normal_cdf(z / sd) - numerics::normal_cdf(-0.4 / sd)) / inside)];
    ++across[bin(numerics::normal_cdf(0.6 * x1 + 0.8 * x2))];
  }
  CHECK(good);
  CHECK(collapse::test::plausibly_equal(residuals));
  CHECK(collapse::test::plausibly_equal(across));
  const double kept = inside * 0.75, expected = 20000 / kept;
  CHECK(collapse::test::plausible_normal((rows.proposals - expected) / (std::sqrt(20000 * (1 - kept)) / kept)));
}

TEST_CASE("a selection that cannot be is refused with a sentence that names the field") {
  CHECK(refusal(R"({"source":{"kind":"zipf"},"model":{"kind":"categorical"},"selection":{"kind":"tilt"}})").message ==
        "The draws of the model \"categorical\" are not selected, so the selection must be \"none\", but is \"tilt\".");
  CHECK(
      refusal(R"({"source":{"kind":"linear"},"model":{"kind":"linear_regression"},"selection":{"kind":"verifier"}})")
          .message ==
      "A fixed design keeps its rows, so none may be refused: the selection must be \"none\" or the design \"fresh\".");
  CHECK(
      refusal(
          R"({"source":{"kind":"linear"},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"tilt"}})")
          .path == "/selection/kind");
  CHECK(
      refusal(R"({"source":{"kind":"dataset"},"model":{"kind":"gaussian"},"selection":{"kind":"density"}})").message ==
      "A table has no density to select by; the selection must not be \"density\".");
  CHECK(refusal(R"({"source":{"kind":"moons"},"model":{"kind":"gaussian"},"selection":{"kind":"density"}})").message ==
        "The density of the source \"moons\" has no closed form to select by; the selection must not be \"density\".");
  const Error none = refusal(R"({"model":{"kind":"gaussian"},"selection":{"kind":"verifier","false_negative":1}})");
  CHECK(none.path == "/selection/false_negative");
  CHECK(none.message ==
        "A verifier that refuses all good draws and keeps no bad one keeps nothing; lower the false negatives or raise "
        "the false positives.");
  const Error many = refusal(
      R"({"model":{"kind":"gaussian"},"selection":{"kind":"best_of","candidates":1000},"samples":{"n":1000000}})");
  CHECK(many.path == "/selection/candidates");
  CHECK(many.message ==
        "One generation would draw 1000000000 candidates; at most 100000000 are allowed. Lower the candidates or the "
        "sample size.");
  CHECK(refusal(R"({"model":{"kind":"gaussian"},"selection":{"kind":"best_of","candidates":1}})").path ==
        "/selection/candidates");
  CHECK(refusal(R"({"model":{"kind":"gaussian","truncation":-1}})").path == "/model/truncation");
  CHECK(refusal(R"({"model":{"kind":"gaussian"},"selection":{"kind":"none","radius":1}})").path == "/selection/radius");
  const Spec flat = spec_of(
      R"({"source":{"kind":"points","values":[[1,2],[2,4],[3,6]]},"model":{"kind":"gaussian"},"selection":{"kind":"tilt"},"samples":{"n":3}})");
  const Error width = Experiment::create(flat).error();
  CHECK(width.path == "/selection/kind");
  CHECK(width.message == "The real data have no width in some direction, so there are no distances to select by.");
}
