#include "sources/shape.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "collapse/real_data.h"
#include "random/chi_square.h"
#include "support/close.h"
#include "support/experiments.h"

using namespace collapse;
using sources::Shape;
using test::close;
using test::spec_of;

namespace {

std::vector<Shape> all_shapes(double noise) {
  return {sources::moons(noise), sources::circles(noise, 0.4), sources::swiss_roll(noise)};
}

random::Stream stream_of(unsigned part) { return {11, 0, 0, random::Purpose::fresh_real, part}; }

// Squared distance of a point from the nearest of many places on the curves.
double squared_distance(const Shape& shape, double x, double y) {
  double least = 1e300;
  for (int curve = 0; curve < shape.curves; ++curve)
    for (int i = 0; i <= 2000; ++i) {
      double at[2];
      shape.at(shape, curve, i / 2000.0, at);
      least = std::fmin(least, (at[0] - x) * (at[0] - x) + (at[1] - y) * (at[1] - y));
    }
  return least;
}

}  // namespace

TEST_CASE("the moments of a shape are those of its curves by the midpoint rule, and the noise") {
  for (const Shape& shape : all_shapes(0.3)) {
    constexpr int kSteps = 100000;
    double mean[2] = {0, 0}, products[3] = {0, 0, 0};
    for (int curve = 0; curve < shape.curves; ++curve)
      for (int i = 0; i < kSteps; ++i) {
        double at[2];
        shape.at(shape, curve, (i + 0.5) / kSteps, at);
        const double weight = 1.0 / (static_cast<double>(kSteps) * shape.curves);
        for (int j = 0; j < 2; ++j) mean[j] += weight * at[j];
        products[0] += weight * at[0] * at[0];
        products[1] += weight * at[0] * at[1];
        products[2] += weight * at[1] * at[1];
      }
    // The midpoint rule is off by at most (b − a)³ max|f''| / (24 steps²), here below 1e-8.
    for (std::size_t j = 0; j < 2; ++j) CHECK(close(shape.moments.mean[j], mean[j], 0, 1e-8));
    CHECK(close(shape.moments.covariance[0], products[0] - mean[0] * mean[0] + 0.09, 0, 1e-7));
    CHECK(close(shape.moments.covariance[1], products[1] - mean[0] * mean[1], 0, 1e-7));
    CHECK(shape.moments.covariance[2] == shape.moments.covariance[1]);
    CHECK(close(shape.moments.covariance[3], products[2] - mean[1] * mean[1] + 0.09, 0, 1e-7));
  }
}

// By the central limit theorem, 40,000 draws: a sound sampler fails one of the fifteen with probability 1.5e-5 at most
// over all seeds; the seed is fixed.
TEST_CASE("draws of a shape have its mean and covariance") {
  unsigned part = 0;
  for (const Shape& shape : all_shapes(0.2)) {
    random::Stream stream = stream_of(part++);
    const data::PointSet points = shape.sample(40000, stream);
    const auto standardised = [&](auto value, double expected) {
      double sum = 0, squares = 0;
      for (std::size_t i = 0; i < points.count; ++i) {
        const double v =
            value(points.coordinate(i, 0) - shape.moments.mean[0], points.coordinate(i, 1) - shape.moments.mean[1]);
        sum += v;
        squares += v * v;
      }
      const double n = static_cast<double>(points.count), mean = sum / n;
      return (mean - expected) / std::sqrt((squares / n - mean * mean) / n);
    };
    const auto& c = shape.moments.covariance;
    CHECK(test::plausible_normal(standardised([](double x, double) { return x; }, 0)));
    CHECK(test::plausible_normal(standardised([](double, double y) { return y; }, 0)));
    CHECK(test::plausible_normal(standardised([](double x, double) { return x * x; }, c[0])));
    CHECK(test::plausible_normal(standardised([](double x, double y) { return x * y; }, c[1])));
    CHECK(test::plausible_normal(standardised([](double, double y) { return y * y; }, c[3])));
  }
}

TEST_CASE("with little noise every draw lies on a curve, and every curve and every part of one is drawn as often") {
  unsigned part = 10;
  for (const Shape& shape : all_shapes(0.001)) {
    random::Stream stream = stream_of(part++);
    const data::PointSet points = shape.sample(200, stream);
    // Steps of the search are at most 0.01 apart; noise beyond 8 standard deviations has probability 1e-14.
    for (std::size_t i = 0; i < points.count; ++i)
      CHECK(squared_distance(shape, points.coordinate(i, 0), points.coordinate(i, 1)) < 0.015 * 0.015);
  }
  // Chi-square over 16 equal parts of each of the two circles, 16,000 draws, 31 degrees of freedom.
  const Shape circles = sources::circles(0.001, 0.4);
  random::Stream stream = stream_of(20);
  const data::PointSet points = circles.sample(16000, stream);
  std::vector<std::uint32_t> counts(32, 0);
  for (std::size_t i = 0; i < points.count; ++i) {
    const double x = points.coordinate(i, 0), y = points.coordinate(i, 1);
    const double turn = std::atan2(y, x) / (2 * numerics::kPi) + 0.5;
    const std::size_t bin = std::min<std::size_t>(static_cast<std::size_t>(16 * turn), 15);
    ++counts[bin + (x * x + y * y > 0.5 ? 0 : 16)];
  }
  CHECK(test::plausibly_equal(counts));
}

TEST_CASE("an experiment with a shape measures what needs no density, and says of the rest that it is not defined") {
  for (const char* kind : {"moons", "circles", "swiss_roll"}) {
    for (const char* model : {"gaussian", "gmm", "kde"}) {
      CAPTURE(std::string(kind));
      CAPTURE(std::string(model));
      const Spec spec = spec_of(R"({"generations":3,"metrics":"all","source":{"kind":")" + std::string(kind) +
                                R"("},"model":{"kind":")" + model + R"("},"samples":{"n":100}})");
      const Experiment run = test::finished(spec);
      for (int t = 0; t <= 3; ++t) {
        for (const char* none : {"kl_model_truth", "kl_truth_model", "modes_alive"})
          CHECK(std::isnan(*run.value(none, 0, t)));
        for (const char* some : {"total_variance", "sliced_w2", "tail_2sigma", "mmd_squared", "precision", "recall"})
          CHECK(std::isfinite(*run.value(some, 0, t)));
        CHECK(std::isfinite(*run.value("log_likelihood", 0, t)) == (t > 0));
      }
      CHECK(*run.value("mean_shift_squared", 0, 0) == 0);
      // 512 draws against the quantiles of 65,536: noise alone, far below the source's spread.
      CHECK(*run.value("sliced_w2", 0, 0) < 0.2);
    }
  }
}

TEST_CASE("real data of a shape never run out: as many are taken as a spec may ask for") {
  const Spec spec = spec_of(R"({"source":{"kind":"moons"},"model":{"kind":"gaussian"},"samples":{"n":100}})");
  CHECK(*most_samples(spec, {}) == 1000000);
}

// E tr Σ_t = tr Σ₀ (1 − 1/n)^t for every source with these moments that is drawn from independently: 2,000 runs, by the
// central limit theorem; false alarm 1e-6 a line.
TEST_CASE("the total variance of Gaussians fitted to a shape follows the law of endless real data") {
  for (const char* kind : {"moons", "circles", "swiss_roll"}) {
    const Spec spec = spec_of(R"({"runs":2000,"generations":4,"source":{"kind":")" + std::string(kind) +
                              R"("},"model":{"kind":"gaussian"},"samples":{"n":20}})");
    const Experiment run = test::finished(spec);
    const double truth = *run.value("total_variance", 0, 0);
    for (int t = 1; t <= 4; ++t) {
      double sum = 0, squares = 0;
      for (int r = 0; r < 2000; ++r) {
        const double value = *run.value("total_variance", r, t);
        sum += value;
        squares += value * value;
      }
      const double mean = sum / 2000, error = std::sqrt((squares / 2000 - mean * mean) / 2000);
      CHECK(test::plausible_normal((mean - truth * std::pow(1 - 1 / 20.0, t)) / error));
    }
  }
}
