#include "random/chi_square_draw.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "chi_square.h"
#include "numerics/elementary.h"
#include "numerics/hash.h"

// Fixed seeds; each test case states its sample size. Every check by bins or by a normal statistic has a false-alarm
// rate of 1e-6.

namespace {

using namespace collapse::test;
using collapse::random::ChiSquare;
using collapse::random::Purpose;
using collapse::random::Stream;

std::vector<double> draws(double degrees, std::size_t n) {
  Stream stream(77, 0, static_cast<std::uint32_t>(degrees), Purpose::measurement);
  const ChiSquare law(degrees);
  std::vector<double> values(n);
  for (double& value : values) value = law.draw(stream);
  return values;
}

}  // namespace

// n = 200,000 (20,000 for 999 degrees and more), 200 bins.
TEST_CASE("chi-square draws are even in bins of their own distribution function") {
  for (const int degrees : {1, 2, 3, 4, 5, 9, 10, 29, 99, 999, 4999}) {
    CAPTURE(degrees);
    std::vector<std::uint32_t> bins(200);
    for (const double x : draws(degrees, degrees < 999 ? 200000 : 20000)) {
      const double survival = collapse::numerics::chi_square_survival(degrees, x);
      ++bins[std::min<std::size_t>(199, static_cast<std::size_t>(survival * 200))];
    }
    CHECK(plausibly_equal(bins));
  }
}

// n = 200,000, 200 bins. At a million degrees the cube root is normal but for an error of about 1e-7 in probability
// (Wilson and Hilferty 1931), far below what these bins resolve.
TEST_CASE("at a million degrees the cube roots of the draws are normal") {
  for (const double degrees : {1e6, 9999999.0}) {
    CAPTURE(degrees);
    std::vector<std::uint32_t> bins(200);
    const double c = 2 / (9 * degrees);
    for (const double x : draws(degrees, 200000)) {
      const double z = (collapse::numerics::pow(x / degrees, 1.0 / 3) - (1 - c)) / std::sqrt(c);
      ++bins[std::min<std::size_t>(199, static_cast<std::size_t>(collapse::numerics::normal_cdf(z) * 200))];
    }
    CHECK(plausibly_equal(bins));
  }
}

// n = 400,000. With k degrees the mean is k, the variance 2k, E ln x = psi(k/2) + ln 2, Var ln x = psi'(k/2); the
// fourth central moment is 12 k (k + 4), so the mean square about k has the variance 12 k (k + 4) - 4 k^2 over n.
// Skewness is negligible at this n.
TEST_CASE("chi-square draws have the mean, variance and mean logarithm they should") {
  constexpr double n = 400000;
  for (const double k : {1.0, 2.0, 3.0, 8.0, 100.0, 12345.0, 1e6}) {
    CAPTURE(k);
    double sum = 0, squares = 0, logs = 0;
    for (const double x : draws(k, static_cast<std::size_t>(n))) {
      sum += x - k;
      squares += (x - k) * (x - k);
      logs += collapse::numerics::log(x);
    }
    CHECK(plausible_normal(sum / n / std::sqrt(2 * k / n)));
    CHECK(plausible_normal((squares / n - 2 * k) / std::sqrt((12 * k * (k + 4) - 4 * k * k) / n)));
    const double expected = collapse::numerics::digamma(k / 2) + collapse::numerics::kLn2;
    CHECK(plausible_normal((logs / n - expected) / std::sqrt(collapse::numerics::trigamma(k / 2) / n)));
  }
}

TEST_CASE("no degrees of freedom give 0, others never") {
  for (const double x : draws(0, 10)) CHECK(x == 0);
  for (const double k : {1.0, 2.0, 3.0})
    for (const double x : draws(k, 100000)) REQUIRE(x > 0);
}

TEST_CASE("chi-square draws have the golden bits") {
  collapse::numerics::Hash hash;
  for (const double k : {1.0, 2.0, 3.0, 9.0, 99.0, 1e6}) hash.add(draws(k, 20000));
  CHECK(hash.value() == 0x89a61bf4526a21full);
}
