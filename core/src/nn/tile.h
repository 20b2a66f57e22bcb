#pragma once

// The kernel of matrix products: a tile of 4 rows and 8 columns is 8 sums in registers of four floats. V8 has 15
// registers to give; 12 sums would spill.

#include <cstddef>

#include "nn/f32x4.h"

namespace collapse::nn {

inline constexpr std::size_t kTileRows = 4, kTileColumns = 8;

/// to[w][c] = sum over k < depth, rising, of left[w * across + k * along] * right[k * stride + c].
inline void multiply_tile(std::size_t depth, const float* left, std::size_t across, std::size_t along,
                          const float* right, std::size_t stride, float (*to)[kTileColumns]) {
  f32x4 s00{}, s01{}, s10{}, s11{}, s20{}, s21{}, s30{}, s31{};
  const float *left1 = left + across, *left2 = left1 + across, *left3 = left2 + across;
  for (std::size_t k = 0, l = 0; k < depth; ++k, l += along, right += stride) {
    const f32x4 b0 = load4(right), b1 = load4(right + 4);
    const f32x4 a0 = splat4(left[l]), a1 = splat4(left1[l]), a2 = splat4(left2[l]), a3 = splat4(left3[l]);
    s00 += a0 * b0;
    s01 += a0 * b1;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s30 += a3 * b0;
    s31 += a3 * b1;
  }
  // One by one: from an array GCC would keep the sums in memory all along.
  store4(to[0], s00);
  store4(to[0] + 4, s01);
  store4(to[1], s10);
  store4(to[1] + 4, s11);
  store4(to[2], s20);
  store4(to[2] + 4, s21);
  store4(to[3], s30);
  store4(to[3] + 4, s31);
}

}  // namespace collapse::nn
