#include <cmath>
#include <cstddef>
#include <limits>

#include "metrics/distances.h"
#include "metrics/gaussian_1d.h"
#include "models/cholesky.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMaxDimension = 16;
constexpr int kMaxSquare = kMaxDimension * kMaxDimension;

bool equal(std::span<const double> a, std::span<const double> b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// Solves L X = B in place for `columns` right-hand sides; L (d x d) lower triangular, B (d x columns) row by row.
void forward_solve(const double* l, int d, double* b, int columns) {
  for (int i = 0; i < d; ++i) {
    for (int c = 0; c < columns; ++c) {
      double sum = b[i * columns + c];
      for (int k = 0; k < i; ++k) sum -= l[i * d + k] * b[k * columns + c];
      b[i * columns + c] = sum / l[i * d + i];
    }
  }
}

/// One-sided Jacobi (Hestenes 1958): rotates the columns of a (d x d) until they are orthogonal, and those of v along.
/// Afterwards a = U diag(s) and (the first) a = U diag(s) V^T. Needs only + - * / sqrt; small singular values keep
/// their relative accuracy.
void orthogonalise(double* a, double* v, int d) {
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) v[i * d + j] = i == j;
  }
  for (int sweep = 0; sweep < 40; ++sweep) {
    bool rotated = false;
    for (int p = 0; p < d; ++p) {
      for (int q = p + 1; q < d; ++q) {
        double pp = 0, qq = 0, pq = 0;
        for (int i = 0; i < d; ++i) {
          pp += a[i * d + p] * a[i * d + p];
          qq += a[i * d + q] * a[i * d + q];
          pq += a[i * d + p] * a[i * d + q];
        }
        if (!(std::fabs(pq) > 1e-15 * std::sqrt(pp) * std::sqrt(qq))) continue;
        rotated = true;
        const double zeta = (qq - pp) / (2 * pq);
        const double size = std::fabs(zeta);
        const double tangent = (zeta >= 0 ? 1 : -1) / (size + (size < 1e150 ? std::sqrt(1 + size * size) : size));
        const double cosine = 1 / std::sqrt(1 + tangent * tangent);
        const double sine = cosine * tangent;
        for (double* m : {a, v}) {
          for (int i = 0; i < d; ++i) {
            const double left = m[i * d + p];
            const double right = m[i * d + q];
            m[i * d + p] = cosine * left - sine * right;
            m[i * d + q] = sine * left + cosine * right;
          }
        }
      }
    }
    if (!rotated) return;
  }
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

  double f1[kMaxSquare], f2[kMaxSquare], a[kMaxSquare], v[kMaxSquare];
  models::cholesky(covariance1, d, f1);
  models::cholesky(covariance2, d, f2);
  double largest = 0;
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      double dot = 0;
      for (int k = i > j ? i : j; k < d; ++k) dot += f1[k * d + i] * f2[k * d + j];
      a[i * d + j] = dot;
      if (std::fabs(dot) > largest) largest = std::fabs(dot);
    }
  }
  if (largest > 0) {
    for (int i = 0; i < d * d; ++i) a[i] /= largest;
  }
  orthogonalise(a, v, d);

  // Directions with singular value 0 pair nothing: there each factor counts by itself.
  double rest1 = 0;
  for (int i = 0; i < d * d; ++i) rest1 += f1[i] * f1[i];
  const double all1 = rest1;
  bool full = true;
  for (int c = 0; c < d; ++c) {
    double norm = 0;
    for (int i = 0; i < d; ++i) norm += a[i * d + c] * a[i * d + c];
    norm = std::sqrt(norm);
    const bool paired = norm > 1e-150;
    full = full && paired;
    for (int i = 0; i < d; ++i) {
      double left = 0, right = 0;
      for (int k = 0; k <= i; ++k) {
        if (paired) left += f1[i * d + k] * (a[k * d + c] / norm);
        right += f2[i * d + k] * v[k * d + c];
      }
      sum += (left - right) * (left - right);
      rest1 -= left * left;
    }
  }
  if (!full && rest1 > 1e-14 * all1) sum += rest1;
  return sum;
}

double log_determinant(std::span<const double> covariance, int d) {
  if (d == 1) return numerics::log(covariance[0]);
  double factor[kMaxSquare];
  if (!models::cholesky(covariance, d, factor)) return -kInfinity;
  double sum = 0;
  for (int j = 0; j < d; ++j) sum += numerics::log(factor[j * d + j]);
  return 2 * sum;
}

double kl_gaussian(std::span<const double> mean_p, std::span<const double> covariance_p, std::span<const double> mean_q,
                   std::span<const double> covariance_q) {
  const int d = static_cast<int>(mean_p.size());
  if (d == 1) return kl(gaussian_1d(mean_p[0], covariance_p[0]), gaussian_1d(mean_q[0], covariance_q[0]));
  if (equal(mean_p, mean_q) && equal(covariance_p, covariance_q)) return 0;
  double lp[kMaxSquare], lq[kMaxSquare], shift[kMaxDimension];
  const bool regular_p = models::cholesky(covariance_p, d, lp);
  const bool regular_q = models::cholesky(covariance_q, d, lq);
  if (!regular_p || !regular_q) return kInfinity;
  // X = Lq^-1 Lp is lower triangular: tr(Sq^-1 Sp) = |X|^2 and ln det(Sp)/det(Sq) = 2 sum ln x_ii.
  forward_solve(lq, d, lp, d);
  for (int j = 0; j < d; ++j) shift[j] = mean_p[j] - mean_q[j];
  forward_solve(lq, d, shift, 1);
  double sum = 0;
  for (int i = 0; i < d; ++i) {
    const double x = lp[i * d + i];
    const double excess = (x - 1) * (x + 1);
    const double log_square = std::fabs(excess) < 0.5 ? numerics::log1p(excess) : 2 * numerics::log(x);
    sum += (excess - log_square) + shift[i] * shift[i];
    for (int j = 0; j < i; ++j) sum += lp[i * d + j] * lp[i * d + j];
  }
  const double value = 0.5 * sum;
  if (value != value) return kInfinity;  // both the ratio and its logarithm overflowed
  return value > 0 ? value : 0;
}

}  // namespace collapse::metrics
