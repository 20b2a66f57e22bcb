#pragma once

#include <cstdint>

#include "numerics/wide.h"

namespace collapse::models {

namespace detail {
template <class V>
struct Bits;
template <>
struct Bits<numerics::f64x2> {
  typedef std::uint64_t type __attribute__((vector_size(16)));
};
template <>
struct Bits<numerics::f64x4> {
  typedef std::uint64_t type __attribute__((vector_size(32)));
};
}  // namespace detail

/// y becomes 2^y in every lane, for finite y <= 0; 0 below -1022 - 1/2 (no denormals). Largest measured error 1 ulp;
/// 2^0 is exactly 1.
///
/// EM spends most of its time here. A logarithm to base 2 leaves y minus its nearest whole number exact, which
/// saves the split constants an exponential to base e needs, and without signs, overflow and denormals nothing is left
/// but one polynomial (Chebyshev interpolant, tests/reference/gmm_exp2_coefficients.py).
template <class V>
COLLAPSE_INLINE void exp2_nonpositive(V& y) {
  using Word = typename detail::Bits<V>::type;
  // Added to y, 1.5 * 2^52 rounds it to a whole number k; with 1023 more, the low bits of the sum are the biased
  // exponent of 2^k, and for k = -1023 those of 0.
  constexpr double kShift = 6755399441055744.0 + 1023.0;
  V lowest;
  numerics::splat(lowest, -1023.0);
  numerics::raise_to(y, lowest);
  const V shifted = y + kShift;
  const V power = (V)((Word)shifted << 52);
  const V f = y - (shifted - kShift);
  const V f2 = f * f;
  const V f4 = f2 * f2;
  const V low = (0.6931471805599453 + f * 0.24022650695910097) + f2 * (0.0555041086648216 + f * 0.009618129107606888);
  const V middle =
      (0.0013333558146416936 + f * 0.0001540353044173605) + f2 * (1.525273382983612e-05 + f * 1.321544258792169e-06);
  const V high = (1.0178062445845774e-07 + f * 7.072585949269223e-09) + f2 * 4.4549605981865186e-10;
  y = power + power * (f * (low + f4 * (middle + f4 * high)));
}

}  // namespace collapse::models
