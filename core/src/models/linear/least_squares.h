#pragma once

// Least squares by the normal equations, sums in the order of the rows.

#include <span>
#include <vector>

namespace collapse::models {

/// Adds X^T X of `rows` rows of d numbers (x row by row) to the lower triangle of `gram` (d x d). The bits do not
/// depend on how the rows are split into calls.
void add_gram(std::span<const double> x, int d, std::span<double> gram);

/// Adds X^T y to `moment` (d numbers).
void add_moment(std::span<const double> x, int d, std::span<const double> y, std::span<double> moment);

/// X w + `labels` in place: labels[i] += x_i . w.
void add_predictions(std::span<const double> x, int d, std::span<const double> w, std::span<double> labels);

/// A Gram matrix, factored once for any number of right-hand sides.
class NormalEquations {
 public:
  NormalEquations() = default;
  /// `gram`: d x d, its lower triangle counts.
  NormalEquations(std::span<const double> gram, int d);
  /// Whether there is one solution only. Singular by rounding counts as singular (numerics/linalg/cholesky.h).
  bool solvable() const { return solvable_; }
  /// The w with X^T X w = moment; only where solvable.
  std::vector<double> solve(std::span<const double> moment) const;

 private:
  int d_ = 0;
  bool solvable_ = false;
  std::vector<double> factor_;  // L, row by row; above the diagonal nothing of use
};

}  // namespace collapse::models
