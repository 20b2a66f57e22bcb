#include "numerics/elementary.h"

#include <cmath>
#include <cstdint>

#include "collapse/constants.h"
#include "numerics/elementary_coefficients.h"
#include "numerics/elementary_detail.h"

namespace collapse::numerics {

namespace detail {

double exp_pair(double high, double low) { return exp_sum(splat2(high), splat2(low))[0]; }

double scaled_erfc(double z) {
  if (z >= 32.0) {
    // Abramowitz and Stegun 7.1.23; the first term left out is 135135 w^7 < 1e-18.
    const double inverse_sqrt_pi = 0.5641895835477563;
    const double w = 0.5 / z / z;
    const double series = 3.0 - w * (15.0 - w * (105.0 - w * (945.0 - w * 10395.0)));
    return inverse_sqrt_pi / z * (1.0 - w * (1.0 - w * series));
  }
  // Rows are quarters of octaves from 1/2: the exponent and the two leading mantissa bits.
  const std::uint64_t quarter = bits_of(z) >> 50;
  const std::uint64_t row = quarter - (bits_of(0.5) >> 50);
  const double lower = from_bits(quarter << 50);
  const double upper = from_bits((quarter + 1) << 50);
  const double distance = z - 0.5 * (lower + upper);
  const double(&c)[2] = coefficients::kErfcxCentre[row];
  return c[0] + (c[1] + distance * polynomial(coefficients::kErfcx[row], distance));
}

}  // namespace detail

namespace {

using detail::bits_of;
using detail::exp_pair;
using detail::fast_two_sum;
using detail::from_bits;
using detail::Pair;
using detail::polynomial;
using detail::scaled_erfc;
using detail::two_product;
using detail::two_sum;

double power_of_two(double n) { return detail::power_of_two(splat2(n))[0]; }

/// x rounded to a whole number, |x| < 2^51, ties to even.
double round_even(double x) { return (x + detail::kRoundMagic) - detail::kRoundMagic; }

/// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2.
double exp_series(double r) { return polynomial(coefficients::kExp, r); }

/// The part of log(1+f) beyond f, for 1+f in [sqrt(1/2), sqrt(2)].
double log1p_rest(double f, double extra) {
  const double s = f / (2.0 + f);
  const double half_square = 0.5 * f * f;
  const double series = detail::log_series(splat2(s * s))[0];
  return half_square - (s * (half_square + series) + extra);
}

/// x = 2^k m with m in [sqrt(1/2), sqrt(2)); x normal and positive.
struct Decomposed {
  double k;
  double m;
};

Decomposed decompose(double x) {
  const std::uint64_t shifted = bits_of(x) + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
  const double k = static_cast<double>(static_cast<std::int64_t>(shifted >> 52) - 1023);
  return {k, from_bits((shifted & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu)};
}

/// log x as a pair; relative error below 2^-60. x positive and finite.
Pair log_pair(double x) {
  double denormal_shift = 0.0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984.0;  // 2^54
    denormal_shift = 54.0;
  }
  const Decomposed parts = decompose(x);
  const double k = parts.k - denormal_shift;
  const double f = parts.m - 1.0;
  // s = f / (2 + f) as a pair: quotient and remainder.
  const Pair divisor = two_sum(2.0, f);
  const double s = f / divisor.high;
  const Pair back = two_product(s, divisor.high);
  const double s_low = ((f - back.high) - back.low - s * divisor.low) / divisor.high;
  // log m = 2 s + s * series(s^2), log x = k ln 2 + log m.
  const double tail = s * detail::log_series(splat2(s * s))[0];
  const Pair lead = two_sum(k * detail::kLn2High, 2.0 * s);
  const Pair sum = two_sum(lead.high, tail);
  return fast_two_sum(sum.high, sum.low + (lead.low + (2.0 * s_low + k * detail::kLn2Low)));
}

/// erfc(x) for x >= 1/2.
double erfc_tail(double x) {
  if (x > 28.0) return 0.0;
  const Pair square = two_product(x, x);
  return exp_pair(-square.high, -square.low) * scaled_erfc(x);
}

/// erf(x) - x for |x| <= 1/2.
double erf_rest(double x) { return x * polynomial(coefficients::kErf, x * x); }

/// x = quarter * pi/2 + (high + low), |high| <= pi/4.
struct Reduced {
  double high;
  double low;
  int quarter;
};

/// Cody and Waite's reduction by pi/2 in three parts of 33, 33 and 53 bits; |x| <= 2^20.
Reduced reduce(double x) {
  const double n = round_even(x * 0.6366197723675814);
  const double head = x - n * 1.5707963267341256;
  const Pair next = two_sum(head, -(n * 6.077100506303966e-11));
  const Pair both = fast_two_sum(next.high, next.low - n * 2.0222662487959506e-21);
  return {both.high, both.low, static_cast<int>(static_cast<std::int64_t>(n) & 3)};
}

double sin_kernel(double r, double low) {
  const double z = r * r;
  return r + (r * z * polynomial(coefficients::kSin, z) + low * (1.0 - 0.5 * z));
}

double cos_kernel(double r, double low) {
  const double z = r * r;
  const double half = 0.5 * z;
  const double lead = 1.0 - half;
  return lead + (((1.0 - lead) - half) + (z * z * polynomial(coefficients::kCos, z) - r * low));
}

/// The largest |x| whose sine and cosine are given.
constexpr double kTrigonometricLimit = 1048576.0;

}  // namespace

double exp(double x) { return exp(splat2(x))[0]; }

double log(double x) { return log(splat2(x))[0]; }

double expm1(double x) {
  if (x != x || std::fabs(x) < 1e-20) return x;  // keeps the sign of zero and all denormal bits
  if (x > 50.0) return exp(x);
  if (x < -40.0) return -1.0;
  const double n = round_even(x * kLog2E);
  const double head = x - n * detail::kLn2High;
  const double tail = n * detail::kLn2Low;
  const double r = head - tail;
  const double rest = r * r * exp_series(r) - tail;
  if (n == 0.0) return x + rest;
  // 2^n (1 + head + rest) - 1 = 2^n ((1 - 2^-n) + head + rest)
  const Pair constant = two_sum(1.0, -power_of_two(-n));
  const Pair lead = two_sum(constant.high, head);
  return power_of_two(n) * (lead.high + ((lead.low + constant.low) + rest));
}

double log1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  if (x > -0.29 && x < 0.41) {
    if (x < 1e-20 && x > -1e-20) return x;  // keeps the sign of zero and all denormal bits
    return x - log1p_rest(x, 0.0);
  }
  const Pair sum = two_sum(1.0, x);
  const Decomposed parts = decompose(sum.high);
  const double f = parts.m - 1.0;
  const double rest = log1p_rest(f, parts.k * detail::kLn2Low + sum.low / sum.high);
  return parts.k * detail::kLn2High - (rest - f);
}

double pow(double x, double y) {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (!(x > 0.0) || y != y) {
    if (x == 0.0 && y == y) return y > 0.0 ? 0.0 : kInfinity;
    return kNaN;
  }
  if (x == kInfinity) return y > 0.0 ? kInfinity : 0.0;
  const Pair logarithm = log_pair(x);
  const double estimate = y * logarithm.high;
  if (!(std::fabs(estimate) < 1000.0)) return estimate > 0.0 ? kInfinity : 0.0;
  const Pair product = two_product(y, logarithm.high);
  return exp_pair(product.high, product.low + y * logarithm.low);
}

double sin(double x) {
  if (!(std::fabs(x) <= kTrigonometricLimit)) return kNaN;
  if (std::fabs(x) < 1e-9) return x;
  const Reduced r = reduce(x);
  const double value = (r.quarter & 1) != 0 ? cos_kernel(r.high, r.low) : sin_kernel(r.high, r.low);
  return (r.quarter & 2) != 0 ? -value : value;
}

double cos(double x) {
  if (!(std::fabs(x) <= kTrigonometricLimit)) return kNaN;
  const Reduced r = reduce(x);
  const double value = (r.quarter & 1) != 0 ? sin_kernel(r.high, r.low) : cos_kernel(r.high, r.low);
  return r.quarter == 1 || r.quarter == 2 ? -value : value;
}

double erf(double x) {
  if (x != x) return x;
  const double size = std::fabs(x);
  if (size <= 0.5) return x + erf_rest(x);
  const double value = size > 6.0 ? 1.0 : 1.0 - erfc_tail(size);
  return x < 0.0 ? -value : value;
}

double erfc(double x) {
  if (x != x) return x;
  if (x > 0.5) return erfc_tail(x);
  if (x >= 0.25) return 0.5 + ((0.5 - x) - erf_rest(x));
  if (x >= -0.5) return 1.0 - (x + erf_rest(x));
  return x < -6.0 ? 2.0 : 2.0 - erfc_tail(-x);
}

double tanh(double x) {
  if (x != x) return x;
  const double size = std::fabs(x);
  if (size < 1e-9) return x;
  double value = 1.0;
  if (size < 22.0) {
    const double t = expm1(2.0 * size);
    value = t / (t + 2.0);
  }
  return x < 0.0 ? -value : value;
}

}  // namespace collapse::numerics
