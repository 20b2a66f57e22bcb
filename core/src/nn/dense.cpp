#include "nn/dense.h"

#include "nn/f32x4.h"

namespace collapse::nn {

void dense_forward(DenseShape shape, std::size_t rows, const float* x, const float* weight, const float* bias,
                   bool relu, float* y, GemmBuffers& buffers) {
  gemm(rows, shape.outputs, shape.inputs, row_major(x, shape.inputs), transposed(row_major(weight, shape.inputs)),
       {y, false, bias, relu}, buffers);
}

void dense_backward(DenseShape shape, std::size_t rows, const float* x, const float* weight, const float* dy,
                    float* dweight, float* dbias, float* dx, GemmBuffers& buffers) {
  gemm(shape.outputs, shape.inputs, rows, transposed(row_major(dy, shape.outputs)), row_major(x, shape.inputs),
       {dweight, true}, buffers);
  add_column_sums(rows, shape.outputs, dy, dbias);
  if (dx)
    gemm(rows, shape.inputs, shape.outputs, row_major(dy, shape.outputs), row_major(weight, shape.inputs), {dx},
         buffers);
}

void relu_backward(std::size_t size, const float* y, float* dy) {
  by_fours(size, [&](std::size_t i, std::size_t count) {
    store_first(dy + i, choose(load_first(y + i, count) > splat4(0.0f), load_first(dy + i, count), f32x4{}), count);
  });
}

void add_column_sums(std::size_t rows, std::size_t columns, const float* a, float* sums) {
  by_fours(columns, [&](std::size_t j, std::size_t count) {
    f32x4 sum{};
    for (std::size_t i = 0; i < rows; ++i) sum += load_first(a + i * columns + j, count);
    store_first(sums + j, load_first(sums + j, count) + sum, count);
  });
}

}  // namespace collapse::nn
