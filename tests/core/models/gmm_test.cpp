#include "models/mixture/gmm.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "collapse/gaussian.h"
#include "models/fixtures.h"
#include "numerics/elementary.h"
#include "numerics/hash.h"
#include "random/chi_square.h"
#include "support/close.h"

using namespace collapse;
using models::EmEstimator;
using models::EmOptions;
using models::FitReport;
using models::FitStatus;
using models::Mixture;
using test::close;

namespace {

constexpr std::uint64_t kSeed = 11;

struct Fit {
  Mixture mixture;
  FitReport report;
  long work = 0;
};

Fit fit(const data::PointSet& points, const EmOptions& options, const Mixture* previous = nullptr,
        long slice = std::numeric_limits<long>::max()) {
  Fit result;
  EmEstimator estimator(options);
  estimator.begin(points, previous, kSeed, 0, 1);
  while (!estimator.done()) result.work += estimator.advance(slice);
  CHECK(estimator.advance(10) == 0);
  result.mixture = estimator.finish(result.report);
  return result;
}

bool equal(const Mixture& a, const Mixture& b) {
  return a.weights == b.weights && a.means == b.means && a.covariances == b.covariances;
}

bool equal(const FitReport& a, const FitReport& b) {
  return a.status == b.status && a.iterations == b.iterations && a.floors_applied == b.floors_applied &&
         a.dead_components == b.dead_components && a.log_likelihood_nats == b.log_likelihood_nats;
}

/// No NaN, no infinity, weights a distribution, variances not negative.
bool sound(const Mixture& mixture) {
  double total = 0, check = 0;
  bool positive = true;
  for (const double weight : mixture.weights) {
    total += weight;
    positive = positive && weight >= 0;
  }
  for (const double mean : mixture.means) check += 0 * mean;
  for (const double covariance : mixture.covariances) check += 0 * covariance;
  const int d = mixture.dimension;
  for (int k = 0; k < mixture.components(); ++k)
    for (int j = 0; j < d; ++j) positive = positive && mixture.covariance(k)[j * d + j] >= 0;
  return positive && check == 0 && close(total, 1, 1e-12);
}

EmOptions options(int components, CovarianceKind shape = CovarianceKind::full,
                  InitialisationKind start = InitialisationKind::kmeans) {
  EmOptions result;
  result.components = components;
  result.covariance = shape;
  result.initialisation = start;
  return result;
}

constexpr CovarianceKind kShapes[] = {CovarianceKind::full, CovarianceKind::diagonal, CovarianceKind::spherical};
constexpr InitialisationKind kStarts[] = {InitialisationKind::kmeans, InitialisationKind::random,
                                          InitialisationKind::previous};

double mean_log_likelihood(const Mixture& mixture, const data::PointSet& points) {
  std::vector<double> x(points.offsets.size()), log(points.count);
  for (int j = 0; j < points.dimension; ++j)
    for (std::size_t i = 0; i < points.count; ++i)
      x[static_cast<std::size_t>(j) * points.count + i] = points.coordinate(i, j);
  models::Density(mixture).log_density_nats(x.data(), points.count, log.data());
  double sum = 0;
  for (const double value : log) sum += value;
  return sum / static_cast<double>(points.count);
}

}  // namespace

TEST_CASE("EM never lowers the log-likelihood") {
  auto stream = test::stream(30);
  for (std::uint32_t problem = 0; problem < 60; ++problem) {
    const int d = 1 + static_cast<int>(problem % 3), components = 1 + static_cast<int>(stream.below(4));
    const Mixture source = test::random_mixture(3, d, 2, stream);
    const data::PointSet points = sample(source, 60 + stream.below(200), stream);
    EmOptions chosen = options(components, kShapes[problem / 3 % 3], kStarts[problem / 9 % 2]);
    chosen.tolerance = 0;
    double last = -std::numeric_limits<double>::infinity();
    for (int iterations = 1; iterations <= 30; ++iterations) {
      chosen.max_iterations = iterations;
      const Fit result = fit(points, chosen);
      if (result.report.status == FitStatus::degenerate) break;  // a floor may cost likelihood
      CHECK(result.report.log_likelihood_nats >= last - 1e-13 * (1 + std::fabs(last)));
      last = result.report.log_likelihood_nats;
      if (result.report.status == FitStatus::converged) break;
      CHECK(result.report.iterations == iterations);
    }
    CHECK(last > -1e9);
  }
}

TEST_CASE("the reported log-likelihood is that of the estimate") {
  auto stream = test::stream(31);
  for (const int d : {1, 2, 4}) {
    const data::PointSet points = sample(test::random_mixture(2, d, 3, stream), 500, stream);
    const Fit result = fit(points, options(2));
    CHECK(result.report.status == FitStatus::converged);
    CHECK(close(result.report.log_likelihood_nats, mean_log_likelihood(result.mixture, points), 1e-12));
  }
}

TEST_CASE("slices of 1, 7 and all iterations give one result") {
  auto stream = test::stream(32);
  for (const InitialisationKind start : kStarts)
    for (const int d : {1, 2}) {
      const Mixture source = test::random_mixture(3, d, 2, stream);
      const data::PointSet points = sample(source, 301, stream);
      EmOptions chosen = options(3, CovarianceKind::full, start);
      chosen.restarts = 3;
      const Fit whole = fit(points, chosen, &source), by_one = fit(points, chosen, &source, 1),
                by_seven = fit(points, chosen, &source, 7);
      CHECK(whole.work > 7);
      CHECK(by_one.work == whole.work);
      CHECK(by_seven.work == whole.work);
      CHECK(equal(by_one.mixture, whole.mixture));
      CHECK(equal(by_seven.mixture, whole.mixture));
      CHECK(equal(by_one.report, whole.report));
      CHECK(equal(by_seven.report, whole.report));
    }
}

TEST_CASE("an M-step preserves the sample's mean and its whole covariance, and so does the estimate") {
  auto stream = test::stream(33);
  for (const int d : {1, 2, 3, 6})
    for (const InitialisationKind start : kStarts) {
      const Mixture source = test::random_mixture(3, d, 3, stream);
      const data::PointSet points = sample(source, 400, stream);
      FitReport report;
      const Mixture sample_moments = fit_gaussian(points, EstimatorKind::mle, {}, report);
      for (const int iterations : {1, 2, 10}) {
        EmOptions chosen = options(3, CovarianceKind::full, start);
        chosen.tolerance = 0;
        chosen.max_iterations = iterations;
        const models::Moments moments = models::moments(fit(points, chosen, &source).mixture);
        for (int j = 0; j < d; ++j) CHECK(close(moments.mean[j], sample_moments.means[j], 1e-13, 1e-13));
        for (int j = 0; j < d * d; ++j)
          CHECK(close(moments.covariance[j], sample_moments.covariances[j], 1e-12, 1e-12));
      }
    }
}

TEST_CASE("diagonal and spherical M-steps preserve the variances' diagonal or its trace") {
  auto stream = test::stream(34);
  const data::PointSet points = sample(test::random_mixture(2, 3, 3, stream), 300, stream);
  FitReport report;
  const Mixture total = fit_gaussian(points, EstimatorKind::mle, {}, report);
  const models::Moments diagonal = models::moments(fit(points, options(2, CovarianceKind::diagonal)).mixture);
  for (int j = 0; j < 3; ++j) CHECK(close(diagonal.covariance[4 * j], total.covariances[4 * j], 1e-12));
  const Mixture round = fit(points, options(2, CovarianceKind::spherical)).mixture;
  const models::Moments spherical = models::moments(round);
  double trace = 0, expected = 0;
  for (int j = 0; j < 3; ++j) {
    trace += spherical.covariance[4 * j];
    expected += total.covariances[4 * j];
  }
  CHECK(close(trace, expected, 1e-12));
  CHECK(round.covariances[0] == round.covariances[4]);
  CHECK(round.covariances[1] == 0.0);
}

TEST_CASE("one component is the Gaussian maximum-likelihood fit") {
  auto stream = test::stream(35);
  for (const InitialisationKind start : kStarts) {
    const data::PointSet points = sample(test::random_mixture(2, 2, 5, stream), 200, stream);
    FitReport report;
    const Mixture closed = fit_gaussian(points, EstimatorKind::mle, {}, report);
    const Fit em = fit(points, options(1, CovarianceKind::full, start));
    CHECK(em.report.status == FitStatus::converged);
    CHECK(em.mixture.weights[0] == 1.0);
    for (int j = 0; j < 2; ++j) CHECK(close(em.mixture.means[j], closed.means[j], 1e-13));
    for (int j = 0; j < 4; ++j) CHECK(close(em.mixture.covariances[j], closed.covariances[j], 1e-12));
  }
}

TEST_CASE("a fit of data scaled by a power of two is the fit scaled, bit for bit") {
  auto stream = test::stream(36);
  for (const int d : {1, 2}) {
    const data::PointSet points = sample(test::random_mixture(2, d, 3, stream), 201, stream);
    data::PointSet centred = points;
    centred.origin.assign(static_cast<std::size_t>(d), 0.0);
    EmOptions chosen = options(2);
    chosen.covariance_floor = 1e-280;
    const Fit one = fit(centred, chosen);
    REQUIRE(one.report.status == FitStatus::converged);
    for (const int power : {-440, -60, 1, 490}) {
      data::PointSet scaled = centred;
      for (double& offset : scaled.offsets) offset = std::ldexp(offset, power);
      const Fit other = fit(scaled, chosen);
      CHECK(other.report.iterations == one.report.iterations);
      CHECK(other.mixture.weights == one.mixture.weights);
      for (std::size_t i = 0; i < one.mixture.means.size(); ++i)
        CHECK(other.mixture.means[i] == std::ldexp(one.mixture.means[i], power));
      for (std::size_t i = 0; i < one.mixture.covariances.size(); ++i)
        CHECK(other.mixture.covariances[i] == std::ldexp(one.mixture.covariances[i], 2 * power));
      CHECK(
          close(other.report.log_likelihood_nats, one.report.log_likelihood_nats - d * power * numerics::kLn2, 1e-12));
    }
  }
}

TEST_CASE("separate clusters are found from k-means++ and their parameters are close") {
  // Means 8 standard deviations apart, n = 4000: errors of means and weights are the sampling errors, nine normal
  // statistics of which each stays within 5.5 standard errors (false alarm 4e-7).
  const Mixture source{1, {0.2, 0.3, 0.5}, {-8, 0, 8}, {1, 1, 1}};
  auto stream = test::stream(37);
  const data::PointSet points = sample(source, 4000, stream);
  EmOptions chosen = options(3);
  chosen.restarts = 5;
  const Fit result = fit(points, chosen);
  CHECK(result.report.status == FitStatus::converged);
  for (int k = 0; k < 3; ++k) {
    int found = 0;
    for (int c = 1; c < 3; ++c)
      if (std::fabs(result.mixture.means[c] - source.means[k]) <
          std::fabs(result.mixture.means[found] - source.means[k]))
        found = c;
    const double w = source.weights[k], count = 4000 * w;
    CHECK(std::fabs(result.mixture.weights[found] - w) < 5.5 * std::sqrt(w * (1 - w) / 4000));
    CHECK(std::fabs(result.mixture.means[found] - source.means[k]) < 5.5 / std::sqrt(count));
    CHECK(std::fabs(result.mixture.covariances[found] - 1) < 5.5 * std::sqrt(2 / count));
  }
}

TEST_CASE("restarts keep the most likely estimate") {
  // Five clusters and one start: k-means++ sometimes puts two centres into one.
  Mixture source{1, {}, {}, {}};
  for (int k = 0; k < 5; ++k) {
    source.weights.push_back(0.2);
    source.means.push_back(10 * k);
    source.covariances.push_back(1);
  }
  auto stream = test::stream(38);
  const data::PointSet points = sample(source, 200, stream);
  EmOptions chosen = options(5, CovarianceKind::full, InitialisationKind::random);
  double last = -std::numeric_limits<double>::infinity();
  double first = 0;
  long work = 0;
  for (int restarts = 1; restarts <= 8; ++restarts) {
    chosen.restarts = restarts;
    const Fit result = fit(points, chosen);
    if (restarts == 1) first = result.report.log_likelihood_nats;
    CHECK(result.report.log_likelihood_nats >= last);
    CHECK(result.work > work);
    last = result.report.log_likelihood_nats;
    work = result.work;
  }
  CHECK(last > first);
}

TEST_CASE("a second fit stands beside the estimate and changes none of its bits; only generation 1 has one") {
  auto stream = test::stream(77);
  const Mixture source{2, {1.0}, {0.0, 0.0}, {1.0, 0.0, 0.0, 1.0}};
  const data::PointSet points = sample(source, 300, stream);
  for (const InitialisationKind start : {InitialisationKind::kmeans, InitialisationKind::random}) {
    EmOptions chosen = options(2, CovarianceKind::full, start);
    const Fit plain = fit(points, chosen);
    CHECK(plain.report.second == nullptr);
    chosen.second_fit = true;
    const Fit both = fit(points, chosen), sliced = fit(points, chosen, nullptr, 1);
    CHECK(equal(both.mixture, plain.mixture));
    CHECK(equal(both.report, plain.report));
    CHECK(both.work > plain.work);
    REQUIRE(both.report.second != nullptr);
    CHECK_FALSE(equal(*both.report.second, both.mixture));
    CHECK(equal(*both.report.second, *sliced.report.second));
    // Another optimum or the same: it keeps the sample's moments.
    CHECK(close(moments(*both.report.second).covariance[0], moments(both.mixture).covariance[0], 1e-12));
    // It is what the start after the last one finds by itself.
    chosen.second_fit = false;
    chosen.restarts = 2;
    const Fit two = fit(points, chosen);
    CHECK((equal(two.mixture, both.mixture) || equal(two.mixture, *both.report.second)));
    chosen.restarts = 1;
    chosen.second_fit = true;
    EmEstimator later(chosen);
    later.begin(points, &both.mixture, kSeed, 0, 2);
    later.advance(100000);
    FitReport report;
    later.finish(report);
    CHECK(report.second == nullptr);
  }
}

TEST_CASE("an added variance is added to every variance in every step, whatever the units, and no fit falls below it") {
  auto stream = test::stream(78);
  const Mixture source{2, {0.5, 0.5}, {-3.0, 0.0, 3.0, 1.0}, {1.0, 0.2, 0.2, 2.0, 0.5, 0.0, 0.0, 1.0}};
  const data::PointSet points = sample(source, 200, stream);
  for (const CovarianceKind shape : {CovarianceKind::full, CovarianceKind::diagonal, CovarianceKind::spherical}) {
    EmOptions chosen = options(1, shape);
    const Fit plain = fit(points, chosen);
    chosen.added_variance = 0.25;
    const Fit added = fit(points, chosen);
    for (int i = 0; i < 4; ++i)
      CHECK(close(added.mixture.covariances[i], plain.mixture.covariances[i] + (i % 3 == 0 ? 0.25 : 0), 1e-13, 1e-15));
    CHECK(added.report.floors_applied == 0);
  }
  // Equal points: nothing is left but what is added, and no floor is needed.
  EmOptions chosen = options(1);
  chosen.added_variance = 1e-6;
  const Fit same = fit(test::points(1, {4, 4, 4, 4}), chosen);
  CHECK(close(same.mixture.covariances[0], 1e-6, 1e-14));
  CHECK(same.report.floors_applied == 0);
  // Far smaller than what is added, the data do not overflow the fit's units.
  chosen.added_variance = 1e6;
  const Fit tiny = fit(test::points(1, {1e-200, 2e-200, 3e-200}), chosen);
  CHECK(close(tiny.mixture.covariances[0], 1e6, 1e-14));
  CHECK(sound(tiny.mixture));
}

TEST_CASE("a fit that starts where it ended stays there") {
  auto stream = test::stream(39);
  const data::PointSet points = sample(test::random_mixture(2, 2, 4, stream), 500, stream);
  EmOptions chosen = options(2);
  chosen.tolerance = 1e-10;
  const Fit result = fit(points, chosen);
  chosen.initialisation = InitialisationKind::previous;
  const Fit again = fit(points, chosen, &result.mixture);
  CHECK(again.report.iterations == 2);
  for (std::size_t i = 0; i < 4; ++i) CHECK(close(again.mixture.means[i], result.mixture.means[i], 1e-4));
}

TEST_CASE("without a usable previous model the start is k-means++") {
  auto stream = test::stream(40);
  const Mixture source = test::random_mixture(2, 2, 4, stream);
  const data::PointSet points = sample(source, 100, stream);
  const Fit kmeans = fit(points, options(2));
  CHECK(equal(fit(points, options(2, CovarianceKind::full, InitialisationKind::previous)).mixture, kmeans.mixture));
  const Mixture line{1, {0.5, 0.5}, {0, 1}, {1, 1}};
  CHECK(equal(fit(points, options(2, CovarianceKind::full, InitialisationKind::previous), &line).mixture,
              kmeans.mixture));
}

TEST_CASE("the iteration limit is kept and reported") {
  auto stream = test::stream(41);
  const data::PointSet points = sample(test::random_mixture(3, 1, 1, stream), 400, stream);
  EmOptions chosen = options(3, CovarianceKind::full, InitialisationKind::random);
  chosen.max_iterations = 3;
  const Fit result = fit(points, chosen);
  CHECK(result.report.status == FitStatus::iteration_limit);
  CHECK(result.report.iterations == 3);
  CHECK(result.work == 3);
}

TEST_CASE("degenerate data are reported, never NaN") {
  const std::vector<std::vector<double>> samples = {
      {4, 4, 4, 4, 4, 4},  // all equal
      {1, 1, 1, 2, 2, 2},  // two values
      {1, 2, 3, 4, 5, 6},
      {0, 0, 0, 1e-300, 1e-300, 1},  // a gap of 300 orders of magnitude
      {-1e150, 1e150, 0, 0, 1, 2},
      {1e-170, 2e-170, 3e-170, 0, 0, 5e-170},  // squares below the smallest double
      {1e15, 1e15 + 1, 1e15 + 2, 1e15, 1e15, 1e15 + 5},
      {0.1, 0.1, 0.1, 0.2, 0.2, 1e8},
  };
  for (const auto& sample : samples)
    for (const int d : {1, 2, 3, 6})
      for (const CovarianceKind shape : kShapes)
        for (const InitialisationKind start : kStarts)
          for (const int components : {1, 2, 5, 9}) {
            const data::PointSet points = test::points(d, sample);
            EmOptions chosen = options(components, shape, start);
            chosen.max_iterations = 50;
            const Fit result = fit(points, chosen);
            CHECK(sound(result.mixture));
            CHECK(std::isfinite(result.report.log_likelihood_nats));
            CHECK(result.report.status != FitStatus::non_finite);
            // Fewer points than a covariance needs, or a point a cluster of its own.
            const int n = static_cast<int>(points.count);
            const bool alone = start != InitialisationKind::random && components >= n;
            if (alone || (shape == CovarianceKind::full && n <= d))
              CHECK(result.report.status == FitStatus::degenerate);
            // And the result can be drawn from and fitted again.
            auto stream = test::stream(42);
            CHECK(sound(fit(models::sample(result.mixture, 20, stream), chosen, &result.mixture).mixture));
          }
}

TEST_CASE("equal points: one component holds them at the floor, the others are dead and counted") {
  EmOptions chosen = options(3);
  chosen.covariance_floor = 1e-20;
  const Fit result = fit(test::points(2, {4, 4, 4, 4, 7, 7, 7, 7}), chosen);
  CHECK(result.report.status == FitStatus::degenerate);
  CHECK(result.report.floors_applied == 1);
  CHECK(result.report.dead_components == 2);
  CHECK(result.mixture.weights == std::vector<double>{1, 0, 0});
  CHECK(result.mixture.means == std::vector<double>{4, 7, 4, 7, 4, 7});
  CHECK(close(result.mixture.covariances[0], 1e-20, 1e-12));
  CHECK(result.mixture.covariances[1] == 0.0);
}

TEST_CASE("a component without responsibility dies in place") {
  auto stream = test::stream(43);
  const Mixture source{1, {1.0}, {0.0}, {1.0}};
  const Mixture previous{1, {0.5, 0.5}, {0.0, 1e6}, {1.0, 2.0}};
  const Fit result =
      fit(sample(source, 100, stream), options(2, CovarianceKind::full, InitialisationKind::previous), &previous);
  CHECK(result.report.dead_components == 1);
  CHECK(result.report.floors_applied == 0);
  CHECK(result.report.status == FitStatus::degenerate);
  CHECK(result.mixture.weights == std::vector<double>{1, 0});
  CHECK(close(result.mixture.means[1], 1e6, 1e-12));
  CHECK(close(result.mixture.covariances[1], 2, 1e-12));
}

TEST_CASE("a component that must shrink by ten orders of magnitude keeps its digits") {
  // Old variance 1 and mean 30 against a cluster of spread about 1e-9 at 0.5: sums about the old mean would cancel
  // away.
  auto stream = test::stream(44);
  data::PointSet points = sample(Mixture{1, {1.0}, {0.0}, {1e-18}}, 50, stream);
  for (double& offset : points.offsets) offset += 0.5;
  const Mixture previous{1, {1.0}, {30.0}, {1.0}};
  FitReport report;
  const Mixture closed = fit_gaussian(points, EstimatorKind::mle, {}, report);
  EmOptions chosen = options(1, CovarianceKind::full, InitialisationKind::previous);
  chosen.max_iterations = 1;
  const Fit result = fit(points, chosen, &previous);
  CHECK(close(result.mixture.covariances[0], closed.covariances[0], 1e-6));
  chosen.max_iterations = 3;
  CHECK(close(fit(points, chosen, &previous).mixture.covariances[0], closed.covariances[0], 1e-12));
}

TEST_CASE("data that are not finite, or spread beyond the doubles, keep the previous model") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Mixture previous{1, {0.5, 0.5}, {1, 2}, {3, 4}};
  for (const double bad : {infinity, -infinity, std::nan(""), 1e300})
    for (const InitialisationKind start : kStarts) {
      const data::PointSet points = test::points(1, {0, 1, 2, bad, 3});
      const Fit kept = fit(points, options(2, CovarianceKind::full, start), &previous);
      CHECK(kept.report.status == FitStatus::non_finite);
      CHECK(equal(kept.mixture, previous));
      const Fit nothing = fit(points, options(2, CovarianceKind::full, start));
      CHECK(nothing.report.status == FitStatus::non_finite);
      CHECK(sound(nothing.mixture));
    }
}

TEST_CASE("a lineage of mixtures keeps the laws of total variance: E total variance = 17 (1 - 1/n)^t") {
  // Components at +-4 of variance 1, n = 100, 20 generations from the previous model, 200 lineages: full EM preserves
  // mean and total variance, so the closed form of the single Gaussian holds. Normal statistic of the mean of 200
  // lineages: false alarm 1e-6.
  constexpr int kRuns = 200, kGenerations = 20;
  constexpr double kN = 100;
  double sum = 0, squares = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    Mixture model{1, {0.5, 0.5}, {-4, 4}, {1, 1}};
    for (std::uint32_t t = 1; t <= kGenerations; ++t) {
      random::Stream stream(kSeed, run, t, random::Purpose::synthetic);
      model = fit(sample(model, static_cast<std::size_t>(kN), stream),
                  options(2, CovarianceKind::full, InitialisationKind::previous), &model)
                  .mixture;
    }
    const double variance = models::moments(model).covariance[0];
    sum += variance;
    squares += variance * variance;
  }
  const double mean = sum / kRuns, error = std::sqrt((squares / kRuns - mean * mean) / kRuns);
  const double expected = 17 * numerics::pow(1 - 1 / kN, kGenerations);
  CHECK(error < 0.05 * expected);
  CHECK(test::plausible_normal((mean - expected) / error));
}

TEST_CASE("the bits of a few fits are pinned") {
  numerics::Hash hash;
  auto stream = test::stream(45);
  for (const int d : {1, 2, 3, 5})
    for (const CovarianceKind shape : kShapes)
      for (const InitialisationKind start : kStarts) {
        const Mixture source = test::random_mixture(3, d, 2, stream);
        const data::PointSet points = sample(source, 123, stream);
        const Fit result = fit(points, options(3, shape, start), &source);
        hash.add(result.mixture.weights);
        hash.add(result.mixture.means);
        hash.add(result.mixture.covariances);
        hash.add(result.report.log_likelihood_nats);
      }
  const Fit singular = fit(test::points(2, {1, 2, 3, 4, 5, 7, 2, 4, 6, 8, 10, 14}), options(2));
  hash.add(singular.mixture.covariances);
  CHECK(hash.value() == 0xedef6af58d3aebb1ull);
}
