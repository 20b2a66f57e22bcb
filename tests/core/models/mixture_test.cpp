#include "collapse/mixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "collapse/constants.h"
#include "models/fixtures.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "random/chi_square.h"
#include "support/close.h"

using namespace collapse;
using models::Density;
using models::Mixture;
using test::close;

namespace {

// ln p(x) by the definition: solve L u = x - mean, add up the components.
double plain_log_density(const Mixture& mixture, const std::vector<double>& x) {
  const int d = mixture.dimension;
  double largest = -kInfinity, sum = 0;
  for (int pass = 0; pass < 2; ++pass)
    for (int k = 0; k < mixture.components(); ++k) {
      std::vector<double> l(static_cast<std::size_t>(d) * d), u(d);
      linalg::cholesky(mixture.covariance(k), d, l.data());
      double log = numerics::log(mixture.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
      for (int i = 0; i < d; ++i) {
        u[i] = x[i] - mixture.mean(k)[i];
        for (int j = 0; j < i; ++j) u[i] -= l[i * d + j] * u[j];
        u[i] /= l[i * d + i];
        log -= numerics::log(l[i * d + i]) + 0.5 * u[i] * u[i];
      }
      if (pass == 0)
        largest = std::fmax(largest, log);
      else
        sum += numerics::exp(log - largest);
    }
  return largest + numerics::log(sum);
}

}  // namespace

TEST_CASE("the moments of a mixture obey the law of total variance") {
  const Mixture mixture{1, {0.25, 0.75, 0.0}, {-3.0, 1.0, 99.0}, {4.0, 2.0, 7.0}};
  const models::Moments moments = models::moments(mixture);
  CHECK(moments.mean[0] == 0.0);
  CHECK(moments.covariance[0] == 0.25 * (4 + 9) + 0.75 * (2 + 1));
  const Mixture plane{2, {0.5, 0.5}, {1, 0, 3, 4}, {1, 0.5, 0.5, 1, 1, -0.5, -0.5, 1}};
  const models::Moments total = models::moments(plane);
  CHECK(total.mean == std::vector<double>{2, 2});
  CHECK(total.covariance == std::vector<double>{2, 2, 2, 5});
}

TEST_CASE("draws of one component are offsets L z with the stream's own normals") {
  const Mixture mixture{2, {1.0}, {5e15, -3.0}, {4, 2, 2, 10}};  // L = (2 0; 1 3)
  auto stream = test::stream(10), same = test::stream(10);
  const data::PointSet points = sample(mixture, 33, stream);
  std::vector<double> z(66);
  same.fill_normal(std::span<double>(z).first(33));
  same.fill_normal(std::span<double>(z).last(33));
  CHECK(points.origin == mixture.means);
  for (std::size_t i = 0; i < 33; ++i) {
    CHECK(points.column(0)[i] == 2 * z[i]);
    CHECK(points.column(1)[i] == 3 * z[33 + i] + z[i]);
    CHECK(points.is_real[i] == 0);
  }
}

TEST_CASE("a point mass repeats its mean, a line's draws stay on it, a dead component is never drawn") {
  auto stream = test::stream(11);
  const data::PointSet mass = sample(Mixture{2, {1.0}, {0.1, 0.2}, {0, 0, 0, 0}}, 20, stream);
  for (const double offset : mass.offsets) CHECK(offset == 0.0);
  const data::PointSet line = sample(Mixture{2, {1.0}, {0, 0}, {1, 2, 2, 4}}, 20, stream, true);
  for (std::size_t i = 0; i < line.count; ++i) {
    CHECK(line.column(1)[i] == 2 * line.column(0)[i]);
    CHECK(line.is_real[i] == 1);
  }
  const data::PointSet alive = sample(Mixture{1, {0.5, 0.0, 0.5}, {-1, 1000, 1}, {0, 0, 0}}, 500, stream);
  for (std::size_t i = 0; i < alive.count; ++i) CHECK(std::fabs(alive.coordinate(i, 0)) == 1.0);
}

TEST_CASE("draws of a mixture fill the quantiles of its distribution function evenly") {
  // 20,000 draws, cdf values in 50 equal bins: uniform. Pearson's statistic, false alarm 1e-6.
  constexpr int kDraws = 20000, kBins = 50;
  const Mixture mixture{1, {0.2, 0.5, 0.3}, {-4.0, 0.0, 1.0}, {0.25, 1.0, 9.0}};
  auto stream = test::stream(12);
  const data::PointSet points = sample(mixture, kDraws, stream);
  std::uint32_t bins[kBins] = {};
  for (std::size_t i = 0; i < kDraws; ++i)
    ++bins[std::min(kBins - 1, static_cast<int>(kBins * cdf(mixture, points.coordinate(i, 0))))];
  CHECK(test::plausibly_equal(bins));
}

TEST_CASE("draws in the plane have each component's share, mean and covariance") {
  // 20,000 draws of well separated components, 12 normal statistics: 5.5 standard errors each, false alarm 5e-7.
  const Mixture mixture{2, {0.3, 0.7}, {-50, 0, 50, 10}, {4, 3, 3, 9, 1, -0.5, -0.5, 1}};
  constexpr std::size_t kDraws = 20000;
  auto stream = test::stream(13);
  const data::PointSet points = sample(mixture, kDraws, stream);
  for (int k = 0; k < 2; ++k) {
    double count = 0, mean[2] = {}, second[4] = {};
    for (std::size_t i = 0; i < kDraws; ++i) {
      if ((points.coordinate(i, 0) > 0) != (k == 1)) continue;
      const double u[2] = {points.coordinate(i, 0) - mixture.mean(k)[0], points.coordinate(i, 1) - mixture.mean(k)[1]};
      ++count;
      for (int a = 0; a < 2; ++a) {
        mean[a] += u[a];
        for (int b = 0; b < 2; ++b) second[2 * a + b] += u[a] * u[b];
      }
    }
    const double p = mixture.weights[k];
    CHECK(std::fabs(count - p * kDraws) < 5.5 * std::sqrt(kDraws * p * (1 - p)));
    const auto covariance = mixture.covariance(k);
    for (int a = 0; a < 2; ++a) {
      CHECK(std::fabs(mean[a] / count) < 5.5 * std::sqrt(covariance[3 * a] / count));
      for (int b = 0; b <= a; ++b) {
        const double variance = covariance[3 * a] * covariance[3 * b] + covariance[2 * a + b] * covariance[2 * a + b];
        CHECK(std::fabs(second[2 * a + b] / count - covariance[2 * a + b]) < 5.5 * std::sqrt(variance / count));
      }
    }
  }
}

TEST_CASE("the density is the definition's, at any number of points") {
  auto stream = test::stream(14);
  for (const int d : {1, 2, 3, 5, 16})
    for (const int components : {1, 2, 7}) {
      const Mixture mixture = test::random_mixture(components, d, 2, stream);
      const Density density(mixture);
      for (const std::size_t n : {1u, 2u, 63u, 64u, 65u, 131u}) {
        std::vector<double> x(n * d), out(n);
        for (double& value : x) value = 4 * stream.normal();
        density.log_density_nats(x.data(), n, out.data());
        for (std::size_t i = 0; i < n; ++i) {
          std::vector<double> point(d);
          for (int j = 0; j < d; ++j) point[j] = x[j * n + i];
          CHECK(close(out[i], plain_log_density(mixture, point), 1e-9, 1e-11));
          CHECK(out[i] == density.log_density_nats(point));
        }
      }
    }
}

TEST_CASE("the density integrates to one and its running integral is the distribution function") {
  const Mixture mixture{1, {0.2, 0.5, 0.3}, {-4.0, 0.0, 1.0}, {0.25, 1.0, 9.0}};
  const Density density(mixture);
  // Midpoints: the error of a smooth, decaying integrand falls faster than any power of the step.
  constexpr std::size_t kNodes = 4000;
  std::vector<double> x(kNodes), log(kNodes);
  const double step = 60.0 / kNodes;
  for (std::size_t i = 0; i < kNodes; ++i) x[i] = -30 + (static_cast<double>(i) + 0.5) * step;
  density.log_density_nats(x.data(), kNodes, log.data());
  double sum = 0;
  for (std::size_t i = 0; i < kNodes; ++i) {
    sum += step * numerics::exp(log[i]);
    CHECK(close(sum, cdf(mixture, x[i] + step / 2), 0, 2e-5));
  }
  CHECK(close(sum, 1, 1e-12));

  const Mixture plane{2, {0.4, 0.6}, {-1, 0, 2, 1}, {1, 0.6, 0.6, 1, 0.5, -0.2, -0.2, 0.3}};
  constexpr std::size_t kSide = 200;
  std::vector<double> grid(2 * kSide * kSide), values(kSide * kSide);
  for (std::size_t i = 0; i < kSide * kSide; ++i) {
    grid[i] = -10 + (static_cast<double>(i % kSide) + 0.5) * 0.1;
    grid[kSide * kSide + i] = -10 + (static_cast<double>(i / kSide) + 0.5) * 0.1;
  }
  Density(plane).log_density_nats(grid.data(), kSide * kSide, values.data());
  double total = 0;
  for (const double value : values) total += 0.01 * numerics::exp(value);
  CHECK(close(total, 1, 1e-10));
}

TEST_CASE("the density of a spike of standard deviation 1e-150 is finite, and -inf or very small away from it") {
  const Density spike(Mixture{1, {1.0}, {0.8}, {1e-300}});
  CHECK(close(spike.log_density_nats(std::vector<double>{0.8}), 150 * numerics::log(10.0) - 0.5 * numerics::kLogTwoPi,
              1e-14));
  CHECK(spike.log_density_nats(std::vector<double>{0.9}) < -1e297);
  const Density thin(Mixture{2, {1.0}, {0, 0}, {1e-300, 0.9e-300, 0.9e-300, 1e-300}});
  const double far = thin.log_density_nats(std::vector<double>{1e160, 1e160});  // inf - inf on the way
  CHECK(far == -kInfinity);
}

TEST_CASE("a singular component is +inf on its support, nothing elsewhere, and NaN nowhere") {
  const Density mass(Mixture{1, {1.0}, {0.3}, {0}});
  CHECK(mass.log_density_nats(std::vector<double>{0.3}) == kInfinity);
  CHECK(mass.log_density_nats(std::vector<double>{0.31}) == -kInfinity);
  // Half a line (y = 2 x), half a disc.
  const Mixture mixture{2, {0.5, 0.5}, {0, 0, 0, 0}, {1, 2, 2, 4, 1, 0, 0, 1}};
  const Density density(mixture);
  CHECK(density.log_density_nats(std::vector<double>{1.5, 3}) == kInfinity);
  const double beside = density.log_density_nats(std::vector<double>{1.5, 2});
  CHECK(close(beside, numerics::log(0.5) - numerics::kLogTwoPi - 0.5 * (2.25 + 4), 1e-14));
}

TEST_CASE("a dead component is absent from density and distribution function") {
  const Mixture with{1, {0.5, 0.0, 0.5}, {-1, 0, 1}, {1, 0, 1}}, without{1, {0.5, 0.5}, {-1, 1}, {1, 1}};
  for (double x = -3; x <= 3; x += 0.5) {
    CHECK(Density(with).log_density_nats(std::vector<double>{x}) ==
          Density(without).log_density_nats(std::vector<double>{x}));
    CHECK(cdf(with, x) == cdf(without, x));
  }
}

TEST_CASE("the distribution function runs from 0 to 1 and jumps at a point mass") {
  const Mixture mixture{1, {0.25, 0.75}, {0, 2}, {1, 0}};
  CHECK(cdf(mixture, -1e300) == 0.0);
  CHECK(cdf(mixture, 1e300) == 1.0);
  CHECK(cdf(mixture, 0) == 0.125);
  CHECK(close(cdf(mixture, std::nextafter(2.0, 0.0)) + 0.75, cdf(mixture, 2.0), 1e-15));
}

TEST_CASE("flat numbers hold a whole mixture") {
  auto stream = test::stream(15);
  const Mixture mixture = test::random_mixture(3, 2, 1, stream);
  std::vector<double> flat(models::flat_size(3, 2));
  CHECK(flat.size() == 3 + 6 + 12);
  models::to_flat(mixture, flat);
  const Mixture back = models::from_flat(flat, 3, 2);
  CHECK(back.dimension == 2);
  CHECK(back.weights == mixture.weights);
  CHECK(back.means == mixture.means);
  CHECK(back.covariances == mixture.covariances);
}
