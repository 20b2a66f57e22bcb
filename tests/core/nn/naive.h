#pragma once

// The kernels written again as plainly as possible: in floats the same order of sums, so the same bits; in doubles the
// truth that gradients are checked against.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nn/gemm.h"
#include "random/stream.h"

namespace collapse::test {

/// gemm's sums in gemm's order, one element after another.
inline std::vector<float> naive_gemm(std::size_t m, std::size_t n, std::size_t k, nn::Matrix a, nn::Matrix b,
                                     const std::vector<float>* before, const float* bias, bool relu) {
  std::vector<float> c(m * n);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      float total = before ? (*before)[i * n + j] : 0.0f;
      for (std::size_t block = 0; block < std::max<std::size_t>(k, 1); block += nn::kGemmDepth) {
        float sum = 0;
        for (std::size_t l = block; l < std::min(k, block + nn::kGemmDepth); ++l)
          sum = sum + a.data[static_cast<std::ptrdiff_t>(i) * a.row_stride + static_cast<std::ptrdiff_t>(l) * a.column_stride] *
                          b.data[static_cast<std::ptrdiff_t>(l) * b.row_stride + static_cast<std::ptrdiff_t>(j) * b.column_stride];
        total = before || block > 0 ? total + sum : sum;
      }
      if (bias) total = total + bias[j];
      c[i * n + j] = relu && total <= 0 ? 0.0f : total;
    }
  return c;
}

/// `count` normals times `scale`, from a fixed stream told apart by `part`.
inline std::vector<float> normals(std::size_t count, std::uint32_t part, double scale = 1) {
  random::Stream stream(20261123, 0, 0, random::Purpose::measurement, part);
  std::vector<float> result(count);
  for (float& value : result) value = static_cast<float>(scale * stream.normal());
  return result;
}

}  // namespace collapse::test
