#pragma once

// Elementary functions of four floats, from + - * / and bit operations only, so with the same bits on every platform
// (docs/decisions/0002). No branches: a lane's bits do not depend on its neighbours. Errors in units in the last place
// (ulp) are bounds on the largest seen over millions of arguments; tests/core/nn asserts them. NaN in gives NaN out.
// Coefficients: tests/reference/elementary_f32_coefficients.py.

#include "nn/f32x4.h"

namespace collapse::nn {

/// e^x: 1.1 ulp; 0 below -104, infinite above 88.73, denormal between -87.4 and -104.
inline f32x4 exp4(f32x4 x) {
  // Beyond these the result is infinite or 0 all the same; NaN passes both limits.
  x = at_least(splat4(-104.0f), at_most(splat4(89.0f), x));
  // x = n ln 2 + r, |r| <= ln(2)/2. 1.5 * 2^23 rounds to a whole number; the low bits of `shifted` are n + 2 * 127.
  constexpr float kMagic = 12582912.0f + 2 * 127;
  const f32x4 shifted = x * 1.44269504f + kMagic;
  const f32x4 n = shifted - kMagic;
  // ln 2 in two parts, the first of 15 bits: n times it is exact.
  const f32x4 r = (x - n * 0.693145751953125f) - n * 1.42860677e-6f;
  const f32x4 r2 = r * r;
  const f32x4 series = (0.5f + r * 0.166666672f) +
                       r2 * ((0.0416664667f + r * 0.00833331048f) + r2 * (0.00139336498f + r * 0.000198909911f));
  const f32x4 mantissa = 1.0f + (r + r2 * series);
  // 2^n in two factors, each a biased exponent shifted into place: the first product is exact, the second rounds once.
  const u32x4 biased = (u32x4)shifted;
  const u32x4 half = biased >> 1;
  return (mantissa * (f32x4)(half << 23)) * (f32x4)((biased - half) << 23);
}

/// ln(1 + e) for 0 <= e <= 1: 2 ulp.
inline f32x4 log1p_unit4(f32x4 e) {
  // 2 atanh(s) with s = e / (2 + e).
  const f32x4 s = e / (2.0f + e);
  const f32x4 z = s * s;
  const f32x4 z2 = z * z;
  const f32x4 series = (0.333333343f + z * 0.199998528f) + z2 * ((0.142961785f + z * 0.108532876f) + z2 * 0.11612165f);
  return 2.0f * (s + s * (z * series));
}

/// -|x|, by the sign's bit alone.
inline f32x4 minus_absolute4(f32x4 x) { return (f32x4)((u32x4)x | 0x80000000u); }

/// What the Bernoulli likelihood needs of a logit x, from one exponential.
struct Logistic {
  f32x4 sigmoid;        // 1 / (1 + e^-x): 2.5 ulp, denormal and then 0 for x below -87.4
  f32x4 softplus_tail;  // ln(1 + e^-|x|): 3 ulp while normal; ln(1 + e^x) = max(x, 0) + this
};
inline Logistic logistic4(f32x4 x) {
  const f32x4 e = exp4(minus_absolute4(x));
  const f32x4 numerator = choose(x < splat4(0.0f), e, splat4(1.0f));
  return {numerator / (1.0f + e), log1p_unit4(e)};
}

inline f32x4 sigmoid4(f32x4 x) { return logistic4(x).sigmoid; }

}  // namespace collapse::nn
