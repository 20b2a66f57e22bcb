#include "models/kde/kde.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "models/kde/grid.h"
#include "models/kde/line.h"
#include "numerics/elementary.h"
#include "random/chi_square.h"
#include "support/close.h"

// The estimate, its draws and its densities, against scipy's gaussian_kde and against sums written as they are defined.

using namespace collapse;
using namespace collapse::models;
using collapse::data::Batches;
using collapse::data::PointSet;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;

namespace {

/// Points given one coordinate after another.
Batches points_of(int d, const std::vector<double>& coordinates, double origin = 0) {
  const std::size_t n = coordinates.size() / static_cast<std::size_t>(d);
  PointSet points = PointSet::zeros(std::vector<double>(static_cast<std::size_t>(d), origin), n, true);
  for (std::size_t i = 0; i < coordinates.size(); ++i) points.offsets[i] = coordinates[i] - origin;
  return data::batches_of(std::move(points));
}

/// n points of `groups` clumps of spread 0.3 in d dimensions.
Batches clumps(int d, std::size_t n, int groups, std::uint32_t part = 0) {
  Stream stream(11, 0, 0, Purpose::real_data, part);
  std::vector<double> coordinates(static_cast<std::size_t>(d) * n);
  for (int j = 0; j < d; ++j)
    for (std::size_t i = 0; i < n; ++i)
      coordinates[static_cast<std::size_t>(j) * n + i] = static_cast<double>(i % static_cast<std::size_t>(groups)) * 2 -
                                                         groups + 0.3 * stream.normal() +
                                                         (j > 0 ? 0.7 * coordinates[i] : 0);
  return points_of(d, coordinates);
}

KernelDensity fitted(const Batches& points, BandwidthRule rule, double bandwidth = 0.5) {
  FitReport report;
  KernelDensity model = fit_kde(points, rule, bandwidth, report);
  REQUIRE(report.status == FitStatus::converged);
  CHECK(report.iterations == 1);
  return model;
}

/// ln p(y) on a line in plain steps: the largest exponent is taken out, every kernel counts.
double naive_log_density(const KernelDensity& model, double y) {
  std::vector<double> x(model.points.count);
  data::offsets_from(model.points, 0, model.centre[0], x.data());
  const double h = std::sqrt(model.kernel[0]);
  double top = -1e308, sum = 0;
  for (const double at : x) top = std::fmax(top, -0.5 * ((y - at) / h) * ((y - at) / h));
  for (const double at : x) sum += std::exp(-0.5 * ((y - at) / h) * ((y - at) / h) - top);
  return top + std::log(sum) - std::log(static_cast<double>(x.size()) * h) - 0.5 * std::log(2 * numerics::kPi);
}

double naive_below(const KernelDensity& model, double y) {
  std::vector<double> x(model.points.count);
  data::offsets_from(model.points, 0, model.centre[0], x.data());
  double sum = 0;
  for (const double at : x) sum += 0.5 * std::erfc(-(y - at) / std::sqrt(2 * model.kernel[0]));
  return sum / static_cast<double>(x.size());
}

struct Reference {
  const char* name;
  BandwidthRule rule;
  int dimension;
  std::vector<double> points;
  double factor;
  std::vector<double> kernel, places, log_densities;
};

const Reference kReferences[] = {
#include "kde_table.inc"
};

}  // namespace

TEST_CASE("kde: bandwidths, kernels and densities are those of scipy's gaussian_kde") {
  for (const Reference& reference : kReferences) {
    CAPTURE(std::string(reference.name));
    const auto d = static_cast<std::size_t>(reference.dimension);
    const Batches points = points_of(reference.dimension, reference.points);
    CHECK(close(bandwidth_factor(reference.rule, static_cast<double>(points.count), reference.dimension),
                reference.factor, 1e-14));
    const KernelDensity model = fitted(points, reference.rule);
    for (std::size_t i = 0; i < d * d; ++i) CHECK(close(model.kernel[i], reference.kernel[i], 1e-12, 1e-14));
    const std::size_t m = reference.log_densities.size();
    std::vector<double> places = reference.places, logs(m);
    for (std::size_t j = 0; j < d; ++j)
      for (std::size_t q = 0; q < m; ++q) places[j * m + q] -= model.centre[j];
    log_density_nats(model, places.data(), m, logs.data());
    for (std::size_t q = 0; q < m; ++q) CHECK(close(logs[q], reference.log_densities[q], 1e-11));
    if (d > 1) continue;
    const KdeLine line(model);
    for (std::size_t q = 0; q < m; ++q)
      CHECK(close(line.log_density_nats(places[q]), reference.log_densities[q], 1e-11));
  }
}

TEST_CASE(
    "kde: on a line the series agree with the plain sum to 1e-12, inside the data, in their gaps and far outside") {
  for (const std::size_t n : {1u, 2u, 30u, 700u, 5000u})
    for (const double h : {2.0, 0.4, 0.05, 0.003, 1e-6}) {
      CAPTURE(n);
      CAPTURE(h);
      const KernelDensity model = fitted(clumps(1, n, 3), BandwidthRule::fixed, h);
      const KdeLine line(model);
      for (double y = -30; y <= 30; y += 0.37) {
        // A place 1e-6 h off is 1e-6 of a standard deviation: what both can know of (y - x)/h.
        const double exact = naive_log_density(model, y),
                     lost = std::fabs(exact) * 4e-16 + 1e-15 * (std::fabs(y) / h) * std::fmin(40 / h, 1e9);
        CHECK(close(line.log_density_nats(y), exact, 1e-12, 2e-12 + lost));
      }
    }
}

TEST_CASE("kde: a crowd that ends abruptly is summed as well from afar") {
  std::vector<double> coordinates;
  for (int i = 0; i < 300; ++i) coordinates.push_back(0.001 * i);
  const KernelDensity model = fitted(points_of(1, coordinates), BandwidthRule::fixed, 1);
  const KdeLine line(model);
  for (double y = -60; y <= 60; y += 0.31)
    CHECK(close(line.log_density_nats(y), naive_log_density(model, y), 1e-14, 2e-12));
}

TEST_CASE("kde: in every dimension the density is the sum over all kernels, also far from all of them") {
  for (const int d : {2, 5}) {
    const auto size = static_cast<std::size_t>(d);
    const KernelDensity model = fitted(clumps(d, 257, 4), BandwidthRule::fixed, 0.7);
    std::vector<double> x(size * 257), places;
    for (int j = 0; j < d; ++j)
      data::offsets_from(model.points, j, model.centre[static_cast<std::size_t>(j)],
                         x.data() + static_cast<std::size_t>(j) * 257);
    for (std::size_t j = 0; j < size; ++j) places.insert(places.end(), {0, -1.5 + 0.1 * static_cast<double>(j), 80});
    double logs[3];
    log_density_nats(model, places.data(), 3, logs);
    for (std::size_t q = 0; q < 3; ++q) {
      std::vector<double> exponents;
      for (std::size_t i = 0; i < 257; ++i) {
        double squares = 0;
        for (std::size_t j = 0; j < size; ++j)
          squares += (places[3 * j + q] - x[257 * j + i]) * (places[3 * j + q] - x[257 * j + i]);
        exponents.push_back(-0.5 * squares / 0.49);
      }
      double top = -1e308, sum = 0;
      for (const double e : exponents) top = std::fmax(top, e);
      for (const double e : exponents) sum += std::exp(e - top);
      CHECK(close(logs[q], top + std::log(sum / 257) - d * (0.5 * numerics::kLogTwoPi + std::log(0.7)), 1e-12));
    }
  }
}

TEST_CASE("kde: the distribution function is the sum over all kernels, in both tails, and its cells hold its mass") {
  for (const double h : {0.8, 0.02}) {
    const KernelDensity model = fitted(clumps(1, 400, 3), BandwidthRule::fixed, h);
    const KdeLine line(model);
    for (double y = -9; y <= 9; y += 0.23) {
      CHECK(close(line.below(y), naive_below(model, y), 1e-12, 1e-300));
      CHECK(close(line.above(y) + line.below(y), 1, 1e-12));
    }
    for (const double width : {0.01, 0.3}) {
      std::vector<double> cells(static_cast<std::size_t>(24 / width));
      line.cell_means(-12, width, cells);
      double mass = 0;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        mass += cells[i] * width;
        const double at = -12 + static_cast<double>(i) * width;
        CHECK(close(cells[i], (naive_below(model, at + width) - naive_below(model, at)) / width, 1e-9, 8e-6 / h));
      }
      CHECK(close(mass, 1, 1e-5));
    }
  }
}

TEST_CASE("kde: in the plane, kernels added one by one are exact to 3e-11 of a peak, binned ones to 5e-5") {
  const PlaneGrid grid{{-5, -6}, {5, 7}, 24};
  for (const std::size_t n : {1u, 40u, 3000u})
    for (const double h : {0.0, 0.05, 0.4, 3.0}) {
      CAPTURE(n);
      CAPTURE(h);
      const Batches points = clumps(2, n, 3);
      if (h == 0 && n < 3) continue;
      const KernelDensity model =
          h == 0 ? fitted(points, BandwidthRule::scott) : fitted(points, BandwidthRule::fixed, h);
      std::vector<double> places, logs(24 * 24), direct(24 * 24), binned(24 * 24), chosen(24 * 24);
      for (int j = 0; j < 2; ++j)
        for (int r = 0; r < 24; ++r)
          for (int c = 0; c < 24; ++c)
            places.push_back((j == 0 ? -5 + 10 * c / 23.0 : -6 + 13 * r / 23.0) -
                             model.centre[static_cast<std::size_t>(j)]);
      log_density_nats(model, places.data(), logs.size(), logs.data());
      const double error_direct = detail::grid_density_direct(model, grid, direct),
                   error_binned = detail::grid_density_binned(model, grid, binned);
      const double error = grid_density(model, grid, chosen);
      CHECK((error == error_direct || error == error_binned));
      double worst_direct = 0, worst_binned = 0, worst = 0;
      for (std::size_t i = 0; i < logs.size(); ++i) {
        worst_direct = std::fmax(worst_direct, std::fabs(direct[i] - std::exp(logs[i])));
        worst_binned = std::fmax(worst_binned, std::fabs(binned[i] - std::exp(logs[i])));
        worst = std::fmax(worst, std::fabs(chosen[i] - std::exp(logs[i])));
      }
      CHECK(worst_direct <= error_direct);
      CHECK(worst_binned <= error_binned);
      CHECK(worst <= error);
    }
}

// False alarm 1e-6: the statistic is chi-square with 39 degrees of freedom (cells of equal probability).
TEST_CASE("kde: draws have the distribution of the model, on a line and along each axis of the plane") {
  for (const int d : {1, 2}) {
    const KernelDensity model = fitted(clumps(d, 60, 3), BandwidthRule::scott);
    Stream stream(5, 0, 1, Purpose::synthetic);
    const PointSet draws = sample(model, 20000, stream);
    CHECK(draws.origin == model.centre);
    const KdeLine line(model);
    std::vector<double> counts(40, 0.0);
    for (const double offset : draws.column(0))
      counts[static_cast<std::size_t>(std::fmin(39, 40 * line.below(offset)))] += 1;
    double statistic = 0;
    for (const double seen : counts) statistic += (seen - 500) * (seen - 500) / 500;
    CHECK(numerics::chi_square_survival(39, statistic) > 1e-6);
    if (d == 1) continue;
    double cross = 0, variance = 0;
    for (std::size_t i = 0; i < draws.count; ++i) {
      cross += (draws.column(0)[i] - model.mean[0]) * (draws.column(1)[i] - model.mean[1]) / 20000;
      variance += (draws.column(0)[i] - model.mean[0]) * (draws.column(0)[i] - model.mean[0]) / 20000;
    }
    // Six standard errors of a covariance of 20,000 draws.
    CHECK(std::fabs(cross - model.variance(0, 1)) <
          6 * std::sqrt(2 * model.variance(0, 0) * model.variance(1, 1) / 20000));
    CHECK(std::fabs(variance - model.variance(0, 0)) < 6 * std::sqrt(2.0 / 20000) * model.variance(0, 0));
  }
}

TEST_CASE("kde: points in parts about other origins give the same model") {
  const Batches whole = clumps(2, 90, 3);
  const PointSet& all = *whole.parts[0];
  std::vector<std::uint32_t> head, rest;
  for (std::uint32_t i = 0; i < 90; ++i) (i < 31 ? head : rest).push_back(i);
  const std::vector<double> elsewhere = {0.5, -2};  // shifts that lose nothing to rounding worth speaking of
  const Batches parts =
      data::concatenate(data::batches_of(data::select(all, head)),
                        data::batches_of(data::joined(data::batches_of(data::select(all, rest)), elsewhere)));
  const KernelDensity a = fitted(whole, BandwidthRule::silverman), b = fitted(parts, BandwidthRule::silverman);
  for (std::size_t i = 0; i < 4; ++i) CHECK(close(a.kernel[i], b.kernel[i], 1e-13, 1e-15));
  Stream first(3, 0, 0, Purpose::synthetic), second(3, 0, 0, Purpose::synthetic);
  const PointSet x = sample(a, 50, first), y = sample(b, 50, second);
  for (std::size_t i = 0; i < 50; ++i)
    for (int j = 0; j < 2; ++j) CHECK(close(x.coordinate(i, j), y.coordinate(i, j), 1e-12, 1e-13));
  const std::vector<std::uint32_t> some = {0, 45, 31, 89};
  const PointSet chosen = data::select(parts, some);
  for (std::size_t i = 0; i < 4; ++i) CHECK(close(chosen.coordinate(i, 1), all.coordinate(some[i], 1), 1e-13, 1e-14));
}

TEST_CASE("kde: a spread of 1e-150 about 0.8 keeps all its digits") {
  PointSet points = PointSet::zeros(std::vector<double>{0.8}, 4, true);
  points.offsets = {-1e-150, 2e-150, 3e-150, -4e-150};
  FitReport report;
  const KernelDensity model = fit_kde(data::batches_of(std::move(points)), BandwidthRule::scott, 1, report);
  CHECK(report.status == FitStatus::converged);
  CHECK(close(model.covariance[0], 7.5e-300, 1e-14));
  Stream stream(1, 0, 1, Purpose::synthetic);
  const PointSet draws = sample(model, 100, stream);
  double most = 0;
  for (const double offset : draws.column(0)) most = std::fmax(most, std::fabs(offset));
  CHECK(most > 1e-151);
  CHECK(most < 1e-148);
  CHECK(close(KdeLine(model).log_density_nats(0), naive_log_density(model, 0), 1e-12));
}

TEST_CASE("kde: equal points, one point and n <= d are degenerate under Scott and Silverman, and nothing is NaN") {
  const Batches equal = points_of(1, {3, 3, 3, 3}), one = points_of(2, {1, 2}), flat = points_of(2, {0, 1, 2, 0, 2, 4});
  for (const BandwidthRule rule : {BandwidthRule::scott, BandwidthRule::silverman})
    for (const Batches* points : {&equal, &one, &flat}) {
      FitReport report;
      const KernelDensity model = fit_kde(*points, rule, 1, report);
      CHECK(report.status == FitStatus::degenerate);
      for (const double entry : model.kernel) CHECK(std::isfinite(entry));
      const double zero[2] = {0, 0};
      double value;
      log_density_nats(model, zero, 1, &value);
      CHECK(value == -INFINITY);
      Stream stream(2, 0, 1, Purpose::synthetic);
      for (const double offset : sample(model, 20, stream).offsets) CHECK(std::isfinite(offset));
      std::vector<double> grid(64);
      if (points->dimension == 2) CHECK(grid_density(model, {{-1, -1}, {1, 1}, 8}, grid) == 0);
    }
  FitReport report;
  const KdeLine atoms(fit_kde(equal, BandwidthRule::scott, 1, report));
  CHECK_FALSE(atoms.has_density());
  CHECK(atoms.below(-1e-9) == 0);
  CHECK(atoms.below(0) == 1);
  CHECK(atoms.log_density_nats(0) == -INFINITY);
  CHECK(fitted(one, BandwidthRule::fixed, 0.25).kernel == std::vector<double>{0.0625, 0, 0, 0.0625});
}

TEST_CASE("kde: moments that overflow are reported, not used") {
  FitReport report;
  fit_kde(points_of(1, {-1e200, 1e200}), BandwidthRule::scott, 1, report);
  CHECK(report.status == FitStatus::non_finite);
}
