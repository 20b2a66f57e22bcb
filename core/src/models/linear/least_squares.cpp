#include "models/linear/least_squares.h"

#include "numerics/linalg/cholesky.h"

namespace collapse::models {

void add_gram(std::span<const double> x, int d, std::span<double> gram) {
  const auto width = static_cast<std::size_t>(d);
  const std::size_t rows = x.size() / width;
  std::size_t r = 0;
  // Four rows a pass, so that the matrix is read and written a quarter as often; each element still adds up row after
  // row.
  for (; r + 4 <= rows; r += 4) {
    const double* a = &x[r * width];
    const double *b = a + width, *c = b + width, *e = c + width;
    for (std::size_t i = 0; i < width; ++i) {
      double* out = &gram[i * width];
      const double ai = a[i], bi = b[i], ci = c[i], ei = e[i];
      for (std::size_t j = 0; j <= i; ++j) out[j] = (((out[j] + ai * a[j]) + bi * b[j]) + ci * c[j]) + ei * e[j];
    }
  }
  for (; r < rows; ++r) {
    const double* a = &x[r * width];
    for (std::size_t i = 0; i < width; ++i) {
      double* out = &gram[i * width];
      const double ai = a[i];
      for (std::size_t j = 0; j <= i; ++j) out[j] = out[j] + ai * a[j];
    }
  }
}

void add_moment(std::span<const double> x, int d, std::span<const double> y, std::span<double> moment) {
  const auto width = static_cast<std::size_t>(d);
  for (std::size_t r = 0; r < y.size(); ++r)
    for (std::size_t j = 0; j < width; ++j) moment[j] += y[r] * x[r * width + j];
}

void add_predictions(std::span<const double> x, int d, std::span<const double> w, std::span<double> labels) {
  const auto width = static_cast<std::size_t>(d);
  for (std::size_t r = 0; r < labels.size(); ++r) {
    // Four sums, always the same four.
    double sums[4] = {};
    for (std::size_t j = 0; j < width; ++j) sums[j % 4] += w[j] * x[r * width + j];
    labels[r] += (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }
}

NormalEquations::NormalEquations(std::span<const double> gram, int d) : d_(d) {
  factor_.resize(static_cast<std::size_t>(d) * static_cast<std::size_t>(d));
  solvable_ = linalg::definite_factor(gram, d, factor_.data());
}

std::vector<double> NormalEquations::solve(std::span<const double> moment) const {
  std::vector<double> w(moment.begin(), moment.end());
  linalg::solve_factored(factor_.data(), d_, w.data());
  return w;
}

}  // namespace collapse::models
