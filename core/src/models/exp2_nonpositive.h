#pragma once

#include "numerics/vec.h"

namespace collapse::models {

/// Lane by lane a > b ? a : b. GCC makes three instructions of the plain expression where there is one.
inline numerics::f64x2 larger2(numerics::f64x2 a, numerics::f64x2 b) {
#if defined(__SSE2__)
  return __builtin_ia32_maxpd(a, b);
#elif defined(__wasm_simd128__)
  return __builtin_wasm_pmax_f64x2(b, a);
#else
  return a > b ? a : b;
#endif
}

/// 2^y of both lanes for finite y <= 0; 0 below -1022 - 1/2 (no denormals). Largest measured error 1 ulp; 2^0 is exactly 1.
///
/// EM spends most of its time here. A logarithm to base 2 leaves y minus its nearest whole number exact, which
/// saves the split constants an exponential to base e needs, and without signs, overflow and denormals nothing is left
/// but one polynomial (Chebyshev interpolant, tests/reference/gmm_exp2_coefficients.py).
inline numerics::f64x2 exp2_nonpositive(numerics::f64x2 y) {
  using numerics::f64x2;
  using numerics::splat2;
  typedef std::uint64_t u64x2 __attribute__((vector_size(16)));
  // Added to y, 1.5 * 2^52 rounds it to a whole number k; with 1023 more, the low bits of the sum are the biased
  // exponent of 2^k, and for k = -1023 those of 0.
  constexpr double kShift = 6755399441055744.0 + 1023.0;
  y = larger2(y, splat2(-1023.0));
  const f64x2 shifted = y + kShift;
  const f64x2 power = (f64x2)((u64x2)shifted << 52);
  const f64x2 f = y - (shifted - kShift);
  const f64x2 f2 = f * f;
  const f64x2 f4 = f2 * f2;
  const f64x2 low = (0.6931471805599453 + f * 0.24022650695910097) + f2 * (0.0555041086648216 + f * 0.009618129107606888);
  const f64x2 middle =
      (0.0013333558146416936 + f * 0.0001540353044173605) + f2 * (1.525273382983612e-05 + f * 1.321544258792169e-06);
  const f64x2 high = (1.0178062445845774e-07 + f * 7.072585949269223e-09) + f2 * 4.4549605981865186e-10;
  return power + power * (f * (low + f4 * (middle + f4 * high)));
}

}  // namespace collapse::models
