// Every sampler against the distribution it should have: values are turned into numbers that are then uniform (by the
// exact distribution function), 100,000 draws in 50 equally probable bins, chi-square, false alarms 1e-6 a check. Seeds
// are fixed.

#include "models/mixture/biased_sample.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "random/chi_square.h"
#include "support/close.h"

using collapse::SelectionKind;
using collapse::data::PointSet;
using collapse::models::biased_sample;
using collapse::models::Density;
using collapse::models::DrawBias;
using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::plausible_normal;
using collapse::test::plausibly_equal;
namespace numerics = collapse::numerics;

namespace {

constexpr std::size_t kDraws = 100000;

Mixture line(double mean, double variance) { return {1, {1}, {mean}, {variance}}; }

/// Distances from the centre in units of a covariance (d x d).
void measure_from(DrawBias& bias, std::vector<double> centre, const std::vector<double>& covariance) {
  const int d = static_cast<int>(centre.size());
  std::vector<double> factor(covariance.size());
  REQUIRE(collapse::linalg::cholesky(covariance, d, factor.data()));
  bias.inverse_factor.resize(covariance.size());
  collapse::linalg::invert_lower(factor.data(), d, bias.inverse_factor.data());
  bias.centre = std::move(centre);
}

PointSet draw(const Mixture& mixture, const DrawBias& bias, std::size_t n, double& proposals,
              std::uint32_t generation = 1, double most = 1e9) {
  Stream stream(3, 0, generation, Purpose::synthetic);
  return biased_sample(mixture, bias, n, stream, most, proposals);
}

/// What each point is turned into is uniform on (0, 1).
bool uniform(const PointSet& points, const std::function<double(const PointSet&, std::size_t)>& to_share) {
  std::vector<std::uint32_t> bins(50);
  for (std::size_t i = 0; i < points.count; ++i) {
    const double share = to_share(points, i);
    if (!(share >= 0 && share <= 1)) return false;
    ++bins[std::min<std::size_t>(49, static_cast<std::size_t>(share * 50))];
  }
  return plausibly_equal(bins);
}

/// The number of proposals fits a chance of being kept: z = (n/p - proposals) / sd of a negative binomial.
bool fits(double chance, std::size_t n, double proposals) {
  const double expected = static_cast<double>(n) / chance,
               sd = std::sqrt(static_cast<double>(n) * (1 - chance)) / chance;
  return plausible_normal((proposals - expected) / sd);
}

double within(double c) { return 1 - 2 * numerics::normal_cdf(-c); }

}  // namespace

TEST_CASE("cooled draws are normal with the temperature times the variance") {
  for (const double temperature : {0.3, 1.0, 2.0}) {
    DrawBias bias;
    bias.temperature = temperature;
    double proposals = 0;
    const PointSet points = draw(line(5, 4), bias, kDraws, proposals);
    CHECK(proposals == kDraws);
    CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
      return numerics::normal_cdf((p.coordinate(i, 0) - 5) / (2 * std::sqrt(temperature)));
    }));
  }
  DrawBias frozen;
  frozen.temperature = 0;
  double proposals = 0;
  const PointSet points = draw(line(5, 4), frozen, 10, proposals);
  for (std::size_t i = 0; i < points.count; ++i) CHECK(points.coordinate(i, 0) == 5);
}

TEST_CASE("draws cut off at c are normal within c cooled standard deviations, and as many are proposed as that takes") {
  for (const double c : {0.5, 2.0}) {
    DrawBias bias;
    bias.truncation = c;
    bias.temperature = 0.25;
    double proposals = 0;
    const PointSet points = draw(line(-1, 4), bias, kDraws, proposals);
    CHECK(fits(within(c), kDraws, proposals));
    CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
      return (numerics::normal_cdf(p.coordinate(i, 0) + 1) - numerics::normal_cdf(-c)) / within(c);
    }));
  }
}

TEST_CASE("in space the cut is a ball of Mahalanobis distance") {
  DrawBias bias;
  bias.truncation = 1.5;
  const Mixture space{3, {1}, {1, 2, 3}, {2, 0.5, 0, 0.5, 1, 0.3, 0, 0.3, 0.5}};
  double proposals = 0;
  const PointSet points = draw(space, bias, kDraws, proposals);
  std::vector<double> factor(9), inverse(9);
  REQUIRE(collapse::linalg::cholesky(space.covariances, 3, factor.data()));
  collapse::linalg::invert_lower(factor.data(), 3, inverse.data());
  const double inside = 1 - numerics::chi_square_survival(3, 2.25);
  CHECK(fits(inside, kDraws, proposals));
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    double squares = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      double z = 0;
      for (std::size_t k = 0; k <= j; ++k)
        z += inverse[j * 3 + k] * (p.coordinate(i, static_cast<int>(k)) - space.means[k]);
      squares += z * z;
    }
    return (1 - numerics::chi_square_survival(3, squares)) / inside;
  }));
}

TEST_CASE("the best of k has the k-th power of the distribution function") {
  for (const int k : {2, 5, 40}) {
    DrawBias bias;
    bias.choice = SelectionKind::best_of;
    bias.candidates = k;
    double proposals = 0;
    const PointSet points = draw(line(0, 9), bias, kDraws, proposals);
    CHECK(proposals == k * static_cast<double>(kDraws));
    CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
      return numerics::pow(numerics::normal_cdf(p.coordinate(i, 0) / 3), k);
    }));
  }
}

TEST_CASE("the best of k is chosen by its first coordinate, and the others come along") {
  DrawBias bias;
  bias.choice = SelectionKind::best_of;
  bias.candidates = 3;
  double proposals = 0;
  // x2 = 0.8 x1 + 0.6 z: given x1 it is as if nothing had been chosen.
  const PointSet points = draw({2, {1}, {0, 0}, {1, 0.8, 0.8, 1}}, bias, kDraws, proposals);
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    return numerics::pow(numerics::normal_cdf(p.coordinate(i, 0)), 3);
  }));
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    return numerics::normal_cdf((p.coordinate(i, 1) - 0.8 * p.coordinate(i, 0)) / 0.6);
  }));
}

TEST_CASE("a tilt of a normal is the product of two normals") {
  // Model N(2, 4), truth of variance 9, centre 5, scale .5: precisions 1/4 and 1/(.25 * 9).
  DrawBias bias;
  bias.choice = SelectionKind::tilt;
  bias.scale = 0.5;
  measure_from(bias, {5}, {9});
  double proposals = 0;
  const PointSet points = draw(line(2, 4), bias, kDraws, proposals);
  const double variance = 1 / (1 / 4.0 + 1 / 2.25), mean = variance * (2 / 4.0 + 5 / 2.25);
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    return numerics::normal_cdf((p.coordinate(i, 0) - mean) / std::sqrt(variance));
  }));
  // E exp(-(x - 5)^2 / 4.5) = sqrt(2.25/6.25) exp(-9/12.5)
  CHECK(fits(std::sqrt(2.25 / 6.25) * numerics::exp(-9 / 12.5), kDraws, proposals));
}

TEST_CASE("a tilt in the plane adds inverse covariances") {
  // Model 2 I, truth [[2, 1], [1, 2]], scale 1, centre at the model's mean: precision I/2 + [[2, -1], [-1, 2]]/3.
  DrawBias bias;
  bias.choice = SelectionKind::tilt;
  measure_from(bias, {0, 0}, {2, 1, 1, 2});
  double proposals = 0;
  const PointSet points = draw({2, {1}, {0, 0}, {2, 0, 0, 2}}, bias, kDraws, proposals);
  const double a = 0.5 + 2.0 / 3, b = -1.0 / 3;
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    const double x = p.coordinate(i, 0), y = p.coordinate(i, 1);
    return numerics::exp(-0.5 * (a * (x * x + y * y) + 2 * b * x * y));  // chi-square with two degrees of freedom
  }));
}

TEST_CASE("kept in proportion to a density, draws of a normal are a mixture of products") {
  // Model N(0, 4), truth .3 N(-1, .25) + .7 N(2, 1).
  const Mixture truth{1, {0.3, 0.7}, {-1, 2}, {0.25, 1}};
  DrawBias bias;
  bias.choice = SelectionKind::density;
  bias.truth.emplace(truth);
  bias.log_bound = collapse::models::log_density_bound(truth);
  double proposals = 0;
  const PointSet points = draw(line(0, 4), bias, kDraws, proposals);
  double share[2], mean[2], sd[2], bound = 0;
  for (int k = 0; k < 2; ++k) {
    const double m = truth.means[static_cast<std::size_t>(k)], v = truth.covariances[static_cast<std::size_t>(k)],
                 w = truth.weights[static_cast<std::size_t>(k)];
    share[k] = w * numerics::exp(-0.5 * m * m / (v + 4)) / std::sqrt(2 * numerics::kPi * (v + 4));
    sd[k] = std::sqrt(v * 4 / (v + 4));
    mean[k] = m * 4 / (v + 4);
    bound += w / std::sqrt(2 * numerics::kPi * v);
  }
  CHECK(collapse::test::close(bias.log_bound, numerics::log(bound), 1e-14));
  CHECK(fits((share[0] + share[1]) / bound, kDraws, proposals));
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    double below = 0;
    for (int k = 0; k < 2; ++k) below += share[k] * numerics::normal_cdf((p.coordinate(i, 0) - mean[k]) / sd[k]);
    return below / (share[0] + share[1]);
  }));
}

TEST_CASE("a verifier keeps good and bad draws at its rates") {
  // Model N(0, 1), good within .5 of 1 (truth of variance 4, radius .25): false positives .2, false negatives .3.
  DrawBias bias;
  bias.choice = SelectionKind::verifier;
  bias.radius = 0.25;
  bias.false_positive = 0.2;
  bias.false_negative = 0.3;
  measure_from(bias, {1}, {4});
  double proposals = 0;
  const PointSet points = draw(line(0, 1), bias, kDraws, proposals);
  const double low = numerics::normal_cdf(0.5), high = numerics::normal_cdf(1.5),
               all = 0.2 * (1 - high + low) + 0.7 * (high - low);
  CHECK(fits(all, kDraws, proposals));
  CHECK(uniform(points, [&](const PointSet& p, std::size_t i) {
    const double u = numerics::normal_cdf(p.coordinate(i, 0));
    return (0.2 * u + 0.5 * (std::min(std::max(u, low), high) - low)) / all;
  }));
}

TEST_CASE("a cut-off mixture keeps its weights, and each component is cut where it stands") {
  DrawBias bias;
  bias.truncation = 1;
  double proposals = 0;
  const PointSet points = draw({1, {0.2, 0, 0.8}, {-10, 0, 10}, {1, 1, 4}}, bias, kDraws, proposals);
  double left = 0;
  bool stands = true;
  for (std::size_t i = 0; i < points.count; ++i) {
    const double x = points.coordinate(i, 0);
    left += x < 0;
    stands = stands && (std::fabs(x + 10) <= 1 + 1e-12 || std::fabs(x - 10) <= 2 + 1e-12);
  }
  CHECK(stands);
  CHECK(plausible_normal((left - 0.2 * kDraws) / std::sqrt(0.16 * kDraws)));
}

TEST_CASE("a shorter request is a prefix of a longer one, and a spread of 1e-150 keeps its shape") {
  DrawBias bias;
  bias.choice = SelectionKind::best_of;
  bias.candidates = 2;
  bias.truncation = 2;
  double proposals = 0;
  const PointSet large = draw(line(0.8, 1), bias, 500, proposals), few = draw(line(0.8, 1), bias, 60, proposals);
  const PointSet tiny = draw(line(0.8, 1e-300), bias, 500, proposals);
  for (std::size_t i = 0; i < 60; ++i) CHECK(few.offsets[i] == large.offsets[i]);
  for (std::size_t i = 0; i < 500; ++i) CHECK(collapse::test::close(tiny.offsets[i], large.offsets[i] * 1e-150, 1e-14));
}

TEST_CASE("where nothing passes, proposals end at their limit and the draws there were are handed out") {
  DrawBias bias;
  bias.choice = SelectionKind::verifier;
  bias.radius = 0.1;
  measure_from(bias, {50}, {1});
  double proposals = 0;
  CHECK(draw(line(0, 1), bias, 100, proposals, 1, 5000).count == 0);
  CHECK(proposals == 5000);
  measure_from(bias, {0}, {1});
  const PointSet some = draw(line(0, 1), bias, 1000, proposals, 1, 5000);
  CHECK(proposals == 5000);
  CHECK(some.count > 300);
  CHECK(some.count < 500);
  CHECK(some.offsets.size() == some.count);
  CHECK(collapse::models::most_proposals(100, 1) == 1.1e6);
  CHECK(collapse::models::most_proposals(1000000, 1000) == 4e8);
}
