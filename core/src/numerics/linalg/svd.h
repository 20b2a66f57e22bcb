#pragma once

#include "numerics/linalg/matrix.h"

namespace collapse::linalg {

/// Column by column: Eigen's decompositions are made for these.
using SmallColumns =
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, kMaxDimension, kMaxDimension>;

/// matrix = U diag(s) V^T of a square matrix (d x d, d <= 16), the largest singular value first, by two-sided Jacobi
/// rotations (Golub, Van Loan, Matrix Computations, 8.6): small singular values keep digits of their own.
struct SmallSvd {
  SmallColumns u, v;
  SmallVector s;
};
SmallSvd svd(const SmallColumns& matrix);

}  // namespace collapse::linalg
