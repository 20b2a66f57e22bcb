// Matrices of more than 16 rows: those of regressions and of latent spaces. A file of its own, so that a module without
// these does not carry Eigen's blocked products.

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <limits>

#include "numerics/linalg/cholesky.h"
#include "numerics/linalg/matrix.h"
#include "numerics/linalg/symmetric_eigen.h"

namespace collapse::linalg {

namespace {

/// Eigen cuts its products to fit the processor's caches, and the sums with them: for the same bits everywhere the
/// caches are these. Only our own copy of Eigen hears of it (scripts/libraries.cmake).
void pin_caches() {
  static const bool pinned = [] {
    Eigen::setCpuCacheSizes(32 * 1024, 512 * 1024, 512 * 1024);
    return true;
  }();
  (void)pinned;
}

}  // namespace

bool definite_factor(std::span<const double> entries, int d, double* factor) {
  pin_caches();
  const auto a = square(entries, d);
  auto l = square(factor, d);
  l = a;
  const Eigen::LLT<Eigen::Ref<Matrix>> llt(l);
  if (llt.info() != Eigen::Success) return false;
  const Eigen::ArrayXd pivots = l.diagonal().array().square();
  const double tolerance = 4.0 * d * std::numeric_limits<double>::epsilon();
  return (pivots > tolerance * a.diagonal().array()).all() && (pivots >= std::numeric_limits<double>::min()).all();
}

void large_symmetric_eigen(const double* matrix, int d, double* values, double* vectors) {
  pin_caches();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(square(matrix, d));
  column(values, d) = solved.eigenvalues();
  square(vectors, d) = solved.eigenvectors();
}

void solve_factored(const double* factor, int d, double* b) {
  const auto l = square(factor, d);
  auto x = column(b, d);
  l.triangularView<Eigen::Lower>().solveInPlace(x);
  l.triangularView<Eigen::Lower>().transpose().solveInPlace(x);
}

}  // namespace collapse::linalg
