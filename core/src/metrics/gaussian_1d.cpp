#include "metrics/gaussian_1d.h"

#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

using numerics::erfc;

constexpr double kInverseTwoSqrtPi = 0.28209479177387814347403972578039;  // 1 / (2 sqrt pi)

bool same_law(const Gaussian1d& a, const Gaussian1d& b) { return a.mean == b.mean && a.variance == b.variance; }

/// P(Z > z); beyond 40 it is 0 in double precision, and the argument stays finite.
double upper_tail(double z) {
  if (z > 40) return 0;
  if (z < -40) return 1;
  return 0.5 * erfc(z * numerics::kSqrtHalf);
}

}  // namespace

Gaussian1d gaussian_1d(double mean, double variance) {
  return {mean, variance, std::sqrt(variance), numerics::log(variance)};
}

double w2_squared(const Gaussian1d& a, const Gaussian1d& b) {
  const double shift = a.mean - b.mean;
  const double spread = a.sd - b.sd;
  return shift * shift + spread * spread;
}

double kl(const Gaussian1d& p, const Gaussian1d& q) {
  if (same_law(p, q)) return 0;
  if (!(p.variance > 0) || !(q.variance > 0)) return kInfinity;
  const double ratio = p.variance / q.variance;
  const double shift = (p.mean - q.mean) / q.sd;
  const double excess = ratio - 1;
  // Near ratio 1 the logarithm of the ratio itself keeps its digits; far away the ratio may underflow.
  const double log_ratio = std::fabs(excess) < 0.5 ? numerics::log1p(excess) : p.log_variance - q.log_variance;
  const double value = 0.5 * ((excess - log_ratio) + shift * shift);
  return value > 0 ? value : 0;
}

double l2_squared(const Gaussian1d& p, const Gaussian1d& q) {
  if (same_law(p, q)) return 0;
  if (!(p.variance > 0) || !(q.variance > 0)) return kInfinity;
  const double own = kInverseTwoSqrtPi / p.sd + kInverseTwoSqrtPi / q.sd;
  if (own == kInfinity) return own;
  const double variance = p.variance + q.variance;
  const double shift = p.mean - q.mean;
  const double overlap = numerics::exp(-0.5 * (shift / variance) * shift) / std::sqrt(2 * numerics::kPi * variance);
  const double value = own - 2 * overlap;
  return value > 0 ? value : 0;
}

double total_variation(const Gaussian1d& p, const Gaussian1d& q) {
  if (same_law(p, q)) return 0;
  const Gaussian1d& narrow = p.sd <= q.sd ? p : q;
  const Gaussian1d& wide = p.sd <= q.sd ? q : p;
  if (!(narrow.sd > 0)) return 1;
  const double r = narrow.sd / wide.sd;
  const double shift = (narrow.mean - wide.mean) / wide.sd;
  if (r == 1) return numerics::erf(std::fabs(shift) * 0.5 * numerics::kSqrtHalf);
  // In z, the narrow one's own coordinate, the densities are equal where
  // z^2 (1 - r^2) - 2 r shift z - (shift^2 + 2 log_inverse) = 0; the narrow one is the larger between the roots.
  const double curvature = (1 - r) * (1 + r);
  const double log_inverse = r > 0.5 ? -numerics::log1p(r - 1) : -numerics::log(r);
  const double constant = shift * shift + 2 * log_inverse;
  const double root = std::sqrt(shift * shift + 2 * log_inverse * curvature);
  const double middle = r * shift;
  double low, high;  // the root of larger size by addition, the other from their product -constant / curvature
  if (middle >= 0) {
    high = (middle + root) / curvature;
    low = -constant / (middle + root);
  } else {
    low = (middle - root) / curvature;
    high = constant / (root - middle);
  }
  const double outside_narrow = upper_tail(high) + upper_tail(-low);
  const double outside_wide = upper_tail(r * high + shift) + upper_tail(-(r * low + shift));
  const double value = outside_wide - outside_narrow;
  return value > 0 ? (value < 1 ? value : 1) : 0;
}

double two_sided_tail(double mean, double sd, double centre, double reach) {
  const double shift = mean - centre;
  if (!(sd > 0)) return std::fabs(shift) > reach ? 1 : 0;
  return upper_tail((reach - shift) / sd) + upper_tail((reach + shift) / sd);
}

}  // namespace collapse::metrics
