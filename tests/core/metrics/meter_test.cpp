#include "metrics/meter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "collapse/constants.h"
#include "metrics/columns.h"
#include "metrics/distances.h"
#include "metrics/reference.h"
#include "numerics/elementary.h"
#include "support/close.h"

using namespace collapse::metrics;
using collapse::kInfinity;
using collapse::data::PointSet;
using collapse::models::FitReport;
using collapse::models::FitStatus;
using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;

TEST_CASE("what the column of the status means names the possible ones by their numbers and words") {
  const Column column = status_column(
      {{FitStatus::iteration_limit, " (of a hundred)"}, {FitStatus::non_finite}, {FitStatus::exhausted, ": none left"}},
      "; ");
  CHECK(column.name == "status");
  CHECK(column.doc == "1 iteration limit (of a hundred); 3 non-finite; 4 exhausted: none left.");
  for (const auto& info : collapse::models::kFitStatuses)
    CHECK(status_column({{info.status}}).doc ==
          std::to_string(static_cast<int>(info.status)) + " " + std::string(info.words) + ".");
}

namespace {

Truth density(Mixture m, bool has_modes = false) {
  Truth t;
  t.dimension = m.dimension;
  t.density = std::move(m);
  t.has_modes = has_modes;
  return t;
}

Truth table(const std::vector<std::vector<double>>& columns) {
  Truth t;
  t.dimension = static_cast<int>(columns.size());
  t.table = PointSet::zeros(std::vector<double>(columns.size(), 0.0), columns[0].size(), true);
  for (int j = 0; j < t.dimension; ++j) {
    for (std::size_t i = 0; i < columns[j].size(); ++i) t.table.column(j)[i] = columns[j][i];
  }
  return t;
}

/// A row with its values by name.
struct Row {
  std::vector<Column> columns;
  std::vector<double> values = std::vector<double>(columns.size(), -777.0);

  double operator[](const std::string& name) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (columns[i].name == name) return values[i];
    }
    FAIL_CHECK("no column " << name);
    return -777;
  }
};

Row measure(const Meter& meter, const Mixture& model, std::uint32_t run = 0, std::uint32_t generation = 3,
            const PointSet* held_out = nullptr, const FitReport& report = {}) {
  Row row{meter.columns()};
  meter.measure(run, generation, model, report, model, nullptr, held_out, row.values);
  return row;
}

Row measure_truth(const Meter& meter, std::uint32_t run = 0) {
  Row row{meter.columns()};
  meter.measure_truth(run, row.values);
  return row;
}

std::string names(const Meter& meter) {
  std::string out;
  for (const Column& column : meter.columns()) out += column.name + " ";
  return out;
}

const Mixture kStandard{1, {1}, {0}, {1}};
const Mixture kPlane{2, {1}, {0, 0}, {1, 0, 0, 1}};
const Mixture kTwoModes{1, {0.5, 0.5}, {-2, 2}, {0.25, 0.25}};
const Mixture kFourModes{2,
                         {0.25, 0.25, 0.25, 0.25},
                         {-3, 0, 3, 0, 0, 3, 0, -3},
                         {0.01, 0, 0, 0.01, 0.01, 0, 0, 0.01, 0.01, 0, 0, 0.01, 0.01, 0, 0, 0.01}};

}  // namespace

TEST_CASE("the columns stand in the documented order") {
  CHECK(names(Meter(density(kStandard), 1, 7)) ==
        "mean variance w2 kl_model_truth kl_truth_model tail_2sigma tail_3sigma tail_2sigma_ratio tail_3sigma_ratio "
        "total_variation l2_first modes_alive log_likelihood sd log_determinant mean_shift_squared w2_squared "
        "kl_model_truth_error kl_truth_model_error iterations status floors_applied dead_components ");
  CHECK(names(Meter(density(kStandard), 2, 7))
            .find("dead_components component_1_weight component_1_mean component_1_sd component_2_weight "
                  "component_2_mean component_2_sd ") != std::string::npos);
  CHECK(names(Meter(density(kPlane), 2, 7)) ==
        "mean_1 mean_2 total_variance log_determinant w2 sliced_w2 kl_model_truth kl_truth_model tail_2sigma "
        "tail_3sigma tail_2sigma_ratio tail_3sigma_ratio l2_first l2_second modes_alive log_likelihood "
        "mean_shift_squared w2_squared kl_model_truth_error kl_truth_model_error iterations status floors_applied "
        "dead_components component_1_weight component_1_mean_1 component_1_mean_2 component_1_sd_1 component_1_sd_2 "
        "component_2_weight component_2_mean_1 component_2_mean_2 component_2_sd_1 component_2_sd_2 ");
}

TEST_CASE("every column says what it is, and truly how exact") {
  for (const auto& meter : {std::make_pair(density(kStandard), 1), std::make_pair(density(kTwoModes, true), 2),
                            std::make_pair(density(kPlane), 1), std::make_pair(table({{1, 2, 4}}), 1)}) {
    const Meter m(meter.first, meter.second, 1);
    const bool closed = meter.second == 1 && meter.first.density;
    for (const Column& c : m.columns()) {
      CAPTURE(c.name);
      CHECK_FALSE(c.label.empty());
      CHECK(c.doc.size() > 10);
      const bool line = meter.first.dimension == 1;
      if (c.name == "w2" || c.name == "w2_squared")
        CHECK(c.exactness == (closed || !line ? Exactness::exact : Exactness::draws));
      if (c.name == "sliced_w2") CHECK(c.exactness == (closed ? Exactness::exact : Exactness::draws));
      if (c.name.substr(0, 3) == "kl_") CHECK(c.exactness == (closed ? Exactness::exact : Exactness::quadrature));
      if (c.name.substr(0, 5) == "tail_")
        CHECK(c.exactness == (meter.first.dimension == 1 ? Exactness::exact : Exactness::draws));
      if (c.name == "modes_alive") CHECK(c.exactness == Exactness::draws);
    }
  }
}

TEST_CASE("a Gaussian measured against a Gaussian has the closed forms") {
  const Meter meter(density({1, {1}, {1}, {4}}), 1, 7);
  const Mixture model{1, {1}, {2}, {1}};
  FitReport report;
  report.iterations = 1;
  report.status = FitStatus::degenerate;
  report.floors_applied = 2;
  report.dead_components = 3;
  const Row row = measure(meter, model, 0, 1, nullptr, report);
  CHECK(row["mean"] == 2);
  CHECK(row["variance"] == 1);
  CHECK(row["sd"] == 1);
  CHECK(row["log_determinant"] == 0);
  CHECK(close(row["w2"], std::sqrt(2.0), 1e-15));
  CHECK(close(row["w2_squared"], 2, 1e-15));
  CHECK(close(row["kl_model_truth"], 0.5 * (0.25 + 0.25 - 1 + std::log(4.0)), 1e-14));
  CHECK(close(row["kl_truth_model"], 0.5 * (4 + 1 - 1 - std::log(4.0)), 1e-14));
  CHECK(row["kl_model_truth_error"] == 0);
  CHECK(row["mean_shift_squared"] == 1);
  // Beyond 1 +- 4: Q(3) + Q(5); beyond 1 +- 6: Q(5) + Q(7).
  CHECK(close(row["tail_2sigma"], 0.5 * (std::erfc(3 / std::sqrt(2.0)) + std::erfc(5 / std::sqrt(2.0))), 1e-14));
  CHECK(close(row["tail_3sigma"], 0.5 * (std::erfc(5 / std::sqrt(2.0)) + std::erfc(7 / std::sqrt(2.0))), 1e-13));
  CHECK(close(row["tail_2sigma_ratio"], row["tail_2sigma"] / std::erfc(2 / std::sqrt(2.0)), 1e-14));
  CHECK(close(row["total_variation"], total_variation(model, {1, {1}, {1}, {4}}), 1e-14));
  CHECK(row["l2_first"] == 0);
  CHECK(row["modes_alive"] == 1);
  CHECK(row["iterations"] == 1);
  CHECK(row["status"] == 2);
  CHECK(row["floors_applied"] == 2);
  CHECK(row["dead_components"] == 3);
}

TEST_CASE("row 0 of a Gaussian is the truth without error") {
  for (int d : {1, 2, 3}) {
    Mixture m{d, {1}, std::vector<double>(d, 0.5), std::vector<double>(d * d, 0.0)};
    for (int j = 0; j < d; ++j) m.covariances[j * d + j] = 2;
    const Meter meter(density(m), 1, 7);
    const Row row = measure_truth(meter);
    for (const char* zero : {"w2", "kl_model_truth", "kl_truth_model", "mean_shift_squared", "iterations", "status"})
      CHECK(row[zero] == 0);
    CHECK(row["tail_2sigma_ratio"] == 1);
    CHECK(row["tail_3sigma_ratio"] == 1);
    CHECK(row["modes_alive"] == 1);
    CHECK(std::isnan(row["l2_first"]));
    CHECK(close(row["log_determinant"], d * std::log(2.0), 1e-14));
    CHECK(row[d == 1 ? "variance" : "total_variance"] == 2 * d);
    CHECK(close(row["tail_2sigma"], collapse::numerics::chi_square_survival(d, 4), 1e-13));
    // Mean log density of 1,000 draws: -d/2 (ln 4 pi + 1) with sd sqrt(d/2/1000) each; |z| < 5.7 fails falsely
    // at 1.2e-8.
    const double expected = -0.5 * d * (std::log(4 * collapse::numerics::kPi) + 1);
    CHECK(std::fabs(row["log_likelihood"] - expected) < 5.7 * std::sqrt(d / 2000.0));
  }
}

TEST_CASE("held-out log-likelihood by moments equals the mean of the log densities") {
  for (int d : {1, 2, 3}) {
    Mixture source{d, {1}, std::vector<double>(d, 0.0), std::vector<double>(d * d, 0.3)};
    for (int j = 0; j < d; ++j) source.covariances[j * d + j] = 1;
    Mixture model = source;
    for (double& x : model.covariances) x *= 0.7;
    model.means[0] = 0.4;
    Stream stream(9, 0, 0, Purpose::held_out);
    const PointSet points = collapse::models::sample(source, 1000, stream, true);
    const collapse::models::Density p(model);
    double sum = 0;
    for (std::size_t i = 0; i < points.count; ++i) {
      double x[3];
      for (int j = 0; j < d; ++j) x[j] = points.coordinate(i, j);
      sum += p.log_density_nats({x, static_cast<std::size_t>(d)});
    }
    CHECK(close(measure(Meter(density(source), 1, 9), model)["log_likelihood"], sum / 1000, 1e-12));
    // A mixture of two equal halves is the same density.
    Mixture halves = model;
    halves.weights = {0.5, 0.5};
    halves.means.insert(halves.means.end(), model.means.begin(), model.means.end());
    halves.covariances.insert(halves.covariances.end(), model.covariances.begin(), model.covariances.end());
    CHECK(close(measure(Meter(density(source), 2, 9), halves)["log_likelihood"], sum / 1000, 1e-12));
  }
}

TEST_CASE("a point mass is reported, never NaN where a number is defined") {
  const Meter line(density(kStandard), 1, 7);
  const Row row = measure(line, {1, {1}, {0.5}, {0}});
  CHECK(row["variance"] == 0);
  CHECK(row["log_determinant"] == -kInfinity);
  CHECK(close(row["w2"], std::sqrt(1.25), 1e-15));
  CHECK(row["kl_model_truth"] == kInfinity);
  CHECK(row["kl_truth_model"] == kInfinity);
  CHECK(row["tail_2sigma"] == 0);
  CHECK(row["tail_2sigma_ratio"] == 0);
  CHECK(row["total_variation"] == 1);
  CHECK(row["l2_first"] == 0);
  CHECK(row["modes_alive"] == 1);
  CHECK(row["log_likelihood"] == -kInfinity);
  Row moved{line.columns()};
  line.measure(0, 2, {1, {1}, {0.5}, {0}}, {}, kStandard, nullptr, nullptr, moved.values);
  CHECK(moved["l2_first"] == kInfinity);
  CHECK(measure(line, {1, {1}, {50}, {0}})["modes_alive"] == 0);
  CHECK(measure(line, {1, {1}, {50}, {0}})["tail_3sigma"] == 1);

  const Row plane = measure(Meter(density(kPlane), 1, 7), {2, {1}, {0, 0}, {1, 0, 0, 0}});
  CHECK(plane["log_determinant"] == -kInfinity);
  CHECK(plane["kl_truth_model"] == kInfinity);
  CHECK(plane["log_likelihood"] == -kInfinity);
  CHECK(close(plane["w2"], 1, 1e-14));

  // Along a direction at angle a the needle has standard deviation |cos a|.
  const std::vector<double> directions = slice_directions(2);
  double squares = 0;
  for (std::size_t i = 0; i < directions.size(); i += 2)
    squares += (1 - std::fabs(directions[i])) * (1 - std::fabs(directions[i]));
  CHECK(close(plane["sliced_w2"], std::sqrt(squares / 16), 1e-14));

  for (int d : {1, 2}) {
    Mixture dead{d, {1, 0}, std::vector<double>(2 * d, 0.0), std::vector<double>(2 * d * d, 0.0)};
    for (int j = 0; j < d; ++j) dead.covariances[j * d + j] = 0.01;
    const Meter meter(density(d == 1 ? kStandard : kPlane), 2, 7);
    const Row dying = measure(meter, dead);
    for (std::size_t i = 0; i < dying.values.size(); ++i) {
      const std::string& name = meter.columns()[i].name;
      CAPTURE(name);
      // No second fit is given, and two mixtures in the plane have no closed form.
      const bool none = name == "l2_second" || (d == 2 && (name == "w2" || name == "w2_squared"));
      CHECK(std::isnan(dying.values[i]) == none);
    }
    CHECK(dying["component_2_weight"] == 0);
    CHECK(dying["kl_truth_model"] > 10);
    CHECK(dying["kl_truth_model"] < 1000);
    CHECK(dying["kl_model_truth"] < 10);
  }
}

TEST_CASE("numbers survive a model that has shrunk to 1e-150") {
  const Meter meter(density(kStandard), 1, 7);
  const Row row = measure(meter, {1, {1}, {0.8}, {1e-300}});
  CHECK(close(row["kl_model_truth"], 0.5 * (0.64 - 1) + 150 * std::log(10.0), 1e-12));
  CHECK(close(row["kl_truth_model"], 0.5 * 1.64e300, 1e-12));
  CHECK(close(row["w2_squared"], 1.64, 1e-12));
  CHECK(close(row["total_variation"], 1, 1e-12));
  CHECK(row["tail_2sigma"] == 0);
  CHECK(row["sd"] == 1e-150);
}

TEST_CASE("the empirical distance is between the model's draws and the source's quantiles") {
  // An oracle: the same 512 draws by the same stream, sorted, against quantiles found here by bisection.
  const Meter meter(density(kTwoModes, true), 2, 11);
  const Mixture model{1, {0.3, 0.7}, {-2.1, 1.8}, {0.3, 0.2}};
  Stream stream(11, 5, 3, Purpose::measurement);
  const PointSet points = collapse::models::sample(model, kMeasurementDraws, stream);
  std::vector<double> draws;
  for (std::size_t i = 0; i < points.count; ++i) draws.push_back(points.coordinate(i, 0));
  std::sort(draws.begin(), draws.end());
  double sum = 0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    double low = -10, high = 10;
    for (int step = 0; step < 60; ++step) {
      const double middle = 0.5 * (low + high);
      const double z = middle / 0.5;
      const double cdf = 0.25 * (std::erfc(-(z + 4) / std::sqrt(2.0)) + std::erfc(-(z - 4) / std::sqrt(2.0)));
      (cdf < (static_cast<double>(i) + 0.5) / 512 ? low : high) = middle;
    }
    sum += (draws[i] - low) * (draws[i] - low);
  }
  CHECK(close(measure(meter, model, 5, 3)["w2_squared"], sum / 512, 1e-10));
  CHECK(close(measure(meter, model, 5, 3)["w2"], std::sqrt(sum / 512), 1e-10));
}

TEST_CASE("the sliced distance of shifted isotropic Gaussians is near |shift|/sqrt(d), and row 0 shows the noise") {
  const Meter meter(density(kPlane), 2, 3);
  Mixture model{2, {0.5, 0.5}, {3, 4, 3, 4}, {1, 0, 0, 1, 1, 0, 0, 1}};
  // Sliced W2^2 = 25/2; 512 draws move the mean along each direction by sd 1/sqrt(512) = .044: |z| < 6 sd of 5 x .044.
  const double sliced = measure(meter, model)["sliced_w2"];
  CHECK(std::fabs(sliced * sliced - 12.5) < 6 * 5 * 0.044 + 0.1);
  const double noise = measure_truth(meter)["sliced_w2"];
  CHECK(noise > 0.01);
  CHECK(noise < 0.2);
  const Meter solid(
      density({3, {0.5, 0.5}, {0, 0, 0, 1, 1, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1}}), 1, 3);
  CHECK(measure_truth(solid)["sliced_w2"] < 0.2);
  CHECK(std::isnan(measure_truth(solid)["kl_model_truth"]));
}

TEST_CASE(
    "w2 is the 2-Wasserstein distance or empty, and the sliced distance of one law is one number however it is "
    "written") {
  // A Gaussian as one component has a closed form; as two equal halves it has none, and is drawn.
  const Mixture source{4, {1}, {0, 0, 0, 0}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}};
  Mixture model{4, {1}, {1, 0, -1, 0}, {0.5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}};
  const Row closed = measure(Meter(density(source), 1, 3), model);
  CHECK(
      close(closed["w2"] * closed["w2"], 2 + std::pow(std::sqrt(0.5) - 1, 2) + std::pow(std::sqrt(2.0) - 1, 2), 1e-13));
  Mixture halves = model;
  halves.weights = {0.5, 0.5};
  halves.means.insert(halves.means.end(), model.means.begin(), model.means.end());
  halves.covariances.insert(halves.covariances.end(), model.covariances.begin(), model.covariances.end());
  const Row drawn = measure(Meter(density(source), 2, 3), halves);
  CHECK(std::isnan(drawn["w2"]));
  CHECK(std::isnan(drawn["w2_squared"]));
  // 512 draws: the mean along a direction has sd about .05, and each slice a noise of about .01 squared.
  CHECK(close(drawn["sliced_w2"], closed["sliced_w2"], 0, 0.15));
  CHECK(closed["sliced_w2"] < closed["w2"]);
}

TEST_CASE("quantiles of a mixture invert its distribution function") {
  const Mixture far{1, {0.25, 0.5, 0.25}, {-1000, 0, 5}, {1e-6, 4, 0.01}};
  const std::vector<double> quantiles = midpoint_quantiles(far, 512);
  for (std::size_t i = 0; i < 512; ++i) {
    CAPTURE(i);
    CHECK(close(collapse::models::cdf(far, quantiles[i]), (static_cast<double>(i) + 0.5) / 512, 0, 1e-9));
    if (i > 0) CHECK(quantiles[i] >= quantiles[i - 1]);
  }
  const std::vector<double> rows = midpoint_quantiles(std::vector<double>{3, 1, 2, 4}, 8);
  CHECK(rows == std::vector<double>{1, 1, 2, 2, 3, 3, 4, 4});
  CHECK(midpoint_quantiles(std::vector<double>{3, 1, 2}, 3) == std::vector<double>{1, 2, 3});
}

TEST_CASE("modes are counted by the three-sigma rule") {
  const Meter meter(density(kFourModes, true), 4, 2);
  CHECK(measure_truth(meter)["modes_alive"] == 4);
  Mixture model = kFourModes;
  model.weights = {0.5, 0.5, 0, 0};
  CHECK(measure(meter, model)["modes_alive"] == 2);
  // Between the modes: at distance 3 of everything, thirty of the modes' deviations.
  CHECK(measure(meter, {2, {1, 0, 0, 0}, std::vector<double>(8, 0.0), std::vector<double>(16, 0.0)})["modes_alive"] ==
        0);
  CHECK(std::isnan(measure(Meter(density(kFourModes, false), 4, 2), kFourModes)["modes_alive"]));
  CHECK(std::isnan(measure_truth(Meter(table({{1, 2, 3}}), 1, 2))["modes_alive"]));
}

TEST_CASE("tails in the plane are shares of 512 draws") {
  const Meter meter(density(kPlane), 1, 2);
  const Row row = measure(meter, kPlane);
  // Binomial(512, e^-2): mean .1353, sd .0151; |z| < 6.
  CHECK(std::fabs(row["tail_2sigma"] - std::exp(-2.0)) < 6 * 0.0151);
  CHECK(row["tail_2sigma"] * 512 == std::floor(row["tail_2sigma"] * 512));
  CHECK(close(row["tail_2sigma_ratio"], row["tail_2sigma"] / std::exp(-2.0), 1e-13));
  CHECK(measure(meter, {2, {1}, {0, 0}, {0.01, 0, 0, 0.01}})["tail_2sigma"] == 0);
  CHECK(measure(meter, {2, {1}, {9, 0}, {0.01, 0, 0, 0.01}})["tail_3sigma"] == 1);
  // Nothing of four far, narrow modes lies beyond 2 sigma (their circle is at sqrt 2): no ratio.
  const Row ring = measure_truth(Meter(density(kFourModes, true), 4, 2));
  CHECK(ring["tail_2sigma"] == 0);
  CHECK(std::isnan(ring["tail_2sigma_ratio"]));
  const Row outside = measure(Meter(density(kFourModes, true), 1, 2), {2, {1}, {90, 0}, {0.01, 0, 0, 0.01}});
  CHECK(outside["tail_2sigma"] == 1);
  CHECK(std::isnan(outside["tail_2sigma_ratio"]));
}

TEST_CASE("a table has moments, tails and distances but no density") {
  const Meter meter(table({{0, 1, 2, 3, 14}}), 1, 5);
  CHECK(meter.truth_moments().mean[0] == 4);
  CHECK(close(meter.truth_moments().covariance[0], 26, 1e-15));
  const Row truth = measure_truth(meter);
  CHECK(truth["mean"] == 4);
  CHECK(close(truth["variance"], 26, 1e-15));
  CHECK(truth["tail_2sigma"] == 0);  // 10 < 2 sqrt(26)
  CHECK(std::isnan(truth["tail_2sigma_ratio"]));
  for (const char* undefined :
       {"kl_model_truth", "kl_truth_model", "total_variation", "log_likelihood", "kl_model_truth_error"})
    CHECK(std::isnan(truth[undefined]));
  CHECK(truth["w2"] > 0);
  CHECK(truth["w2"] < 3);

  const Mixture model{1, {1}, {4}, {26}};
  PointSet held_out = PointSet::zeros(std::vector<double>{2.0}, 2, true);
  held_out.column(0)[0] = 1;   // at 3
  held_out.column(0)[1] = -3;  // at -1
  const double expected = -0.5 * (std::log(2 * collapse::numerics::kPi * 26) + (1.0 + 25.0) / 2 / 26);
  CHECK(close(measure(meter, model, 0, 1, &held_out)["log_likelihood"], expected, 1e-14));
  CHECK(std::isnan(measure(meter, model)["log_likelihood"]));
  const PointSet none = PointSet::empty(1);
  CHECK(std::isnan(measure(meter, model, 0, 1, &none)["log_likelihood"]));
  CHECK(measure(meter, {1, {1}, {4}, {0}}, 0, 1, &held_out)["log_likelihood"] == -kInfinity);
  // One point on an atom, the other off all of them; then both on atoms.
  const Meter two(table({{0, 1, 2, 3, 14}}), 2, 5);
  CHECK(measure(two, {1, {0.5, 0.5}, {3, 0}, {0, 0}}, 0, 1, &held_out)["log_likelihood"] == -kInfinity);
  CHECK(measure(two, {1, {0.5, 0.5}, {3, -1}, {0, 0}}, 0, 1, &held_out)["log_likelihood"] == kInfinity);
}

TEST_CASE("a table with a constant column has no Mahalanobis tail") {
  const Row row = measure_truth(Meter(table({{1, 2, 3, 4}, {5, 5, 5, 5}}), 1, 5));
  CHECK(std::isnan(row["tail_2sigma"]));
  CHECK(row["log_determinant"] == -kInfinity);
  CHECK(close(row["total_variance"], 1.25, 1e-15));
}

namespace {

/// The same numbers, what is empty included.
bool same_numbers(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (x != x && y != y); });
}

}  // namespace

TEST_CASE("a row depends on its arguments only") {
  const Mixture model{2, {0.4, 0.6}, {-0.5, 0, 0.5, 0.1}, {0.8, 0.1, 0.1, 0.9, 0.7, 0, 0, 0.9}};
  const Meter meter(density(kPlane), 2, 3), fresh(density(kPlane), 2, 3), other(density(kPlane), 2, 4);
  const Row first = measure(meter, model, 2, 9);
  for (std::uint32_t i = 0; i < 5; ++i) measure(meter, model, i, i + 1);
  measure_truth(meter);
  CHECK(same_numbers(measure(meter, model, 2, 9).values, first.values));
  CHECK(same_numbers(measure(fresh, model, 2, 9).values, first.values));
  CHECK(measure(other, model, 2, 9)["sliced_w2"] != first["sliced_w2"]);
  CHECK(measure(meter, model, 3, 9)["sliced_w2"] != first["sliced_w2"]);
  CHECK(measure(meter, model, 2, 10)["sliced_w2"] != first["sliced_w2"]);
}

TEST_CASE("the components of a row are the model's, those of row 0 the source's where they are as many") {
  const Meter meter(density(kTwoModes, true), 2, 3);
  const Row row = measure(meter, {1, {0.3, 0.7}, {-1, 4}, {0.25, 9}});
  CHECK(row["component_1_weight"] == 0.3);
  CHECK(row["component_1_mean"] == -1);
  CHECK(row["component_1_sd"] == 0.5);
  CHECK(row["component_2_weight"] == 0.7);
  CHECK(row["component_2_mean"] == 4);
  CHECK(row["component_2_sd"] == 3);
  CHECK(measure_truth(meter)["component_2_mean"] == 2);
  CHECK(std::isnan(measure_truth(Meter(density(kStandard), 2, 3))["component_1_mean"]));
  const Row plane = measure(Meter(density(kPlane), 2, 3), {2, {0.4, 0.6}, {1, 2, 3, 4}, {4, 0, 0, 9, 16, 0, 0, 25}});
  CHECK(plane["component_2_mean_1"] == 3);
  CHECK(plane["component_2_mean_2"] == 4);
  CHECK(plane["component_2_sd_1"] == 4);
  CHECK(plane["component_2_sd_2"] == 5);
}
