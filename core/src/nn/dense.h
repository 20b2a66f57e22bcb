#pragma once

// Fully connected layers, row by row of a batch. Gradients are *added* to, so that a batch can be taken in parts.

#include <cstddef>

#include "nn/gemm.h"

namespace collapse::nn {

/// The size of y = x W^T + b: W is outputs x inputs, as in PyTorch's Linear.
struct DenseShape {
  std::size_t inputs, outputs;
};

/// y (rows x outputs) = x (rows x inputs) W^T + b, then max(0, .) if `relu`.
void dense_forward(DenseShape shape, std::size_t rows, const float* x, const float* weight, const float* bias,
                   bool relu, float* y, GemmBuffers& buffers);

/// From dy = dL/dy (before the ReLU): dweight += dy^T x, dbias += column sums of dy, and dx = dy W unless null.
void dense_backward(DenseShape shape, std::size_t rows, const float* x, const float* weight, const float* dy,
                    float* dweight, float* dbias, float* dx, GemmBuffers& buffers);

/// dy = 0 where the activation y = max(0, .) is not positive: the derivative at 0 is taken as 0.
void relu_backward(std::size_t size, const float* y, float* dy);

/// sums[j] += (a[0][j] + a[1][j]) + ...; a is rows x columns.
void add_column_sums(std::size_t rows, std::size_t columns, const float* a, float* sums);

}  // namespace collapse::nn
