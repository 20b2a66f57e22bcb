#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "experiment/setting.h"
#include "kinds/kde/state.h"
#include "metrics/integrate.h"
#include "metrics/reference.h"
#include "numerics/elementary.h"
#include "support/close.h"
#include "support/experiments.h"
#include "support/text_experiments.h"

// Whole experiments with kernel densities: their columns against sums written out, their laws and their edges.

using namespace collapse;
using namespace collapse::test;

namespace {

std::string kde(const std::string& more, const std::string& model = "",
                const std::string& source = R"("kind":"gaussian")") {
  return R"({"source":{)" + source + R"(},"model":{"kind":"kde")" + model + "}," + more + "}";
}
const char* kFixed = R"(,"bandwidth_rule":"fixed","bandwidth":0.4)";
const char* kTwoModes = R"("kind":"mixture","means":[[-2],[2]],"covariances":[[[0.5]],[[1]]])";

const char* kWorkflows[] = {R"("workflow":{"kind":"replace"})",
                            R"("workflow":{"kind":"accumulate"})",
                            R"("workflow":{"kind":"accumulate_subsample"})",
                            R"("workflow":{"kind":"mix","real_fraction":0.25})",
                            R"("workflow":{"kind":"mix","real_fraction":0.25,"real":"fixed"})",
                            R"("workflow":{"kind":"recursion","alpha":0.6,"beta":0.3})"};

std::vector<std::string> all_specs() {
  std::vector<std::string> specs;
  for (const char* workflow : kWorkflows) {
    const std::string more = std::string(workflow) + R"(,"generations":5,"runs":2,"samples":{"n":40})";
    specs.push_back(specs.size() % 2 == 0 ? kde(more, kFixed) : kde(more, "", R"("kind":"ring","sd":0.2)"));
  }
  const std::string growing = R"("generations":5,"runs":2,"samples":{"n":40,"growth":0.5})";
  specs.push_back(kde(growing, R"(,"bandwidth_rule":"silverman")", kTwoModes));
  specs.push_back(kde(growing, kFixed, R"("kind":"grid","side":3)"));
  specs.push_back(kde(growing, "", R"("kind":"dataset","name":"galaxies")"));
  specs.push_back(kde(growing, "", R"("kind":"dataset","columns":["eruptions_min","waiting_min"])"));
  specs.push_back(kde(R"("generations":5,"runs":2,"samples":{"n":4})", kFixed,
                      R"("kind":"points","values":[[1,2,0],[0,1,1],[2,2,2],[1,3,3],[0,0,4]])"));
  return specs;
}

/// What the laws are about, of every generation and run, without the cost of all that is measured besides.
struct Watched {
  models::Moments moments;
  int generations;
  // At run (T + 1) + t:
  std::vector<experiment::KdeModel> models;
  std::vector<std::vector<double>> rows;  // as kWatched

  std::size_t at(int run, int t) const { return static_cast<std::size_t>(run * (generations + 1) + t); }
  const experiment::KdeModel& model(int run, int t) { return models[at(run, t)]; }
  void record(int run, int t, const experiment::KdeModel& model, const models::FitReport&) {
    models[at(run, t)] = model;
    const models::KernelDensity& kde = *model.learnt;
    const int d = kde.dimension();
    double variance = 0, data = 0, shift = 0;
    for (int j = 0; j < d; ++j) {
      variance += kde.variance(j, j);
      data += kde.covariance[static_cast<std::size_t>(j * d + j)];
      const double off = kde.centre[static_cast<std::size_t>(j)] + kde.mean[static_cast<std::size_t>(j)] -
                         moments.mean[static_cast<std::size_t>(j)];
      shift += off * off;
    }
    rows[at(run, t)] = {kde.centre[0] + kde.mean[0], variance, data, variance + shift, shift};
  }
};
const char* kWatched[] = {"mean", "variance", "data_variance", "second_moment", "mean_shift_squared"};

/// The greatest |z| of the means over 2,000 runs against the laws the layout offers, at the generations named.
double worst_z(const std::string& json, const std::vector<int>& at) {
  constexpr int kRuns = 2000;
  const Spec spec = spec_of(json);
  const Experiment experiment = experiment_of(spec);
  const int generations = static_cast<int>(spec.generations);
  const auto source = experiment::make_source(spec, table_of(spec));
  const recursion::Plan plan = experiment::make_plan(spec);
  experiment::KdeSettings settings;
  settings.source.seed = 99;
  settings.source.density = source->truth.density;
  settings.source.table = source->truth.table;
  settings.source.real_list = plan.real_list(generations);
  settings.rule = spec.model.bandwidth_rule;
  settings.bandwidth = spec.model.bandwidth;
  Watched seen{
      source->truth.density ? models::moments(*source->truth.density) : metrics::table_moments(source->truth.table),
      generations,
      {},
      std::vector<std::vector<double>>(static_cast<std::size_t>(kRuns * (generations + 1)))};
  seen.models.resize(seen.rows.size());
  recursion::Recursion<experiment::KdeSystem> recursion(experiment::KdeSystem(settings), plan, 0, kRuns, generations);
  while (!recursion.finished()) recursion.advance(1000, seen);
  double worst = 0;
  for (std::size_t c = 0; c < 5; ++c) {
    const std::string column = kWatched[c];
    const bool line = source->truth.dimension == 1;
    const std::vector<double> law = law_values(experiment, line                   ? column
                                                           : column == "mean"     ? "mean_1"
                                                           : column == "variance" ? "total_variance"
                                                                                  : column);
    REQUIRE(law.size() > static_cast<std::size_t>(generations));  // a limit follows some
    for (const int t : at) {
      double sum = 0, squares = 0;
      const auto number = [&](int run) { return seen.rows[seen.at(run, t)][c]; };
      for (int r = 0; r < kRuns; ++r) sum += number(r);
      const double mean = sum / kRuns;
      for (int r = 0; r < kRuns; ++r) squares += (number(r) - mean) * (number(r) - mean);
      const double z = (mean - law[static_cast<std::size_t>(t)]) / std::sqrt(squares / (kRuns - 1) / kRuns);
      CAPTURE(json);
      CAPTURE(column);
      CAPTURE(t);
      CAPTURE(mean);
      CAPTURE(law[static_cast<std::size_t>(t)]);
      CHECK(std::fabs(z) < 5.5);
      worst = std::fmax(worst, std::fabs(z));
    }
  }
  return worst;
}

/// The points a generation stands on, by a frame that shows them all.
std::vector<double> points_of(Experiment& experiment, int run, int t) {
  std::vector<double> points = section(experiment, experiment.frame(run, t), "frame", "points_x");
  while (!points.empty() && std::isnan(points.back())) points.pop_back();
  return points;
}

double normal(double x, double mean, double variance) {
  return std::exp(-0.5 * (x - mean) * (x - mean) / variance) / std::sqrt(2 * numerics::kPi * variance);
}

}  // namespace

TEST_CASE("kde: draws of one model for several generations are different ones, and the same again") {
  experiment::KdeSettings settings;
  settings.source.density = models::Mixture{1, {1}, {0}, {1}};
  settings.source.real_list = 30;
  const experiment::KdeSystem system(settings);
  experiment::KdeSystem::Estimator estimator = system.make_estimator();
  estimator.begin(system.real(0, 30), {}, 0, 1);
  estimator.advance(1);
  models::FitReport report;
  const experiment::KdeModel model = estimator.finish(report);
  const auto draws = [&](unsigned run, unsigned t, unsigned part) {
    return system.synthetic(model, run, t, 20, part).parts[0]->offsets;
  };
  CHECK(draws(0, 1, 0) == draws(0, 1, 0));
  CHECK(draws(0, 1, 0) != draws(0, 1, 1));
  CHECK(draws(0, 1, 0) != draws(0, 2, 0));
  CHECK(draws(0, 1, 0) != draws(1, 1, 0));
}

TEST_CASE("kde: a pool that accumulates is saved once, not once a generation") {
  Experiment experiment =
      finished_text(kde(R"("workflow":{"kind":"accumulate"},"generations":40,"samples":{"n":100})", kFixed));
  const double rows = 40.0 * 8 * static_cast<double>(experiment.columns().size() + 4);
  CHECK(static_cast<double>(experiment.save().size()) < 4000 * 8 + rows + 3000);
}

TEST_CASE("kde: ridges hold the mass that is in view") {
  for (const std::string& json : all_specs()) {
    CAPTURE(json);
    Experiment experiment = finished_text(json);
    const std::span<const double> ridges = experiment.ridges(0, 0, 5);
    REQUIRE(ridges.size() == 6 * 256);
    const std::vector<double> ridge(ridges.begin() + 256, ridges.begin() + 512);
    const std::vector<double> view = section(experiment, experiment.scene(), "scene", "view");
    double mass = 0;
    for (const double cell : ridge) mass += cell * (view[1] - view[0]) / 256;
    CHECK(mass > 0.85);  // the view ends a little beyond the truth
    CHECK(mass < 1 + 1e-4);
  }
}

TEST_CASE("kde: the columns on a line are what their definitions give from the points, by plain sums and fine grids") {
  Experiment experiment =
      finished_text(kde(R"("generations":3,"samples":{"n":60})", R"(,"bandwidth_rule":"scott")", kTwoModes));
  for (int t = 1; t <= 3; ++t) {
    CAPTURE(t);
    const std::vector<double> x = points_of(experiment, 0, t);
    REQUIRE(x.size() == 60);
    double mean = 0, squares = 0;
    for (const double at : x) mean += at / 60;
    for (const double at : x) squares += (at - mean) * (at - mean);
    const double h2 = std::pow(60, -0.4) * squares / 59;
    CHECK(close(value(experiment, 0, t, "mean"), mean, 1e-12));
    CHECK(close(value(experiment, 0, t, "data_variance"), squares / 60, 1e-12));
    CHECK(close(value(experiment, 0, t, "bandwidth"), std::sqrt(h2), 1e-12));
    CHECK(close(value(experiment, 0, t, "variance"), squares / 60 + h2, 1e-12));
    CHECK(close(value(experiment, 0, t, "sd"), std::sqrt(squares / 60 + h2), 1e-12));
    CHECK(close(value(experiment, 0, t, "log_determinant"), std::log(squares / 60 + h2), 1e-11));
    CHECK(close(value(experiment, 0, t, "mean_shift_squared"), mean * mean, 1e-10));  // the truth's mean is 0
    CHECK(close(value(experiment, 0, t, "second_moment"), squares / 60 + h2 + mean * mean, 1e-12));
    CHECK(close(experiment.parameters(0, t)[0], h2, 1e-12));
    double forward = 0, backward = 0, distance = 0, tail = 0;
    const double sd = std::sqrt(4.75), step = 0.002;
    for (double y = -16; y < 16; y += step) {
      double p = 0;
      for (const double at : x) p += normal(y, at, h2) / 60;
      const double q = 0.5 * normal(y, -2, 0.5) + 0.5 * normal(y, 2, 1);
      if (p > 0 && q > 0) forward += p * std::log(p / q) * step;
      if (p > 0 && q > 0) backward += q * std::log(q / p) * step;
      distance += 0.5 * std::fabs(p - q) * step;
    }
    for (const double at : x)
      tail +=
          (0.5 * std::erfc((2 * sd - at) / std::sqrt(2 * h2)) + 0.5 * std::erfc((2 * sd + at) / std::sqrt(2 * h2))) /
          60;
    CHECK(close(value(experiment, 0, t, "kl_model_truth"), forward, 1e-6,
                3 * value(experiment, 0, t, "kl_model_truth_error")));
    CHECK(close(value(experiment, 0, t, "kl_truth_model"), backward, 1e-6,
                3 * value(experiment, 0, t, "kl_truth_model_error")));
    CHECK(close(value(experiment, 0, t, "total_variation"), distance, 1e-5,
                value(experiment, 0, t, "total_variation_error")));
    CHECK(value(experiment, 0, t, "total_variation_error") < 0.01);
    for (const char* error : {"kl_model_truth_error", "kl_truth_model_error"})
      CHECK(value(experiment, 0, t, error) < 1e-4);
    CHECK(close(value(experiment, 0, t, "tail_2sigma"), tail, 1e-11));
    CHECK(value(experiment, 0, t, "modes_alive") == 2);
  }
}

TEST_CASE("kde: the stated error of the total variation distance is never less than the actual one") {
  const char* sources[] = {
      R"("kind":"gaussian")", kTwoModes,
      R"("kind":"mixture","means":[[-1.5],[2]],"covariances":[[[0.04]],[[0.25]]],"weights":[0.7,0.3])",
      R"("kind":"mixture","means":[[-1.5],[2]],"covariances":[[[0.2]],[[0.5]]],"weights":[0.7,0.3])",
      R"("kind":"mixture","means":[[0],[1]],"covariances":[[[0.0001]],[[4]]],"weights":[0.5,0.5])"};
  const char* rules[] = {"", R"(,"bandwidth_rule":"silverman")", R"(,"bandwidth_rule":"fixed","bandwidth":0.05)",
                         R"(,"bandwidth_rule":"fixed","bandwidth":1.5)"};
  double worst = 0;
  for (const char* source : sources)
    for (const char* rule : rules)
      for (const int n : {1, 5, 63, 300}) {
        // With seed 880301, 63 points, the fourth source and Scott's rule the two rules at uncut panels agreed
        // to 5.9e-4 and were wrong by 8e-4.
        Experiment experiment = finished_text(
            kde(R"("seed":880301,"generations":2,"samples":{"n":)" + std::to_string(n) + "}", rule, source));
        models::Mixture truth{1, {1}, {0}, {1}};
        const Spec& spec = experiment.spec();
        if (spec.source.kind == SourceKind::mixture) {
          truth = {1, spec.source.weights, {}, {}};
          for (std::size_t k = 0; k < 2; ++k) {
            truth.means.push_back(spec.source.means[k][0]);
            truth.covariances.push_back(spec.source.covariances[k][0][0]);
          }
          if (truth.weights.empty()) truth.weights = {0.5, 0.5};
        }
        for (int t = 1; t <= 2; ++t) {
          CAPTURE(source);
          CAPTURE(rule);
          CAPTURE(n);
          CAPTURE(t);
          const std::vector<double> x = points_of(experiment, 0, t);
          const double h2 = experiment.parameters(0, t)[0];
          if (!(h2 > 0)) continue;
          const models::Mixture model{1, std::vector<double>(x.size(), 1 / static_cast<double>(x.size())), x,
                                      std::vector<double>(x.size(), h2)};
          const double exact = total_variation_1d(model, truth, -12, 12, 12000);
          const double shown = value(experiment, 0, t, "total_variation");
          const double stated = value(experiment, 0, t, "total_variation_error");
          CAPTURE(exact);
          CHECK(std::fabs(shown - exact) <= stated + 4e-13);  // the oracle's own rounding
          CHECK(stated < 1e-6);
          worst = std::fmax(worst, std::fabs(shown - exact));
        }
      }
  CHECK(worst > 0);
}

TEST_CASE("kde: the test loss on held-out rows of a table is the mean of the plain sums") {
  Experiment experiment =
      finished_text(kde(R"("generations":2,"samples":{"n":50})", R"(,"bandwidth_rule":"fixed","bandwidth":900)",
                        R"("kind":"dataset","name":"galaxies")"));
  const std::vector<double> all = section(experiment, experiment.scene(), "scene", "table_points");
  REQUIRE(all.size() == 82);
  const std::vector<double> first = points_of(experiment, 0, 1);
  std::vector<double> held_out = all;
  for (const double x : first)
    for (std::size_t i = 0; i < held_out.size(); ++i)
      if (held_out[i] == x) {
        held_out.erase(held_out.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
  REQUIRE(held_out.size() == 32);
  for (int t = 1; t <= 2; ++t) {
    const std::vector<double> x = points_of(experiment, 0, t);
    double sum = 0;
    for (const double y : held_out) {
      double p = 0;
      for (const double at : x) p += normal(y, at, 900.0 * 900.0) / 50;
      sum += std::log(p) / 32;
    }
    CHECK(close(value(experiment, 0, t, "log_likelihood"), sum, 1e-10));
  }
}

TEST_CASE(
    "kde: the further metrics come from draws; the entropy is minus the mean log density, and -inf without a width") {
  const std::string more = R"("metrics":"all","generations":2,"samples":{"n":700})";
  for (const std::string& source : {std::string(R"("kind":"gaussian")"), std::string(R"("kind":"ring","sd":0.2)")}) {
    const Experiment all = finished_text(kde(more, "", source));
    const Experiment basic = finished_text(kde(R"("generations":2,"samples":{"n":700})", "", source));
    CHECK(all.columns().back().name == "status");
    for (const ColumnInfo& column : basic.columns())
      CHECK(same_numbers(std::vector{value(all, 0, 2, column.name)}, std::vector{value(basic, 0, 2, column.name)}));
    CHECK(value(all, 0, 1, "effective_components") == 700);
    CHECK(value(all, 0, 1, "precision") > 0.8);
    CHECK(value(all, 0, 1, "recall") > 0.8);
    CHECK(value(all, 0, 1, "energy_distance") >= 0);
  }
  const Experiment line = finished_text(kde(more, kFixed));
  // A Gaussian's entropy is the greatest with its variance. 512 draws: five standard errors of a mean of -ln p, whose
  // variance is about that of a normal's, 1/2.
  const double bound = 0.5 * (1 + std::log(2 * numerics::kPi * value(line, 0, 1, "variance")));
  CHECK(std::fabs(value(line, 0, 1, "entropy") - bound) < 0.02 + 5 * std::sqrt(0.5 / 512));
  CHECK(value(finished_text(kde(R"("metrics":"all","generations":1,"samples":{"n":1})")), 0, 1, "entropy") ==
        -INFINITY);
}

TEST_CASE("kde: narrow kernels keep every number defined, and total variation near 1") {
  const Experiment experiment =
      finished_text(kde(R"("generations":3,"samples":{"n":200})", R"(,"bandwidth_rule":"fixed","bandwidth":1e-6)"));
  for (int t = 1; t <= 3; ++t) {
    for (const double number : experiment.row(0, t)) CHECK(std::isfinite(number));
    CHECK(value(experiment, 0, t, "total_variation") > 0.99);
    CHECK(value(experiment, 0, t, "kl_truth_model") > 1e6);
  }
}

// False alarms: |z| < 5.5 is 4e-8 for a normal mean, and below 1e-7 a mean with the skewness there is over 2,000 runs.
TEST_CASE("kde: means over 2,000 runs meet every law, in all workflows and by all rules") {
  for (const char* workflow : kWorkflows) {
    const std::string more = std::string(workflow) + R"(,"generations":6,"samples":{"n":20})";
    worst_z(kde(more, kFixed), {1, 2, 6});
    worst_z(kde(more, R"(,"bandwidth_rule":"scott")", kTwoModes), {1, 6});
  }
}

TEST_CASE("kde: the laws hold in the plane, for a table and with a growing sample") {
  const std::string more = R"("generations":5,"samples":{"n":30})";
  worst_z(kde(more, kFixed, R"("kind":"gaussian","mean":[1,2],"covariance":[[2,0.8],[0.8,1]])"), {1, 5});
  worst_z(kde(more, R"(,"bandwidth_rule":"silverman")", R"("kind":"ring","sd":0.2)"), {1, 5});
  worst_z(kde(more, R"(,"bandwidth_rule":"scott")", R"("kind":"dataset","name":"galaxies")"), {1, 5});
  worst_z(kde(R"("generations":5,"samples":{"n":20,"growth":1})", kFixed), {1, 5});
}

TEST_CASE(
    "kde: one point or equal points under Scott's rule are degenerate in every generation, and nothing is NaN that "
    "should be a number") {
  for (const std::string& json :
       {kde(R"("generations":4,"samples":{"n":1})"),
        kde(R"("generations":4,"samples":{"n":2})", "", R"("kind":"points","values":[[3],[3],[3]])")}) {
    CAPTURE(json);
    Experiment experiment = finished_text(json);
    for (int t = 1; t <= 4; ++t) {
      CHECK(value(experiment, 0, t, "status") == 2);
      CHECK(value(experiment, 0, t, "variance") == 0);
      CHECK(value(experiment, 0, t, "bandwidth") == 0);
      CHECK_FALSE(std::isnan(value(experiment, 0, t, "w2")));
      CHECK(experiment.summary(0, t).find("do not vary") != std::string::npos);
      for (const double number : section(experiment, experiment.frame(0, t), "frame", "curve_y"))
        CHECK(std::isfinite(number));
    }
  }
  const Experiment one = finished_text(kde(R"("generations":4,"samples":{"n":1})", kFixed));
  for (int t = 1; t <= 4; ++t) CHECK(value(one, 0, t, "status") == 0);
}

TEST_CASE("kde: a spread that overflows is said so, and every number stays what it was or is undefined") {
  // Two points under Scott's rule: the variance grows by 1.26 a generation in the mean, 10^300 after about 3,000.
  Experiment experiment =
      finished_text(kde(R"("generations":10000,"samples":{"n":2})", "", R"("kind":"gaussian","covariance":[[1e12]])"));
  bool finite = true;
  for (int t = 1; t <= 10000; ++t) {
    const double variance = experiment.row(0, t)[1];
    finite = finite && !std::isinf(variance);
  }
  CHECK(finite);
}

TEST_CASE("kde: rows that are measured when they are read, in any order, are those measured with each generation") {
  const auto bytes = [](std::span<const double> row) {
    return std::string(reinterpret_cast<const char*>(row.data()), row.size_bytes());
  };
  std::vector<std::string> specs = all_specs();
  // Runs that end early: the points spread beyond what numbers hold.
  specs.push_back(kde(R"("generations":3600,"runs":2,"samples":{"n":8})", R"(,"bandwidth_rule":"silverman")",
                      R"("kind":"gaussian","covariance":[[1e12]])"));
  for (const std::string& json : specs) {
    INFO(json);
    const Spec spec = spec_of(json);
    Experiment at_once = finished(spec);
    Result<Experiment> made = Experiment::create(spec, table_of(spec), {}, 1e9, Measure::when_read);
    REQUIRE(static_cast<bool>(made));
    while (!made->finished()) made->advance(3);
    REQUIRE(made->completed() == at_once.completed());
    const int last = at_once.completed();
    const auto check = [&](int run, int t) {
      REQUIRE(made->reached(run, t) == at_once.reached(run, t));
      REQUIRE(bytes(made->row(run, t)) == bytes(at_once.row(run, t)));
    };
    const int runs = static_cast<int>(spec.runs);
    for (int run = runs; --run >= 0;)
      for (const int t : {last, last / 2}) check(run, t);
    CHECK(made->hash() == at_once.hash());
    for (int run = 0; run < runs; ++run)
      for (int t = 0; t <= last; ++t) check(run, t);
    CHECK(made->hash() == at_once.hash());
    CHECK(made->save() == at_once.save());
  }
}

TEST_CASE("kde: memory counts the points every model keeps, once where models share them") {
  const auto refusal = [](const std::string& json) {
    Result<Experiment> made = Experiment::create(spec_of(json), {}, {}, 1e8);
    REQUIRE_FALSE(static_cast<bool>(made));
    return made.error();
  };
  const Error error = refusal(kde(R"("generations":100,"runs":10,"samples":{"n":100000})"));
  CHECK(error.path == "/samples/n");
  CHECK(error.message ==
        "This would need 0.9 GB of memory (0 GB for the history of 10 runs × 100 generations, 0.9 GB for the data, "
        "0.005 GB for a fit); at most 0.1 GB is allowed. Lower the runs, the generations or the sample size.");
  // Half a million points in all; kept by each of 1,000 generations for itself they would be two gigabytes.
  CHECK(static_cast<bool>(Experiment::create(
      spec_of(kde(R"("generations":1000,"workflow":{"kind":"accumulate"},"samples":{"n":500})")), {}, {}, 1e8)));
}

TEST_CASE("kde: what does not go together is refused with a sentence") {
  const auto refused = [](const std::string& json) { return read_spec(json).error().message; };
  CHECK(refused(R"({"model":{"kind":"kde"},"source":{"kind":"zipf"}})") ==
        "The model must be \"categorical\", but is \"kde\".");
  CHECK(refused(R"({"model":{"kind":"kde","bandwidth":0}})") != "");
  CHECK(refused(R"({"model":{"kind":"kde","bandwidth":1e7}})") != "");
  CHECK(refused(R"({"model":{"kind":"gaussian","bandwidth":1}})") != "");
  CHECK(refused(kde(R"("selection":{"kind":"best_of"})")) ==
        "The draws of the model \"kde\" are not selected, so the selection must be \"none\", but is \"best_of\".");
  CHECK(refused(kde(R"("workflow":{"kind":"weighted"})")) ==
        "The workflow \"weighted\" is for the model \"gaussian\", but the model is \"kde\".");
  Result<Experiment> made =
      Experiment::create(spec_of(kde(R"("samples":{"n":83})", "", R"("kind":"dataset","name":"galaxies")")),
                         table_of(spec_of(kde(R"("samples":{"n":83})", "", R"("kind":"dataset","name":"galaxies")"))));
  REQUIRE_FALSE(static_cast<bool>(made));
  CHECK(made.error().path == "/samples/n");
}
