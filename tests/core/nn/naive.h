#pragma once

// The kernels written again as plainly as possible: in floats the same order of sums, so the same bits; in doubles the
// truth that gradients are checked against.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collapse/stream.h"
#include "nn/convolution.h"
#include "nn/dense.h"
#include "nn/gemm.h"
#include "numerics/elementary.h"

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
          sum =
              sum +
              a.data[static_cast<std::ptrdiff_t>(i) * a.row_stride + static_cast<std::ptrdiff_t>(l) * a.column_stride] *
                  b.data[static_cast<std::ptrdiff_t>(l) * b.row_stride +
                         static_cast<std::ptrdiff_t>(j) * b.column_stride];
        total = before || block > 0 ? total + sum : sum;
      }
      if (bias) total = total + bias[j];
      c[i * n + j] = relu && 0 > total ? 0.0f : total;
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

using Doubles = std::vector<double>;

inline Doubles doubles(const std::vector<float>& values) { return {values.begin(), values.end()}; }

/// y = x W^T + b, W outputs x inputs.
inline Doubles naive_dense(nn::DenseShape shape, std::size_t rows, const double* x, const double* weight,
                           const double* bias, bool relu) {
  Doubles y(rows * shape.outputs);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < shape.outputs; ++j) {
      double sum = bias[j];
      for (std::size_t l = 0; l < shape.inputs; ++l) sum += x[i * shape.inputs + l] * weight[j * shape.inputs + l];
      y[i * shape.outputs + j] = relu ? std::fmax(sum, 0) : sum;
    }
  return y;
}

/// Visits every product of the layer once: body(image, number in the large image, number in the small one, weight).
template <class Body>
void each_product(const nn::ConvolutionShape& shape, std::size_t images, Body body) {
  const std::size_t half = shape.side / 2;
  for (std::size_t image = 0; image < images; ++image)
    for (std::size_t y = 0; y < half; ++y)
      for (std::size_t x = 0; x < half; ++x)
        for (std::size_t ky = 0; ky < 4; ++ky)
          for (std::size_t kx = 0; kx < 4; ++kx) {
            if (2 * y + ky < 1 || 2 * y + ky > shape.side || 2 * x + kx < 1 || 2 * x + kx > shape.side) continue;
            const std::size_t pixel = (2 * y + ky - 1) * shape.side + 2 * x + kx - 1;
            for (std::size_t s = 0; s < shape.small; ++s)
              for (std::size_t l = 0; l < shape.large; ++l)
                body(image * shape.large_size() + pixel * shape.large + l,
                     image * shape.small_size() + (y * half + x) * shape.small + s,
                     s * shape.patch() + (ky * 4 + kx) * shape.large + l);
          }
}

inline Doubles naive_down(const nn::ConvolutionShape& shape, std::size_t images, const double* large,
                          const double* weight, const double* bias, bool relu) {
  Doubles small(images * shape.small_size());
  for (std::size_t i = 0; i < small.size(); ++i) small[i] = bias[i % shape.small];
  each_product(shape, images, [&](std::size_t l, std::size_t s, std::size_t w) { small[s] += large[l] * weight[w]; });
  if (relu)
    for (double& value : small) value = std::fmax(value, 0);
  return small;
}

inline Doubles naive_up(const nn::ConvolutionShape& shape, std::size_t images, const double* small,
                        const double* weight, const double* bias, bool relu) {
  Doubles large(images * shape.large_size());
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = bias[i % shape.large];
  each_product(shape, images, [&](std::size_t l, std::size_t s, std::size_t w) { large[l] += small[s] * weight[w]; });
  if (relu)
    for (double& value : large) value = std::fmax(value, 0);
  return large;
}

/// -sum of t ln p + (1 - t) ln(1 - p), p = 1/(1 + e^-x).
inline double naive_cross_entropy(const Doubles& logits, const std::vector<float>& targets) {
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double t = static_cast<double>(targets[i]), size = std::fabs(logits[i]);
    sum += std::fmax(logits[i], 0) - logits[i] * t + numerics::log1p(numerics::exp(-size));
  }
  return sum;
}

/// The central difference quotient of f by every coordinate, with error O(step^2).
template <class F>
Doubles gradient_of(F f, Doubles point, double step = 1e-5) {
  Doubles result(point.size());
  for (std::size_t i = 0; i < point.size(); ++i) {
    const double here = point[i];
    point[i] = here + step;
    const double above = f(point);
    point[i] = here - step;
    result[i] = (above - f(point)) / (2 * step);
    point[i] = here;
  }
  return result;
}

/// The largest |a_i - b_i| over the largest |b_i|; infinite for NaN or another size.
template <class A, class B>
double relative_difference(const A& a, const B& b) {
  if (std::size(a) != std::size(b)) return HUGE_VAL;
  double size = 0, worst = 0;
  for (std::size_t i = 0; i < std::size(b); ++i) {
    const double difference = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (!(difference < HUGE_VAL)) return HUGE_VAL;
    worst = std::fmax(worst, difference);
    size = std::fmax(size, std::fabs(static_cast<double>(b[i])));
  }
  return size > 0 ? worst / size : worst;
}

/// sum of a_i b_i
inline double dot(const Doubles& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * static_cast<double>(b[i]);
  return sum;
}

}  // namespace collapse::test
