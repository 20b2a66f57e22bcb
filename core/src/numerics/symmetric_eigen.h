#pragma once

namespace collapse::numerics {

/// Eigenvalues (d) and eigenvectors (the columns of a d x d matrix, row by row) of a symmetric d x d matrix by cyclic
/// Jacobi rotations (Jacobi 1846; Golub, Van Loan, Matrix Computations, 8.5). `matrix` is destroyed. In no particular
/// order. Only + - * / sqrt, so the same bits everywhere; meant for d <= 16.
void symmetric_eigen(double* matrix, int d, double* values, double* vectors);

}  // namespace collapse::numerics
