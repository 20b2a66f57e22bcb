#pragma once

// Two doubles in one 128-bit register, by the vector extensions GCC and Clang share: the same source
// becomes SSE2 natively and simd128 in WebAssembly, with the same lane order and so the same bits. Four doubles are for
// processors that have AVX2, see numerics/wide.h.

#include <cstdint>
#include <cstring>

namespace collapse::numerics {

typedef double f64x2 __attribute__((vector_size(16)));
typedef std::int64_t i64x2 __attribute__((vector_size(16)));
typedef double f64x4 __attribute__((vector_size(32)));

inline f64x2 load2(const double* from) {
  f64x2 v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline void store2(double* to, f64x2 v) { std::memcpy(to, &v, sizeof v); }
inline f64x2 splat2(double x) { return f64x2{x, x}; }
/// Lane 0 first: the one order of a horizontal sum.
inline double sum2(f64x2 v) { return v[0] + v[1]; }

}  // namespace collapse::numerics
