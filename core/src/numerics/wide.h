#pragma once

// Hot loops written once for two widths of vector. A kernel is a template over f64x2 or f64x4, marked COLLAPSE_INLINE
// down to its last helper, and called from two plain functions, the wide one marked COLLAPSE_WIDE; has_wide() says
// which to call. Lanes are independent and sums run over a fixed number of lanes, so both give the same bits;
// docs/decisions/0011.
//
// Vectors go in and out by reference: a 256-bit value has no agreed way of being passed where AVX is not assumed.

#include <cstring>

#include "numerics/vec.h"

#define COLLAPSE_INLINE inline __attribute__((always_inline))
#define COLLAPSE_INLINE_LAMBDA __attribute__((always_inline))

#if defined(__x86_64__) && !defined(COLLAPSE_NARROW)
#define COLLAPSE_HAS_WIDE 1
#define COLLAPSE_WIDE __attribute__((target("avx2")))
#endif

namespace collapse::numerics {

/// Whether this processor runs functions marked COLLAPSE_WIDE (every x86-64 one from about 2015 on).
inline bool has_wide() {
#ifdef COLLAPSE_HAS_WIDE
  return __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

template <class V>
inline constexpr std::size_t kLanes = sizeof(V) / sizeof(double);

template <class V>
COLLAPSE_INLINE void load(V& v, const double* from) {
  std::memcpy(&v, from, sizeof v);
}
template <class V>
COLLAPSE_INLINE void store(double* to, const V& v) {
  std::memcpy(to, &v, sizeof v);
}
template <class V>
COLLAPSE_INLINE void splat(V& v, double x) {
  v = x - V{};  // and not +, which would lose the sign of -0
}

/// to = max(to, x) lane by lane; GCC makes three instructions of the plain expression where there is one.
COLLAPSE_INLINE void raise_to(f64x2& to, const f64x2& x) {
#if defined(__SSE2__)
  to = __builtin_ia32_maxpd(x, to);
#elif defined(__wasm_simd128__)
  to = __builtin_wasm_pmax_f64x2(to, x);
#else
  to = x > to ? x : to;
#endif
}
COLLAPSE_INLINE void raise_to(f64x4& to, const f64x4& x) { to = x > to ? x : to; }

}  // namespace collapse::numerics
