#pragma once

#include <span>

namespace collapse::models {

/// Lower triangular factor L (d x d, row by row, zeros above the diagonal) of a symmetric positive
/// semi-definite matrix A (d x d): L L^T = A. Returns whether A is positive definite.
///
/// A pivot counts as zero when it is not above 4 d eps A_jj (the rounding of its own computation; relative to
/// A_jj, so axes of very different units are no obstacle) or below the smallest normal double. Its
/// column of L is then exactly zero: the factor of the zero matrix is zero, and L z is drawn exactly
/// from the subspace a singular covariance lives on. NaN counts as a zero pivot.
bool cholesky(std::span<const double> a, int d, double* l);

/// Inverse (lower triangular, d x d) of a factor whose diagonal has no zero.
void invert_lower(const double* l, int d, double* inverse);

}  // namespace collapse::models
