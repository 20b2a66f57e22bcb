#include "collapse/gaussian.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "models/fixtures.h"
#include "numerics/elementary.h"
#include "random/chi_square.h"
#include "support/close.h"

using namespace collapse;
using models::fit_gaussian;
using models::FitReport;
using models::FitStatus;
using models::Mixture;
using test::close;

namespace {

Mixture fit(const data::PointSet& points, EstimatorKind estimator, FitStatus expected) {
  FitReport report;
  const Mixture mixture = fit_gaussian(points, estimator, {}, report);
  CHECK(report.status == expected);
  CHECK(report.iterations == 1);
  CHECK(mixture.weights == std::vector<double>{1.0});
  return mixture;
}

}  // namespace

TEST_CASE("the Gaussian fit is the textbook mean and covariance") {
  auto stream = test::stream(2);
  for (const int d : {1, 2, 3, 7})
    for (const std::size_t n : {8u, 9u, 15u, 16u, 17u, 100u, 1003u}) {
      const data::PointSet points = sample(test::random_mixture(2, d, 3, stream), n, stream);
      const Mixture mle = fit(points, EstimatorKind::mle, FitStatus::converged);
      const Mixture unbiased = fit(points, EstimatorKind::unbiased, FitStatus::converged);
      std::vector<double> mean(d, 0.0);
      for (int j = 0; j < d; ++j) {
        for (std::size_t i = 0; i < n; ++i) mean[j] += points.coordinate(i, j) / static_cast<double>(n);
        CHECK(close(mle.means[j], mean[j], 1e-13, 1e-13));
        CHECK(mle.means[j] == unbiased.means[j]);
      }
      for (int j = 0; j < d; ++j)
        for (int m = 0; m < d; ++m) {
          double sum = 0;
          for (std::size_t i = 0; i < n; ++i)
            sum += (points.coordinate(i, j) - mean[j]) * (points.coordinate(i, m) - mean[m]);
          CHECK(close(mle.covariances[j * d + m], sum / static_cast<double>(n), 1e-12, 1e-12));
          CHECK(close(unbiased.covariances[j * d + m] * (static_cast<double>(n) - 1),
                      mle.covariances[j * d + m] * static_cast<double>(n), 1e-15));
          CHECK(mle.covariances[j * d + m] == mle.covariances[m * d + j]);
        }
    }
}

TEST_CASE("a lineage at the scale 2^-498, about 1e-150, has the digits of one at scale 1") {
  const double tiny = std::ldexp(1.0, -498);
  for (const int d : {1, 3}) {
    Mixture one{d, {1.0}, std::vector<double>(d, 0.0), std::vector<double>(static_cast<std::size_t>(d) * d, 0.0)};
    for (int j = 0; j < d; ++j) one.covariances[j * d + j] = 1;
    Mixture small = one;
    for (double& entry : small.covariances) entry *= tiny * tiny;
    for (std::uint32_t t = 1; t <= 60; ++t) {
      auto draw = test::stream(t), same = test::stream(t);
      one = fit(sample(one, 50, draw), EstimatorKind::mle, FitStatus::converged);
      small = fit(sample(small, 50, same), EstimatorKind::mle, FitStatus::converged);
      for (int j = 0; j < d; ++j) CHECK(small.means[j] == one.means[j] * tiny);
      for (int j = 0; j < d * d; ++j) CHECK(small.covariances[j] == one.covariances[j] * tiny * tiny);
    }
  }
}

TEST_CASE("a collapsed lineage about 0.8 still has a spread and keeps its centre") {
  Mixture model{1, {1.0}, {0.8}, {1e-300}};
  auto stream = test::stream(3);
  const Mixture next = fit(sample(model, 1000, stream), EstimatorKind::mle, FitStatus::converged);
  CHECK(next.means[0] == 0.8);
  // 1000 s^2/sigma^2 is chi-square with 999 degrees of freedom, standard deviation 44.7: ten of them.
  CHECK(next.covariances[0] > 0.55e-300);
  CHECK(next.covariances[0] < 1.45e-300);
}

TEST_CASE("equal points have exactly no variance and are degenerate") {
  const Mixture mixture = fit(test::points(1, std::vector<double>(10, 0.1)), EstimatorKind::mle, FitStatus::degenerate);
  CHECK(mixture.means[0] == 0.1);
  CHECK(mixture.covariances[0] == 0.0);
  const Mixture plane =
      fit(test::points(2, {1, 2, 4, 4, 0.3, 0.3, 0.3, 0.3}), EstimatorKind::unbiased, FitStatus::degenerate);
  CHECK(plane.covariances[3] == 0.0);
  CHECK(plane.covariances[0] > 0.0);
}

TEST_CASE("no more points than dimensions, no points, or a variance below the smallest double: degenerate") {
  auto stream = test::stream(4);
  for (int d = 1; d <= 6; ++d) {
    const Mixture source = test::random_mixture(1, d, 1, stream);
    for (std::size_t n = 0; n <= static_cast<std::size_t>(d); ++n) {
      fit(sample(source, n, stream), EstimatorKind::mle, FitStatus::degenerate);
      fit(sample(source, n, stream), EstimatorKind::unbiased, FitStatus::degenerate);
    }
    fit(sample(source, static_cast<std::size_t>(d) + 1, stream), EstimatorKind::mle, FitStatus::converged);
  }
  fit(test::points(1, {0, 1e-155, 2e-155}), EstimatorKind::mle, FitStatus::degenerate);
  fit(test::points(1, {0, 1e-153, 2e-153}), EstimatorKind::mle, FitStatus::converged);
}

TEST_CASE("with a known covariance only the mean is learnt") {
  auto stream = test::stream(5);
  const Mixture source = test::random_mixture(1, 2, 5, stream);
  const data::PointSet points = sample(source, 40, stream);
  FitReport report;
  const Mixture known = fit_gaussian(points, EstimatorKind::known_covariance, source.covariance(0), report);
  CHECK(report.status == FitStatus::converged);
  CHECK(known.covariances == source.covariances);
  CHECK(known.means == fit(points, EstimatorKind::mle, FitStatus::converged).means);
}

TEST_CASE("an estimate that overflows is called non-finite") {
  const double infinity = std::numeric_limits<double>::infinity();
  fit(test::points(1, {0, 1e200}), EstimatorKind::mle, FitStatus::non_finite);
  fit(test::points(1, {0, infinity, 1}), EstimatorKind::mle, FitStatus::non_finite);
  fit(test::points(1, {0, std::nan(""), 1}), EstimatorKind::mle, FitStatus::non_finite);
}

TEST_CASE("n s^2 / sigma^2 of fits to n = 11 draws is chi-square with 10 degrees of freedom") {
  // 4000 fits, the probabilities P(chi^2 > n s^2 / sigma^2) in 20 equal bins: uniform. The mean has variance sigma^2 /
  // n, so n / sigma^2 times the sum of its squared errors is chi-square with 4000 degrees of freedom. False alarm 1e-6
  // each.
  constexpr int kFits = 4000, kBins = 20;
  const Mixture source{1, {1.0}, {3.0}, {4.0}};
  std::uint32_t bins[kBins] = {};
  double squares = 0;
  auto stream = test::stream(6);
  for (int run = 0; run < kFits; ++run) {
    const Mixture model = fit(sample(source, 11, stream), EstimatorKind::mle, FitStatus::converged);
    const double p = numerics::chi_square_survival(10, 11 * model.covariances[0] / 4);
    ++bins[std::min(kBins - 1, static_cast<int>(p * kBins))];
    squares += (model.means[0] - 3) * (model.means[0] - 3) * 11 / 4;
  }
  CHECK(test::plausibly_equal(bins));
  CHECK(test::plausible(squares, kFits));
}

TEST_CASE("the weighted fit is the textbook weighted mean and covariance, for every weight and both groups' sizes") {
  auto stream = test::stream(8);
  for (const int d : {1, 3})
    for (const std::size_t real : {1u, 4u, 30u})
      for (const double weight : {0.0, 0.3, 0.618, 1.0}) {
        data::PointSet points = sample(test::random_mixture(2, d, 3, stream), 34, stream);
        for (std::size_t i = 0; i < points.count; ++i) points.is_real[i] = i < real;
        std::vector<double> w(34), mean(d, 0.0);
        double squares = 0;
        for (std::size_t i = 0; i < 34; ++i) {
          w[i] = i < real ? weight / static_cast<double>(real) : (1 - weight) / static_cast<double>(34 - real);
          squares += w[i] * w[i];
          for (int j = 0; j < d; ++j) mean[j] += w[i] * points.coordinate(i, j);
        }
        FitReport report;
        Mixture mle, unbiased;
        fit_weighted_gaussian(points, weight, EstimatorKind::mle, {}, report, mle);
        fit_weighted_gaussian(points, weight, EstimatorKind::unbiased, {}, report, unbiased);
        for (int j = 0; j < d; ++j) CHECK(close(mle.means[j], mean[j], 1e-12, 1e-12));
        for (int j = 0; j < d; ++j)
          for (int m = 0; m < d; ++m) {
            double sum = 0;
            for (std::size_t i = 0; i < 34; ++i)
              sum += w[i] * (points.coordinate(i, j) - mean[j]) * (points.coordinate(i, m) - mean[m]);
            CHECK(close(mle.covariances[j * d + m], sum, 1e-11, 1e-11));
            if (squares < 1) CHECK(close(unbiased.covariances[j * d + m] * (1 - squares), sum, 1e-11, 1e-11));
          }
      }
}

TEST_CASE(
    "the weighted fit of real points alone, or of drawn ones alone, is the plain fit; one point that weighs all has no "
    "spread") {
  auto stream = test::stream(9);
  data::PointSet points = sample(test::random_mixture(1, 1, 1, stream), 12, stream);
  FitReport report;
  Mixture weighted;
  for (const std::uint8_t real : {std::uint8_t{0}, std::uint8_t{1}}) {
    std::fill(points.is_real.begin(), points.is_real.end(), real);
    fit_weighted_gaussian(points, 0.3, EstimatorKind::unbiased, {}, report, weighted);
    const Mixture plain = fit(points, EstimatorKind::unbiased, FitStatus::converged);
    CHECK(weighted.means == plain.means);
    CHECK(weighted.covariances == plain.covariances);
  }
  std::fill(points.is_real.begin() + 1, points.is_real.end(), std::uint8_t{0});
  fit_weighted_gaussian(points, 1, EstimatorKind::unbiased, {}, report, weighted);
  CHECK(report.status == FitStatus::degenerate);
  fit_weighted_gaussian(points, 1, EstimatorKind::mle, {}, report, weighted);
  CHECK(report.status == FitStatus::degenerate);
  CHECK(weighted.covariances[0] == 0);
}

// 20,000 fits of 4 real and 8 other points of N(0, 1): the mean of s^2 is 1; normal statistic, false alarm 1e-6 each.
TEST_CASE("the weighted unbiased estimator is unbiased, the other one lacks the weights' squares") {
  auto stream = test::stream(10);
  const Mixture truth{1, {1}, {0}, {1}};
  for (const double weight : {0.2, 0.5, 0.8}) {
    const double lost = weight * weight / 4 + (1 - weight) * (1 - weight) / 8;
    double sum[2] = {}, squares[2] = {};
    const int fits = 20000;
    for (int i = 0; i < fits; ++i) {
      data::PointSet points = sample(truth, 12, stream);
      std::fill(points.is_real.begin(), points.is_real.begin() + 4, std::uint8_t{1});
      FitReport report;
      Mixture fitted;
      for (const bool unbiased : {false, true}) {
        fit_weighted_gaussian(points, weight, unbiased ? EstimatorKind::unbiased : EstimatorKind::mle, {}, report,
                              fitted);
        sum[unbiased] += fitted.covariances[0];
        squares[unbiased] += fitted.covariances[0] * fitted.covariances[0];
      }
    }
    for (const bool unbiased : {false, true}) {
      const double mean = sum[unbiased] / fits, error = std::sqrt((squares[unbiased] / fits - mean * mean) / fits);
      CHECK(test::plausible_normal((mean - (unbiased ? 1 : 1 - lost)) / error));
    }
  }
}

TEST_CASE("a fit with the sums of a growing sample has the bits of a fit without, whatever is added") {
  auto stream = test::stream(9);
  for (const int d : {1, 2, 5})
    for (const EstimatorKind estimator :
         {EstimatorKind::mle, EstimatorKind::unbiased, EstimatorKind::known_covariance}) {
      std::vector<double> known(static_cast<std::size_t>(d) * d, 0.0);
      for (int j = 0; j < d; ++j) known[static_cast<std::size_t>(j) * d + j] = 2;
      const Mixture truth = test::random_mixture(2, d, 3, stream);
      data::PointSet pool = sample(truth, 1, stream);
      models::GrowingSums sums;
      // Batches that end within a step of eight, at its end, and that bring nothing.
      for (const std::size_t more : {0u, 6u, 1u, 8u, 0u, 3u, 100u, 5u, 16u}) {
        data::append(pool, sample(truth, more, stream), 50);
        FitReport report, again;
        Mixture growing;
        fit_gaussian(pool, estimator, known, report, growing, &sums);
        const Mixture anew = fit_gaussian(pool, estimator, known, again);
        CHECK(growing.means == anew.means);
        CHECK(growing.covariances == anew.covariances);
        CHECK(report.status == again.status);
        CHECK(sums.points == pool.count - pool.count % 8);
      }
    }
}
