#include "nn/elementary_f32.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "collapse/stream.h"
#include "numerics/elementary.h"

using namespace collapse;
using nn::f32x4;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// |got - value| in units in the last place of a float near `value`; infinite for NaN, which must not pass.
double ulp_error(float got, double value) {
  if (got != got) return std::numeric_limits<double>::infinity();
  const float size = std::fabs(static_cast<float>(value));
  const double unit = static_cast<double>(std::nextafter(size, kInfinity)) - static_cast<double>(size);
  return std::fabs(static_cast<double>(got) - value) / unit;
}

/// The largest error of `got` against `truth`, both functions of x, at 100,000 numbers spread evenly over [low, high].
template <class Got, class Truth>
double worst(double low, double high, Got got, Truth truth) {
  random::Stream stream(20261123, 0, 0, random::Purpose::measurement);
  double largest = 0;
  for (int i = 0; i < 25000; ++i) {
    f32x4 x;
    for (int lane = 0; lane < 4; ++lane) x[lane] = static_cast<float>(low + (high - low) * stream.uniform());
    const f32x4 y = got(x);
    for (int lane = 0; lane < 4; ++lane)
      largest = std::fmax(largest, ulp_error(y[lane], truth(static_cast<double>(x[lane]))));
  }
  return largest;
}

double sigmoid(double x) { return x < 0 ? numerics::exp(x) / (1 + numerics::exp(x)) : 1 / (1 + numerics::exp(-x)); }
double softplus_tail(double x) { return numerics::log1p(numerics::exp(-std::fabs(x))); }
const auto softplus_tail4 = [](f32x4 x) { return nn::logistic4(x).softplus_tail; };
const auto exp_truth = [](double x) { return numerics::exp(x); };

}  // namespace

TEST_CASE("exp of four floats is right to 1.1 units in the last place, denormals included") {
  CHECK(worst(-87, 88, nn::exp4, exp_truth) < 1.1);
  CHECK(worst(-1, 1, nn::exp4, exp_truth) < 1.1);
  CHECK(worst(-1e-3, 1e-3, nn::exp4, exp_truth) < 1.1);
  CHECK(worst(-104, -87, nn::exp4, exp_truth) < 1.1);
}

TEST_CASE("ln(1 + e) on [0, 1] is right to 2 units, relative to itself also near 0") {
  const auto truth = [](double e) { return numerics::log1p(e); };
  CHECK(worst(0, 1, nn::log1p_unit4, truth) < 2);
  CHECK(worst(0, 1e-3, nn::log1p_unit4, truth) < 2);
  CHECK(worst(0, 1e-30, nn::log1p_unit4, truth) < 2);
}

TEST_CASE("the logistic pair is right to its stated units on both sides of 0") {
  CHECK(worst(-87, 87, nn::sigmoid4, sigmoid) < 2.5);
  CHECK(worst(-2, 2, nn::sigmoid4, sigmoid) < 2.5);
  CHECK(worst(-87, 87, softplus_tail4, softplus_tail) < 3);
  CHECK(worst(-2, 2, softplus_tail4, softplus_tail) < 3);
}

TEST_CASE("special arguments give the limits, and NaN stays NaN") {
  const f32x4 ends = nn::exp4(f32x4{-kInfinity, kInfinity, 0.0f, kNaN});
  CHECK(ends[0] == 0.0f);
  CHECK(ends[1] == kInfinity);
  CHECK(ends[2] == 1.0f);
  CHECK(ends[3] != ends[3]);
  const f32x4 large = nn::exp4(f32x4{-1e30f, 1e30f, 88.72f, 88.74f});
  CHECK(large[0] == 0.0f);
  CHECK(large[1] == kInfinity);
  CHECK(large[2] < kInfinity);
  CHECK(large[3] == kInfinity);
  const f32x4 logits{-kInfinity, kInfinity, 0.0f, kNaN};
  const nn::Logistic pair = nn::logistic4(logits);
  CHECK(pair.sigmoid[0] == 0.0f);
  CHECK(pair.sigmoid[1] == 1.0f);
  CHECK(pair.sigmoid[2] == 0.5f);
  CHECK(pair.sigmoid[3] != pair.sigmoid[3]);
  CHECK(pair.softplus_tail[0] == 0.0f);
  CHECK(pair.softplus_tail[1] == 0.0f);
  CHECK(pair.softplus_tail[3] != pair.softplus_tail[3]);
}

TEST_CASE("square roots of four floats are the correctly rounded ones") {
  const auto root = [](double x) { return std::sqrt(x); };
  CHECK(worst(0, 1e6, nn::sqrt4, root) <= 0.5);
}

TEST_CASE("a partial load fills with zeros and a partial store leaves the rest alone") {
  float numbers[4] = {1, 2, 3, 4};
  const f32x4 two = nn::load_first(numbers, 2);
  CHECK(two[1] == 2);
  CHECK(two[2] == 0);
  CHECK(two[3] == 0);
  nn::store_first(numbers, nn::splat4(9), 3);
  CHECK(numbers[2] == 9);
  CHECK(numbers[3] == 4);
}
