#include <cmath>
#include <cstddef>

#include "collapse/constants.h"
#include "metrics/distances.h"
#include "metrics/gaussian_1d.h"
#include "metrics/prepared.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::metrics {

namespace {

/// sum_ij w_i v_j N(m_i - n_j; 0, S_i + T_j).
double overlap(const models::Mixture& p, const models::Mixture& q) {
  const int d = p.dimension;
  double joint[kMaxDimension * kMaxDimension], factor[kMaxDimension * kMaxDimension], z[kMaxDimension];
  double sum = 0;
  for (int i = 0; i < p.components(); ++i) {
    if (!(p.weights[i] > 0)) continue;
    for (int j = 0; j < q.components(); ++j) {
      if (!(q.weights[j] > 0)) continue;
      for (int c = 0; c < d * d; ++c) joint[c] = p.covariance(i)[c] + q.covariance(j)[c];
      if (!linalg::cholesky({joint, static_cast<std::size_t>(d) * d}, d, factor)) return kInfinity;
      double exponent = 0;
      double log_det = 0;
      for (int r = 0; r < d; ++r) {
        z[r] = p.mean(i)[r] - q.mean(j)[r];
        for (int c = 0; c < r; ++c) z[r] -= factor[r * d + c] * z[c];
        z[r] /= factor[r * d + r];
        exponent += z[r] * z[r];
        log_det += numerics::log(factor[r * d + r]);
      }
      if (exponent != exponent) continue;  // inf - inf: infinitely many standard deviations apart
      sum += p.weights[i] * q.weights[j] * numerics::exp(-0.5 * (exponent + d * numerics::kLogTwoPi) - log_det);
    }
  }
  return sum;
}

}  // namespace

double l2_squared(const models::Mixture& p, const models::Mixture& q) {
  if (p.dimension == 1 && p.components() == 1 && q.components() == 1) {
    // The one distance of two Gaussians that needs no logarithm of their variances.
    return l2_squared(Gaussian1d{p.means[0], p.covariances[0], std::sqrt(p.covariances[0]), 0},
                      Gaussian1d{q.means[0], q.covariances[0], std::sqrt(q.covariances[0]), 0});
  }
  if (same(p, q)) return 0;
  const double own = overlap(p, p) + overlap(q, q);
  if (!(own < kInfinity)) return kInfinity;
  const double value = own - 2 * overlap(p, q);
  return value > 0 ? value : 0;
}

double w2_sorted(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

}  // namespace collapse::metrics
