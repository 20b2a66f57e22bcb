#include "numerics/linalg/cholesky.h"

#include <cmath>
#include <limits>

#include "numerics/linalg/matrix.h"

namespace collapse::linalg {

// Eigen's LLT stops at a zero pivot, where a column of zeros is promised, and takes two to three times as long at these
// sizes (docs/decisions/0036). Column by column to the left (Golub, Van Loan, Matrix Computations, 4.2).
bool cholesky(std::span<const double> entries, int d, double* factor) {
  const auto a = square(entries, d);
  auto l = square(factor, d);
  const double tolerance = 4.0 * d * std::numeric_limits<double>::epsilon();
  bool definite = true;
  for (int j = 0; j < d; ++j) {
    const auto before = l.row(j).head(j);
    const double pivot = a(j, j) - before.squaredNorm();
    const bool positive = pivot > tolerance * a(j, j) && pivot >= std::numeric_limits<double>::min();
    const double diagonal = positive ? std::sqrt(pivot) : 0.0;
    definite = definite && positive;
    for (int i = 0; i < j; ++i) l(i, j) = 0;
    l(j, j) = diagonal;
    for (int i = j + 1; i < d; ++i) l(i, j) = positive ? (a(i, j) - l.row(i).head(j).dot(before)) / diagonal : 0.0;
  }
  return definite;
}

void invert_lower(const double* factor, int d, double* result) {
  const auto l = square(factor, d);
  auto inverse = square(result, d);
  inverse.setZero();
  for (int i = 0; i < d; ++i) {
    inverse(i, i) = 1 / l(i, i);
    inverse.row(i).head(i) = -(l.row(i).head(i).lazyProduct(inverse.topLeftCorner(i, i))) / l(i, i);
  }
}

}  // namespace collapse::linalg
