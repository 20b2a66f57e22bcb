#pragma once

// What transformers are made of, written plainly in doubles.

#include "nn/attention.h"
#include "nn/naive.h"

namespace collapse::test {

inline Doubles naive_layer_norm(std::size_t rows, std::size_t columns, const double* x, const double* gain,
                                const double* bias) {
  Doubles y(rows * columns);
  for (std::size_t i = 0; i < rows; ++i) {
    double mean = 0, variance = 0;
    for (std::size_t c = 0; c < columns; ++c) mean += x[i * columns + c] / static_cast<double>(columns);
    for (std::size_t c = 0; c < columns; ++c) {
      const double off = x[i * columns + c] - mean;
      variance += off * off / static_cast<double>(columns);
    }
    for (std::size_t c = 0; c < columns; ++c)
      y[i * columns + c] = (x[i * columns + c] - mean) / std::sqrt(variance + 1e-5) * gain[c] + bias[c];
  }
  return y;
}

/// e^x_j / sum, of the first `count` numbers of x.
inline Doubles naive_softmax(const double* x, std::size_t count) {
  Doubles p(x, x + count);
  const double top = *std::max_element(p.begin(), p.end());
  double sum = 0;
  for (double& value : p) sum += value = numerics::exp(value - top);
  for (double& value : p) value /= sum;
  return p;
}

/// Rows of qkv (3 width numbers) to rows of width numbers; token i looks at the tokens from first[i] to i.
inline Doubles naive_attention(const nn::AttentionShape& shape, const std::vector<std::size_t>& first,
                               const double* qkv) {
  const std::size_t width = shape.width();
  Doubles out(first.size() * width);
  for (std::size_t head = 0; head < shape.heads; ++head)
    for (std::size_t i = 0; i < first.size(); ++i) {
      const auto at = [&](std::size_t token, std::size_t which, std::size_t c) {
        return qkv[token * 3 * width + which * width + head * shape.head + c];
      };
      Doubles scores;
      for (std::size_t j = first[i]; j <= i; ++j) {
        double sum = 0;
        for (std::size_t c = 0; c < shape.head; ++c) sum += at(i, 0, c) * at(j, 1, c);
        scores.push_back(sum / std::sqrt(static_cast<double>(shape.head)));
      }
      const Doubles p = naive_softmax(scores.data(), scores.size());
      for (std::size_t c = 0; c < shape.head; ++c)
        for (std::size_t j = first[i]; j <= i; ++j)
          out[i * width + head * shape.head + c] += p[j - first[i]] * at(j, 2, c);
    }
  return out;
}

}  // namespace collapse::test
