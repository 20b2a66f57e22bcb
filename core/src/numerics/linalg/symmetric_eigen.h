#pragma once

namespace collapse::linalg {

/// Eigenvalues (d) and eigenvectors (the columns of a d x d matrix, row by row) of a symmetric d x d matrix that is
/// positive semi-definite but for rounding, the largest in size first. d <= 16. By Jacobi rotations (svd.h): the
/// singular value s of u and v is the eigenvalue s u.v, and small ones keep digits of their own, down to 1e-300 of the
/// largest.
void symmetric_eigen(const double* matrix, int d, double* values, double* vectors);

/// The same of any symmetric matrix of any size, the smallest first, by Eigen's SelfAdjointEigenSolver.
void large_symmetric_eigen(const double* matrix, int d, double* values, double* vectors);

}  // namespace collapse::linalg
