#include "numerics/elementary.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

namespace {

namespace numerics = collapse::numerics;

/// A point of a table: a value of 50 digits as its double and what that leaves over, in units in the last place.
struct Point {
  double x, value, rest;
};
struct PowPoint {
  double x, y, value, rest;
};
struct ChiPoint {
  int k;
  double x, value, rest;
};

#include "numerics/elementary_table.inc"

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double ulp(double value) {
  const double size = std::fabs(value);
  return std::nextafter(size, kInfinity) - size;
}

/// |got - true value| in units in the last place of the true value; infinite for NaN, which must not pass.
double error_in_ulp(double got, double value, double rest) {
  return got == got ? std::fabs((got - value) / ulp(value) - rest) : kInfinity;
}

template <std::size_t N, class Function>
double worst_ulp(const Point (&table)[N], Function f) {
  double worst = 0;
  for (const Point& p : table) {
    const double error = error_in_ulp(f(p.x), p.value, p.rest);
    worst = std::fmax(worst, error);
  }
  return worst;
}

/// The largest of min(relative error, absolute error): for functions whose zeros are not resolved relatively.
template <std::size_t N, class Function>
double worst_mixed(const Point (&table)[N], Function f) {
  double worst = 0;
  for (const Point& p : table) {
    const double difference = error_in_ulp(f(p.x), p.value, p.rest) * ulp(p.value);
    const double error = difference / std::fmax(1.0, std::fabs(p.value));
    worst = std::fmax(worst, error);
  }
  return worst;
}

std::uint64_t bits(double x) {
  std::uint64_t word;
  std::memcpy(&word, &x, sizeof word);
  return word;
}

bool is_nan(double x) { return x != x; }

}  // namespace

// The same bits everywhere allow bounds just above what these points give; the bounds in elementary.h hold for many
// more points. A rounding made once too often shows here.

TEST_CASE("exp, expm1, log, log1p and pow are right to about one unit in the last place") {
  CHECK(worst_ulp(k_exp, [](double x) { return numerics::exp(x); }) < 0.75);
  CHECK(worst_ulp(k_expm1, numerics::expm1) < 0.8);
  CHECK(worst_ulp(k_log, [](double x) { return numerics::log(x); }) < 0.75);
  CHECK(worst_ulp(k_log1p, numerics::log1p) < 0.75);
  double worst = 0;
  for (const PowPoint& p : k_pow) {
    const double error = error_in_ulp(numerics::pow(p.x, p.y), p.value, p.rest);
    worst = std::fmax(worst, error);
  }
  CHECK(worst < 0.75);
}

TEST_CASE("sin and cos are right to one unit in the last place up to 2^20") {
  CHECK(worst_ulp(k_sin, numerics::sin) < 0.6);
  CHECK(worst_ulp(k_cos, numerics::cos) < 0.65);
}

TEST_CASE("erf, erfc and tanh are right to a few units in the last place, erfc relatively to x = 26") {
  CHECK(worst_ulp(k_erf, numerics::erf) < 1.1);
  CHECK(worst_ulp(k_erfc, numerics::erfc) < 1.7);
  CHECK(worst_ulp(k_tanh, numerics::tanh) < 1.5);
}

TEST_CASE("the normal law's functions are right to a few units in the last place, relatively in the lower tail") {
  CHECK(worst_ulp(k_normal_cdf, numerics::normal_cdf) < 2.5);
  CHECK(worst_ulp(k_log_normal_cdf, numerics::log_normal_cdf) < 1.8);
  CHECK(worst_ulp(k_normal_quantile, numerics::normal_quantile) < 2.5);
}

TEST_CASE("the logarithm of the gamma function and its derivatives are right to 1e-14, absolutely near their zeros") {
  CHECK(worst_mixed(k_log_gamma, numerics::log_gamma) < 6e-15);
  CHECK(worst_mixed(k_digamma, numerics::digamma) < 1e-15);
  CHECK(worst_ulp(k_trigamma, numerics::trigamma) < 3.0);
}

TEST_CASE("the chi-square tail is right to 2e-13 for some hundreds of degrees of freedom, 1e-11 for thousands") {
  for (const ChiPoint& p : k_chi_square_survival) {
    CAPTURE(p.k);
    CAPTURE(p.x);
    const double got = numerics::chi_square_survival(p.k, p.x);
    CHECK(error_in_ulp(got, p.value, p.rest) * ulp(p.value) <= (p.k < 300 ? 2e-13 : 1e-11) * p.value);
  }
  CHECK(numerics::chi_square_survival(3, 0) == 1);
  CHECK(numerics::chi_square_survival(3, kInfinity) == 0);
  CHECK(is_nan(numerics::chi_square_survival(0, 1)));
}

TEST_CASE("each lane of exp and log has the bits of the scalar, whatever its neighbour holds") {
  const double neighbours[] = {0, -1, 1e-310, kInfinity, kNaN, -kInfinity, 800, 0.3};
  int different = 0;
  const auto count = [&](double x, double neighbour) {
    const numerics::f64x2 first = {x, neighbour}, second = {neighbour, x};
    const std::uint64_t e = bits(numerics::exp(x)), l = bits(numerics::log(x));
    const auto differs = [](std::uint64_t want, double got) {
      double value;
      std::memcpy(&value, &want, sizeof value);
      return is_nan(value) ? !is_nan(got) : bits(got) != want;
    };
    different += differs(e, numerics::exp(first)[0]) + differs(e, numerics::exp(second)[1]);
    different += differs(l, numerics::log(first)[0]) + differs(l, numerics::log(second)[1]);
  };
  for (const double neighbour : neighbours) {
    for (const Point& p : k_exp) count(p.x, neighbour);
    for (const Point& p : k_log) count(p.x, neighbour);
    for (const double x : neighbours) count(x, neighbour);
  }
  CHECK(different == 0);
}

TEST_CASE("infinities, zeros and NaN give the limits") {
  CHECK(numerics::exp(kInfinity) == kInfinity);
  CHECK(numerics::exp(-kInfinity) == 0);
  CHECK(numerics::exp(710) == kInfinity);
  CHECK(numerics::exp(-746) == 0);
  CHECK(numerics::exp(-745) == 5e-324);
  CHECK(numerics::exp(0) == 1);
  CHECK(numerics::log(0) == -kInfinity);
  CHECK(numerics::log(-0.0) == -kInfinity);
  CHECK(numerics::log(kInfinity) == kInfinity);
  CHECK(numerics::log(1) == 0);
  CHECK(numerics::expm1(-kInfinity) == -1);
  CHECK(numerics::expm1(kInfinity) == kInfinity);
  CHECK(numerics::log1p(-1) == -kInfinity);
  CHECK(numerics::log1p(kInfinity) == kInfinity);
  CHECK(numerics::pow(0, 2) == 0);
  CHECK(numerics::pow(0, -2) == kInfinity);
  CHECK(numerics::pow(kInfinity, -1) == 0);
  CHECK(numerics::pow(3, kInfinity) == kInfinity);
  CHECK(numerics::pow(3, -kInfinity) == 0);
  CHECK(numerics::pow(7, 0) == 1);
  CHECK(numerics::erf(kInfinity) == 1);
  CHECK(numerics::erf(-kInfinity) == -1);
  CHECK(numerics::erfc(kInfinity) == 0);
  CHECK(numerics::erfc(-kInfinity) == 2);
  CHECK(numerics::tanh(-kInfinity) == -1);
  CHECK(numerics::log_gamma(0) == kInfinity);
  CHECK(numerics::log_gamma(1) == 0);
  CHECK(numerics::log_gamma(2) == 0);
  CHECK(numerics::digamma(0) == -kInfinity);
  CHECK(numerics::trigamma(0) == kInfinity);
  CHECK(numerics::normal_cdf(-kInfinity) == 0);
  CHECK(numerics::normal_cdf(kInfinity) == 1);
  CHECK(numerics::normal_quantile(0) == -kInfinity);
  CHECK(numerics::normal_quantile(1) == kInfinity);
  CHECK(numerics::normal_quantile(0.5) == 0);

  double (*const each[])(double) = {numerics::expm1,
                                    numerics::log1p,
                                    numerics::sin,
                                    numerics::cos,
                                    numerics::erf,
                                    numerics::erfc,
                                    numerics::tanh,
                                    numerics::log_gamma,
                                    numerics::digamma,
                                    numerics::trigamma,
                                    numerics::normal_cdf,
                                    numerics::log_normal_cdf,
                                    numerics::normal_quantile};
  for (auto* function : each) CHECK(is_nan(function(kNaN)));
  CHECK(is_nan(numerics::exp(kNaN)));
  CHECK(is_nan(numerics::log(kNaN)));
  CHECK(is_nan(numerics::pow(kNaN, 1)));
  CHECK(is_nan(numerics::pow(1.5, kNaN)));
}

TEST_CASE("arguments outside the stated ranges give NaN, never a wrong number") {
  CHECK(is_nan(numerics::log(-1)));
  CHECK(is_nan(numerics::log(-kInfinity)));
  CHECK(is_nan(numerics::log1p(-1.5)));
  CHECK(is_nan(numerics::pow(-2, 2)));
  CHECK(is_nan(numerics::sin(kInfinity)));
  CHECK(is_nan(numerics::cos(1048577)));
  CHECK(is_nan(numerics::log_gamma(-0.5)));
  CHECK(is_nan(numerics::digamma(-0.5)));
  CHECK(is_nan(numerics::trigamma(-0.5)));
  CHECK(is_nan(numerics::normal_quantile(-0.1)));
  CHECK(is_nan(numerics::normal_quantile(1.1)));
}

TEST_CASE("odd functions keep the sign of zero") {
  for (auto* function : {numerics::expm1, numerics::log1p, numerics::sin, numerics::erf, numerics::tanh}) {
    CHECK(bits(function(-0.0)) == bits(-0.0));
    CHECK(bits(function(0.0)) == bits(0.0));
  }
}
