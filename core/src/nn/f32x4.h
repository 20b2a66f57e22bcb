#pragma once

// Four floats in one 128-bit register, by the vector extensions GCC and Clang share: SSE2 natively and simd128 in
// WebAssembly, with one lane order and so the same bits (numerics/vec.h is the same for two doubles).

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace collapse::nn {

typedef float f32x4 __attribute__((vector_size(16)));
typedef std::int32_t i32x4 __attribute__((vector_size(16)));
typedef std::uint32_t u32x4 __attribute__((vector_size(16)));

inline f32x4 load4(const float* from) {
  f32x4 v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline void store4(float* to, f32x4 v) { std::memcpy(to, &v, sizeof v); }
inline f32x4 splat4(float x) { return f32x4{x, x, x, x}; }

/// The first `count` <= 4 lanes from memory, the others 0. All four is the quick way.
inline f32x4 load_first(const float* from, std::size_t count) {
  if (count == 4) return load4(from);
  float lanes[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < count; ++i) lanes[i] = from[i];
  return load4(lanes);
}
inline void store_first(float* to, f32x4 v, std::size_t count) {
  if (count == 4) return store4(to, v);
  for (std::size_t i = 0; i < count; ++i) to[i] = v[static_cast<int>(i)];
}

/// Lanes of `yes` where the mask is all ones, of `no` where it is all zeros.
inline f32x4 choose(i32x4 mask, f32x4 yes, f32x4 no) { return (f32x4)(((i32x4)yes & mask) | ((i32x4)no & ~mask)); }

/// Lanes beyond `count` set to 0.
inline f32x4 only_first(f32x4 v, std::size_t count) {
  const int live = static_cast<int>(count);
  return count == 4 ? v : choose(i32x4{0, 1, 2, 3} < i32x4{live, live, live, live}, v, f32x4{});
}

/// The lesser and the greater of limit and x lane by lane, and x where it is NaN. GCC does not find the instruction
/// from the comparison; Clang makes f32x4.min of it, which gives NaN for NaN on either side: nine instructions in V8,
/// not one.
inline f32x4 at_most(f32x4 limit, f32x4 x) {
#if defined(__SSE2__) && !defined(__clang__)
  return __builtin_ia32_minps(limit, x);
#elif defined(__wasm_simd128__)
  return __builtin_wasm_pmin_f32x4(x, limit);
#else
  return limit < x ? limit : x;
#endif
}
inline f32x4 at_least(f32x4 limit, f32x4 x) {
#if defined(__SSE2__) && !defined(__clang__)
  return __builtin_ia32_maxps(limit, x);
#elif defined(__wasm_simd128__)
  return __builtin_wasm_pmax_f32x4(x, limit);
#else
  return limit > x ? limit : x;
#endif
}

/// max(x, 0); -0 and NaN stay.
inline f32x4 relu4(f32x4 x) { return at_least(splat4(0.0f), x); }

/// Square roots, correctly rounded as IEEE 754 asks.
inline f32x4 sqrt4(f32x4 x) {
#if defined(__SSE2__) && !defined(__clang__)
  return __builtin_ia32_sqrtps(x);
#else
  return f32x4{std::sqrt(x[0]), std::sqrt(x[1]), std::sqrt(x[2]),
               std::sqrt(x[3])};  // Clang makes one instruction of it
#endif
}

/// Lane 0 first: the one order of a horizontal sum.
inline double sum4(f32x4 v) {
  return ((static_cast<double>(v[0]) + static_cast<double>(v[1])) + static_cast<double>(v[2])) +
         static_cast<double>(v[3]);
}

/// Calls body(first, count) for 0, 4, 8, ... < size; count is 4 but perhaps in the last call.
template <class Body>
inline void by_fours(std::size_t size, Body&& body) {
  std::size_t i = 0;
  for (; i + 4 <= size; i += 4) body(i, std::size_t{4});
  if (i < size) body(i, size - i);
}

}  // namespace collapse::nn
