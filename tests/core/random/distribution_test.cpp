#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "chi_square.h"
#include "collapse/stream.h"
#include "numerics/elementary.h"
#include "random/ziggurat.h"

// Every check below is a chi-square over equally probable bins (or a normal statistic) with a false-alarm rate of 1e-6
// on a fixed seed; each test case states its sample size.

namespace {

using namespace collapse::test;
using collapse::numerics::normal_cdf;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::random::Ziggurat;

Stream stream(std::uint32_t part) { return Stream(99, 0, 1, Purpose::measurement, part); }

}  // namespace

// n = 1,000,000; 1000 bins, 1024 values of the ten lowest bits, 32 x 32 squares of successive draws.
TEST_CASE("uniform() falls evenly on the midpoints of (0, 1)") {
  Stream s = stream(0);
  std::vector<std::uint32_t> bins(1000), low_bits(1024), squares(1024);
  std::uint32_t off_grid = 0;
  double previous = s.uniform();
  for (int i = 0; i < 1000000; ++i) {
    const double u = s.uniform();
    const double place = u * 0x1p52 - 0.5;
    off_grid += !(place >= 0 && place < 0x1p52 && place == std::floor(place));
    ++bins[static_cast<std::size_t>(u * 1000)];
    ++low_bits[static_cast<std::uint64_t>(place) & 1023];
    ++squares[static_cast<std::size_t>(previous * 32) * 32 + static_cast<std::size_t>(u * 32)];
    previous = u;
  }
  CHECK(off_grid == 0);
  CHECK(plausibly_equal(bins));
  CHECK(plausibly_equal(low_bits));
  CHECK(plausibly_equal(squares));
}

// n = 200,000 for each bound. The bound 3 * 2^62 would show a bias: by remainders the values below 2^62 come twice as
// often, by the high half of the product without rejection every third value does.
TEST_CASE("below() is even on 0 .. bound-1 for small, odd and huge bounds") {
  Stream s = stream(1);
  CHECK(s.below(1) == 0);
  for (const std::uint32_t bound : {2u, 3u, 10u, 1000u, 1023u}) {
    std::vector<std::uint32_t> counts(bound);
    std::uint32_t outside = 0;
    for (int i = 0; i < 200000; ++i) {
      const std::uint64_t value = s.below(bound);
      if (value < bound)
        ++counts[static_cast<std::size_t>(value)];
      else
        ++outside;
    }
    CAPTURE(bound);
    CHECK(outside == 0);
    CHECK(plausibly_equal(counts));
  }
  const std::uint64_t huge = std::uint64_t{3} << 62;
  std::vector<std::uint32_t> high(48), low(64), thirds(3);
  std::uint32_t beyond = 0;
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t value = s.below(huge);
    beyond += value >= huge;
    ++high[std::min<std::uint64_t>(value, huge - 1) >> 58];
    ++low[value & 63];
    ++thirds[value % 3];
  }
  CHECK(beyond == 0);
  CHECK(plausibly_equal(high));
  CHECK(plausibly_equal(low));
  CHECK(plausibly_equal(thirds));
}

// n = 4,000,000: 1024 bins, finer than the ziggurat's wedges are wide, so that 1 draw in 100 misplaced shows; 32 x 32
// squares of successive draws.
TEST_CASE("normal draws fall evenly into equally probable bins, and so do pairs of them") {
  Stream s = stream(2);
  std::vector<double> x(4000000);
  s.fill_normal(x);
  std::vector<std::uint32_t> bins(1024), squares(1024);
  std::size_t previous = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double p = normal_cdf(x[i]);
    ++bins[static_cast<std::size_t>(p * 1024)];
    const std::size_t row = static_cast<std::size_t>(p * 32);
    if (i > 0) ++squares[previous * 32 + row];
    previous = row;
  }
  CHECK(plausibly_equal(bins));
  CHECK(plausibly_equal(squares));
}

// n = 32,000,000, of which 8,256 are expected beyond r = 3.654: their number is binomial, their signs are even, and
// u = Phi(-|x|) / Phi(-r) is uniform: 32 bins, and -ln u has mean and variance 1.
TEST_CASE("normal draws beyond the ziggurat's r have the normal tail") {
  Stream s = stream(3);
  const double r = Ziggurat::kTail;
  const double n = 32e6, one_side = normal_cdf(-r), outside = 2 * one_side;
  std::vector<double> x(10000);
  std::vector<std::uint32_t> bins(32);
  double beyond = 0, positive = 0, sum = 0;
  for (int block = 0; block < 3200; ++block) {
    s.fill_normal(x);
    for (const double value : x) {
      const double size = std::fabs(value);
      if (size <= r) continue;
      const double u = normal_cdf(-size) / one_side;
      beyond += 1;
      positive += value > 0;
      sum -= collapse::numerics::log(u);
      ++bins[static_cast<std::size_t>(u * 32)];
    }
  }
  CAPTURE(beyond);
  CHECK(plausible_normal((beyond - n * outside) / std::sqrt(n * outside * (1 - outside))));
  CHECK(plausible_normal((positive - 0.5 * beyond) / std::sqrt(0.25 * beyond)));
  CHECK(plausible_normal((sum - beyond) / std::sqrt(beyond)));
  CHECK(plausibly_equal(bins));
}

// n = 4,000,000; the means of x, x^2 - 1, x^3 and x^4 - 3 are normal around 0 with variances 1, 2, 15 and 96 over n.
TEST_CASE("the first four moments of the normal draws are those of the normal") {
  Stream s = stream(4);
  std::vector<double> x(4000000);
  s.fill_normal(x);
  const double n = static_cast<double>(x.size());
  double sums[4] = {};
  for (const double v : x) {
    sums[0] += v;
    sums[1] += v * v - 1;
    sums[2] += v * v * v;
    sums[3] += v * v * v * v - 3;
  }
  const double variances[4] = {1, 2, 15, 96};
  for (int moment = 0; moment < 4; ++moment) {
    CAPTURE(moment);
    CHECK(plausible_normal(sums[moment] / std::sqrt(n * variances[moment])));
  }
}

TEST_CASE("the ziggurat's 256 layers have equal areas and close at the top") {
  const Ziggurat& z = collapse::random::ziggurat();
  const double r = Ziggurat::kTail;
  // The base: rectangle and tail, int_r^inf exp(-x^2/2) = sqrt(2 pi) Phi(-r).
  const double root_two_pi = std::sqrt(2 * collapse::numerics::kPi);
  CHECK(std::fabs(r * z.height[1] + root_two_pi * normal_cdf(-r) - Ziggurat::kArea) < 1e-17);
  for (int i = 1; i < Ziggurat::kLayers; ++i) {
    CAPTURE(i);
    CHECK(z.edge[i + 1] < z.edge[i]);
    // The top layer gathers the roundings of all below it.
    CHECK(std::fabs(z.edge[i] * (z.height[i + 1] - z.height[i]) - Ziggurat::kArea) < (i < 255 ? 1e-16 : 1e-14));
  }
}

TEST_CASE("within its band about the chord, every layer of the ziggurat holds the curve") {
  const Ziggurat& z = collapse::random::ziggurat();
  for (int i = 1; i < Ziggurat::kLayers; ++i) {
    CAPTURE(i);
    const double width = z.edge[i] - z.edge[i + 1];
    double farthest = 0;
    for (int step = 0; step <= 64; ++step) {
      const double x = z.edge[i + 1] + width * step / 64;
      const double chord = z.height[i + 1] + (x - z.edge[i + 1]) * z.slope[i];
      farthest = std::fmax(farthest, std::fabs(collapse::numerics::exp(-0.5 * x * x) - chord));
    }
    // 1e-15 is the rounding of the exponential and the chord; the band has ten times that to spare.
    CHECK(farthest < z.band[i] - 1e-14 + 1e-15);
    CHECK(z.band[i] < z.height[i + 1] - z.height[i]);  // else it would save nothing
  }
}
