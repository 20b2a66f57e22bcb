#pragma once

#include <span>

namespace collapse::linalg {

/// Lower triangular factor L (d x d, row by row, zeros above the diagonal) of a symmetric positive semi-definite matrix
/// A (d x d, of which the lower triangle counts): L L^T = A. Returns whether A is positive definite.
///
/// A pivot counts as zero when it is not above 4 d eps A_jj (the rounding of its own computation; relative to A_jj, so
/// axes of very different units are no obstacle) or below the smallest normal double. Its column of L is then exactly
/// zero: the factor of the zero matrix is zero, and L z is drawn exactly from the subspace a singular covariance lives
/// on. NaN counts as a zero pivot. Meant for the dimension of points, d <= 16; definite_factor below for more.
bool cholesky(std::span<const double> a, int d, double* l);

/// The same for large matrices by Eigen's blocked LLT, of a definite matrix only: returns false, with nothing of use in
/// `l`, where a pivot counts as zero. Above the diagonal of `l` stands what stood in `a`.
bool definite_factor(std::span<const double> a, int d, double* l);

/// Solves L L^T x = b in place for a factor whose diagonal has no zero; b has d numbers.
void solve_factored(const double* l, int d, double* b);

/// Inverse (lower triangular, d x d) of a factor whose diagonal has no zero.
void invert_lower(const double* l, int d, double* inverse);

}  // namespace collapse::linalg
