#include "models/mixture/gmm_pass.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "models/fixtures.h"
#include "models/mixture/exp2_nonpositive.h"
#include "models/mixture/gmm_step.h"
#include "numerics/elementary.h"
#include "support/close.h"

using namespace collapse;
using models::EmParameters;
using models::EmSums;
using models::Mixture;
using numerics::f64x2;
using test::close;

namespace {

/// The pass without blocks, lanes, or base 2: one density of each component at each point.
EmSums plain_pass(const data::PointSet& points, const Mixture& mixture, const std::vector<double>& centres) {
  const auto d = static_cast<std::size_t>(points.dimension), components = mixture.weights.size();
  EmSums sums;
  sums.counts.assign(components, 0.0);
  sums.firsts.assign(components * d, 0.0);
  sums.seconds.assign(components * d * d, 0.0);
  std::vector<models::Density> densities;
  for (std::size_t k = 0; k < components; ++k) {
    const auto mean = mixture.mean(static_cast<int>(k)), covariance = mixture.covariance(static_cast<int>(k));
    densities.emplace_back(
        Mixture{points.dimension, {1.0}, {mean.begin(), mean.end()}, {covariance.begin(), covariance.end()}});
  }
  const models::Density total(mixture);
  std::vector<double> x(d);
  for (std::size_t i = 0; i < points.count; ++i) {
    for (std::size_t j = 0; j < d; ++j) x[j] = points.coordinate(i, static_cast<int>(j));
    const double log_density = total.log_density_nats(x);
    sums.log_likelihood += log_density;
    for (std::size_t k = 0; k < components; ++k) {
      if (mixture.weights[k] == 0) continue;
      const double r = mixture.weights[k] * numerics::exp(densities[k].log_density_nats(x) - log_density);
      sums.counts[k] += r;
      for (std::size_t j = 0; j < d; ++j) {
        sums.firsts[k * d + j] += r * (x[j] - centres[k * d + j]);
        for (std::size_t m = 0; m < d; ++m)
          sums.seconds[(k * d + j) * d + m] += r * (x[j] - centres[k * d + j]) * (x[m] - centres[k * d + m]);
      }
    }
  }
  return sums;
}

}  // namespace

TEST_CASE("2^y is right to an ulp of its logarithm's rounding, exactly 1 at 0, and 0 where doubles end") {
  auto stream = test::stream(20);
  for (int i = 0; i < 20000; ++i) {
    const double y = -1022 * stream.uniform(), other = -2 * stream.uniform();
    f64x2 result{y, other};
    models::exp2_nonpositive(result);
    for (int lane = 0; lane < 2; ++lane) {
      const double at = lane == 0 ? y : other;
      const double whole = std::floor(at + 0.5);
      const double expected = std::ldexp(numerics::exp((at - whole) * numerics::kLn2), static_cast<int>(whole));
      CHECK(close(result[lane], expected, 4.5e-16));
    }
  }
  for (int k = 0; k >= -1022; --k) {
    f64x2 power = numerics::splat2(k);
    models::exp2_nonpositive(power);
    CHECK(double{power[0]} == std::ldexp(1.0, k));
  }
  f64x2 far{-1023.0, -std::numeric_limits<double>::max()};
  models::exp2_nonpositive(far);
  CHECK(double{far[0]} == 0.0);
  CHECK(double{far[1]} == 0.0);
}

TEST_CASE("the vectorised pass sums what a point-by-point pass sums") {
  auto stream = test::stream(21);
  for (const int d : {1, 2, 3, 5})
    for (const int components : {1, 2, 6})
      for (const std::size_t n : {1u, 2u, 64u, 65u, 331u})
        for (const bool full : {true, false}) {
          Mixture mixture = test::random_mixture(components, d, 2, stream);
          if (components == 6) mixture.weights[4] = 0;
          for (std::size_t i = 0; i < mixture.covariances.size() && !full; ++i)
            if (i % static_cast<std::size_t>(d * d) % static_cast<std::size_t>(d + 1) != 0) mixture.covariances[i] = 0;
          data::PointSet points = sample(mixture, n, stream);
          for (double& offset : points.offsets) offset *= 2;
          points.origin.assign(static_cast<std::size_t>(d), 0.0);
          std::vector<double> centres = mixture.means;
          for (double& centre : centres) centre += 0.125;
          const EmParameters parameters{mixture.weights, mixture.means, mixture.covariances};
          EmSums sums;
          models::em_pass(points, parameters, centres, full, sums);
          const EmSums plain = plain_pass(points, mixture, centres);
          const double slack = 1e-11 * static_cast<double>(n);
          CHECK(close(sums.log_likelihood, plain.log_likelihood, 1e-12, 1e-12));
          for (std::size_t i = 0; i < plain.counts.size(); ++i)
            CHECK(close(sums.counts[i], plain.counts[i], 1e-11, slack));
          for (std::size_t i = 0; i < plain.firsts.size(); ++i)
            CHECK(close(sums.firsts[i], plain.firsts[i], 1e-11, slack));
          for (std::size_t i = 0; i < plain.seconds.size(); ++i) {
            const bool diagonal = i % static_cast<std::size_t>(d * d) % static_cast<std::size_t>(d + 1) == 0;
            if (full || diagonal)
              CHECK(close(sums.seconds[i], plain.seconds[i], 1e-11, 10 * slack));
            else
              CHECK(sums.seconds[i] == 0.0);
          }
        }
}

TEST_CASE("a covariance below the floor gets the floor as its smallest eigenvalue and keeps the rest") {
  // Eigenvalues 5 and 1e-9 along (2, 1) and (-1, 2).
  double covariance[4] = {(4 * 5 + 1e-9) / 5, (2 * 5 - 2e-9) / 5, (2 * 5 - 2e-9) / 5, (5 + 4e-9) / 5};
  REQUIRE(models::raise_to_floor(covariance, 2, CovarianceKind::full, 1e-3));
  CHECK(close(covariance[0], (4 * 5 + 1e-3) / 5, 1e-12));
  CHECK(close(covariance[1], (2 * 5 - 2e-3) / 5, 1e-12));
  CHECK(close(covariance[3], (5 + 4e-3) / 5, 1e-12));
  CHECK(covariance[1] == covariance[2]);
  CHECK_FALSE(models::raise_to_floor(covariance, 2, CovarianceKind::full, 0.99e-3));

  double diagonal[4] = {1e-5, 0, 0, 2};
  CHECK(models::raise_to_floor(diagonal, 2, CovarianceKind::diagonal, 1e-3));
  CHECK(diagonal[0] == 1e-3);
  CHECK(diagonal[3] == 2.0);

  // Axes of very different units stand, above the floor and regular.
  double units[4] = {1e-30, 0, 0, 1};
  CHECK_FALSE(models::raise_to_floor(units, 2, CovarianceKind::full, 1e-200));
  CHECK(units[0] == 1e-30);
}

TEST_CASE("a covariance that is singular to rounding is raised to where a density exists") {
  for (const double scale : {1e-12, 1.0}) {
    double line[4] = {scale, 2 * scale, 2 * scale, 4 * scale};
    CHECK(models::raise_to_floor(line, 2, CovarianceKind::full, 1e-200));
    CHECK(close(line[0], scale, 1e-12));
    CHECK(close(line[1], 2 * scale, 1e-12));
    CHECK(std::isfinite(
        models::Density(Mixture{2, {1.0}, {0, 0}, {line, line + 4}}).log_density_nats(std::vector<double>{0, 0})));
  }
  double zero[9] = {};
  CHECK(models::raise_to_floor(zero, 3, CovarianceKind::full, 1e-20));
  for (int i = 0; i < 9; ++i) CHECK(zero[i] == (i % 4 == 0 ? 1e-20 : 0.0));
}
