#pragma once

// Matrix products of floats, the one kernel under every layer.

#include <cstddef>
#include <vector>

namespace collapse::nn {

/// A matrix somewhere in memory: element (i, j) is data[i * row_stride + j * column_stride].
struct Matrix {
  const float* data;
  std::ptrdiff_t row_stride, column_stride;
};
/// Rows of `columns` numbers, one after another.
inline Matrix row_major(const float* data, std::size_t columns) {
  return {data, static_cast<std::ptrdiff_t>(columns), 1};
}
inline Matrix transposed(Matrix a) { return {a.data, a.column_stride, a.row_stride}; }

/// Where a product goes and what happens to it on the way. Rows of n numbers, one after another.
struct GemmOutput {
  float* data;
  bool accumulate = false;      // add to what is there
  const float* bias = nullptr;  // n numbers added to every row at the end
  bool relu = false;            // then max(x, 0)
};

/// Room for packed blocks, about 500 kB. Make one and use it for many products; two products at a time need two.
class GemmBuffers {
 public:
  GemmBuffers();
  float* left() { return left_.data(); }
  float* right() { return right_.data(); }

 private:
  std::vector<float> left_, right_;
};

/// The products over k are summed in blocks of this many.
inline constexpr std::size_t kGemmDepth = 256;

/// C = A B, or C + A B; A is m x k, B is k x n, C is m x n, any of the sizes may be 0. The output overlaps no input.
///
/// Each element is summed in one order, whatever the sizes, the tile and the width of the vectors: for each block of
/// kGemmDepth values of k, in rising order, s = ((0 + a0 b0) + a1 b1) + ...; then C = s, or C + s for a later block or
/// when accumulating; then + bias. All in floats, each product and each sum rounded.
void gemm(std::size_t m, std::size_t n, std::size_t k, Matrix a, Matrix b, GemmOutput c, GemmBuffers& buffers);

}  // namespace collapse::nn
