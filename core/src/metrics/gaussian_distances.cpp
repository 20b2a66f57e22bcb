#include <cmath>
#include <cstddef>

#include "collapse/constants.h"
#include "metrics/distances.h"
#include "metrics/gaussian_1d.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "numerics/linalg/matrix.h"
#include "numerics/linalg/svd.h"

namespace collapse::metrics {

namespace {

using linalg::SmallMatrix;
using linalg::SmallVector;

bool equal(std::span<const double> a, std::span<const double> b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace

// With S_i = F_i F_i^T and the singular value decomposition F1^T F2 = U D V^T, the trace term is
// |F1 U - F2 V|^2 (Frobenius): the orthogonal Procrustes form, a sum of squares that does not cancel.
double w2_squared_gaussian(std::span<const double> mean1, std::span<const double> covariance1,
                           std::span<const double> mean2, std::span<const double> covariance2) {
  const int d = static_cast<int>(mean1.size());
  if (d == 1) return w2_squared(gaussian_1d(mean1[0], covariance1[0]), gaussian_1d(mean2[0], covariance2[0]));
  double sum = 0;
  for (int j = 0; j < d; ++j) sum += (mean1[j] - mean2[j]) * (mean1[j] - mean2[j]);
  if (equal(covariance1, covariance2)) return sum;

  SmallMatrix f1(d, d), f2(d, d);
  linalg::cholesky(covariance1, d, f1.data());
  linalg::cholesky(covariance2, d, f2.data());
  linalg::SmallColumns product = f1.transpose().lazyProduct(f2);
  const double largest = product.cwiseAbs().maxCoeff();
  if (largest > 0) product /= largest;
  const auto [u, v, singular] = linalg::svd(product);

  // Directions with singular value 0 pair nothing: there each factor counts by itself.
  const double all1 = f1.squaredNorm();
  double rest1 = all1;
  bool full = true;
  for (int c = 0; c < d; ++c) {
    const bool paired = singular[c] > 1e-150;
    full = full && paired;
    SmallVector left = SmallVector::Zero(d);
    if (paired) left = f1.lazyProduct(u.col(c));
    sum += (left - f2.lazyProduct(v.col(c))).squaredNorm();
    rest1 -= left.squaredNorm();
  }
  if (!full && rest1 > 1e-14 * all1) sum += rest1;
  return sum;
}

double log_determinant(std::span<const double> covariance, int d) {
  if (d == 1) return numerics::log(covariance[0]);
  SmallMatrix factor(d, d);
  if (!linalg::cholesky(covariance, d, factor.data())) return -kInfinity;
  double sum = 0;
  for (int j = 0; j < d; ++j) sum += numerics::log(factor(j, j));
  return 2 * sum;
}

double kl_gaussian(std::span<const double> mean_p, std::span<const double> covariance_p, std::span<const double> mean_q,
                   std::span<const double> covariance_q) {
  const int d = static_cast<int>(mean_p.size());
  if (d == 1) return kl(gaussian_1d(mean_p[0], covariance_p[0]), gaussian_1d(mean_q[0], covariance_q[0]));
  if (equal(mean_p, mean_q) && equal(covariance_p, covariance_q)) return 0;
  SmallMatrix lp(d, d), lq(d, d);
  const bool regular_p = linalg::cholesky(covariance_p, d, lp.data());
  const bool regular_q = linalg::cholesky(covariance_q, d, lq.data());
  if (!regular_p || !regular_q) return kInfinity;
  // X = Lq^-1 Lp is lower triangular: tr(Sq^-1 Sp) = |X|^2 and ln det(Sp)/det(Sq) = 2 sum ln x_ii.
  SmallMatrix inverse(d, d);
  linalg::invert_lower(lq.data(), d, inverse.data());
  const SmallMatrix x = inverse.lazyProduct(lp);
  const SmallVector shift = inverse.lazyProduct(linalg::column(mean_p, d) - linalg::column(mean_q, d));
  double sum = shift.squaredNorm();
  for (int i = 0; i < d; ++i) {
    const double excess = (x(i, i) - 1) * (x(i, i) + 1);
    const double log_square = std::fabs(excess) < 0.5 ? numerics::log1p(excess) : 2 * numerics::log(x(i, i));
    sum += (excess - log_square) + x.row(i).head(i).squaredNorm();
  }
  const double value = 0.5 * sum;
  if (value != value) return kInfinity;  // both the ratio and its logarithm overflowed
  return value > 0 ? value : 0;
}

}  // namespace collapse::metrics
