#pragma once

// exp and log of two lanes at once, in the header so that hot loops (EM, densities) inline them.
// Included by elementary.h only. No branches: both lanes take one path and special values are chosen
// by masks, so a lane's bits do not depend on its neighbour.

#include "numerics/elementary_coefficients.h"
#include "numerics/vec.h"

namespace collapse::numerics {
namespace detail {

inline f64x2 as_double(i64x2 bits) { return (f64x2)bits; }
inline i64x2 as_bits(f64x2 x) { return (i64x2)x; }
/// Lanes of `yes` where the mask is all ones, of `no` where it is all zeros.
inline f64x2 choose(i64x2 mask, f64x2 yes, f64x2 no) {
  return as_double((as_bits(yes) & mask) | (as_bits(no) & ~mask));
}
inline i64x2 splat_bits(std::int64_t bits) { return i64x2{bits, bits}; }

/// The lesser and the greater of limit and x lane by lane, and x where it is NaN. Neither GCC nor, for WebAssembly,
/// Clang finds the one instruction from the comparison (nn/f32x4.h).
inline f64x2 at_most(f64x2 limit, f64x2 x) {
#if defined(__SSE2__) && !defined(__clang__)
  return __builtin_ia32_minpd(limit, x);
#elif defined(__wasm_simd128__)
  return __builtin_wasm_pmin_f64x2(x, limit);
#else
  return limit < x ? limit : x;
#endif
}
inline f64x2 at_least(f64x2 limit, f64x2 x) {
#if defined(__SSE2__) && !defined(__clang__)
  return __builtin_ia32_maxpd(limit, x);
#elif defined(__wasm_simd128__)
  return __builtin_wasm_pmax_f64x2(x, limit);
#else
  return limit > x ? limit : x;
#endif
}

/// 1.5 * 2^52: added to |x| < 2^51 it rounds x to a whole number (ties to even) in the low mantissa bits.
inline constexpr double kRoundMagic = 6755399441055744.0;
/// ln 2 = high + low; the high part has 38 bits, so whole numbers below 2^15 times it are exact.
inline constexpr double kLn2High = 0.6931471805582987;
inline constexpr double kLn2Low = 1.6465949582897082e-12;

/// The 2^n of a whole-valued n, -1022 <= n <= 1023.
inline f64x2 power_of_two(f64x2 n) {
  typedef std::uint64_t u64x2 __attribute__((vector_size(16)));
  const u64x2 biased = (u64x2)(n + splat2(kRoundMagic + 1023.0));
  return (f64x2)(biased << 52);
}

/// (2 atanh(s)/s - 2) for z = s^2, s = f/(2+f), and 1+f in [sqrt(1/2), sqrt(2)].
inline f64x2 log_series(f64x2 z) {
  using coefficients::kLog;
  const f64x2 z2 = z * z;
  const f64x2 z4 = z2 * z2;
  const f64x2 low = (kLog[0] + z * kLog[1]) + z2 * (kLog[2] + z * kLog[3]);
  const f64x2 high = (kLog[4] + z * kLog[5]) + z2 * (kLog[6] + z * kLog[7]);
  return z * (low + z4 * (high + z4 * kLog[8]));
}

}  // namespace detail

namespace detail {

/// exp(x + low), |low| below an ulp or so of x.
inline f64x2 exp_sum(f64x2 x, f64x2 low) {
  using coefficients::kExp;
  typedef std::uint64_t u64x2 __attribute__((vector_size(16)));
  // Beyond these the result is infinity or 0 all the same; NaN passes both limits.
  x = at_least(splat2(-746.0), at_most(splat2(710.0), x));
  // x = n ln 2 + r, |r| <= ln(2)/2, r = head - tail with an exact head. The low bits of `shifted` are n + 2 * 1023.
  const double magic = kRoundMagic + 2 * 1023;
  const f64x2 shifted = x * kLog2E + magic;
  const f64x2 n = shifted - magic;
  const f64x2 head = x - n * kLn2High;
  const f64x2 tail = n * kLn2Low - low;
  const f64x2 r = head - tail;
  const f64x2 r2 = r * r;
  const f64x2 r4 = r2 * r2;
  const f64x2 lowest = (kExp[0] + r * kExp[1]) + r2 * (kExp[2] + r * kExp[3]);
  const f64x2 middle = (kExp[4] + r * kExp[5]) + r2 * (kExp[6] + r * kExp[7]);
  const f64x2 highest = (kExp[8] + r * kExp[9]) + r2 * kExp[10];
  const f64x2 series = lowest + r4 * (middle + r4 * highest);
  const f64x2 mantissa = 1.0 + (head + (r2 * series - tail));
  // 2^n in two factors, each a biased exponent shifted into place: the first product is exact, the second rounds once,
  // also into the denormals.
  const u64x2 biased = (u64x2)shifted;
  const u64x2 half = biased >> 1;
  return (mantissa * (f64x2)(half << 52)) * (f64x2)((biased - half) << 52);
}

}  // namespace detail

inline f64x2 exp(f64x2 x) { return detail::exp_sum(x, splat2(0.0)); }

inline f64x2 log(f64x2 x) {
  using namespace detail;
  typedef std::uint64_t u64x2 __attribute__((vector_size(16)));
  const double infinity = __builtin_inf();
  // Denormals are scaled into the normal range first.
  const i64x2 small = x < splat2(2.2250738585072014e-308);
  const f64x2 scaled = choose(small, x * 18014398509481984.0, x);  // 2^54
  // scaled = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); 0x3fe6a09e667f3bcd is sqrt(1/2).
  const i64x2 shifted = as_bits(scaled) + splat_bits(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
  const i64x2 biased = (i64x2)((u64x2)shifted >> 52);
  const f64x2 k = as_double(biased | splat_bits(0x4330000000000000)) -
                  choose(small, splat2(4503599627370496.0 + 1077.0), splat2(4503599627370496.0 + 1023.0));
  const f64x2 f = as_double((shifted & splat_bits(0x000fffffffffffff)) + splat_bits(0x3fe6a09e667f3bcd)) - 1.0;
  const f64x2 s = f / (2.0 + f);
  const f64x2 half_square = 0.5 * f * f;
  // log(1+f) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + series)), the small terms summed first.
  const f64x2 result = k * kLn2High - ((half_square - (s * (half_square + log_series(s * s)) + k * kLn2Low)) - f);
  // Special values: +inf and NaN are themselves, 0 gives -inf, a negative number NaN.
  const f64x2 edge = choose(x == splat2(0.0), splat2(-infinity), splat2(__builtin_nan("")));
  const i64x2 ordinary = (x > splat2(0.0)) & (x < splat2(infinity));
  const f64x2 special = choose(x == splat2(infinity), x, edge);
  return choose(ordinary, result, special);
}

}  // namespace collapse::numerics
