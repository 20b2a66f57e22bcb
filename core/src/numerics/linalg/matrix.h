#pragma once

// Matrices of the core as Eigen's, so that formulas read as in the papers. Only in .cpp files: Eigen takes long to
// compile.
//
// Write a product as a.lazyProduct(b). It adds up each entry in the order of the formula; a * b of larger matrices is
// cut to fit the caches, and brings the code for that.

#include <Eigen/Core>
#include <cstddef>
#include <span>

#include "collapse/constants.h"

namespace collapse::linalg {

/// Row by row, as the core keeps all its matrices.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// At most kMaxDimension rows and columns; they take no memory from the heap.
using SmallMatrix =
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor, kMaxDimension, kMaxDimension>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, kMaxDimension, 1>;

/// d x d numbers, row by row, as a matrix.
inline Eigen::Map<Matrix> square(double* entries, int d) { return {entries, d, d}; }
inline Eigen::Map<const Matrix> square(const double* entries, int d) { return {entries, d, d}; }
inline Eigen::Map<const Matrix> square(std::span<const double> entries, int d) { return {entries.data(), d, d}; }
/// d numbers as a column.
inline Eigen::Map<Eigen::VectorXd> column(double* entries, int d) { return {entries, d}; }
inline Eigen::Map<const Eigen::VectorXd> column(const double* entries, int d) { return {entries, d}; }
inline Eigen::Map<const Eigen::VectorXd> column(std::span<const double> entries, int d) { return {entries.data(), d}; }

}  // namespace collapse::linalg
