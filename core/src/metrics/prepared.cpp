#include "metrics/prepared.h"

#include <cstddef>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::metrics {

namespace {

/// exp(-45) of the largest term is below half a unit in the last place of the sum.
constexpr double kNegligible = -45;

}  // namespace

Prepared prepare(const models::Mixture& mixture) {
  Prepared p;
  const int d = mixture.dimension;
  const std::size_t square = static_cast<std::size_t>(d) * d;
  p.dimension = d;
  for (int k = 0; k < mixture.components(); ++k) {
    if (!(mixture.weights[k] > 0)) continue;
    const auto mean = mixture.mean(k);
    p.weights.push_back(mixture.weights[k]);
    p.means.insert(p.means.end(), mean.begin(), mean.end());
    p.factors.resize(p.factors.size() + square);
    p.inverses.resize(p.inverses.size() + square);
    double* factor = p.factors.data() + p.live * square;
    const bool regular = linalg::cholesky(mixture.covariance(k), d, factor);
    double log_det = 0;
    if (regular) {
      linalg::invert_lower(factor, d, p.inverses.data() + p.live * square);
      for (int j = 0; j < d; ++j) log_det += numerics::log(factor[j * d + j]);
    }
    p.log_dets.push_back(log_det);
    p.log_constants.push_back(numerics::log(mixture.weights[k]) - 0.5 * d * numerics::kLogTwoPi - log_det);
    p.is_regular.push_back(regular);
    p.regular += regular;
    ++p.live;
  }
  return p;
}

double squared_radius(const Prepared& p, int k, const double* anchor, const double* offset) {
  const int d = p.dimension;
  const double* mean = p.means.data() + k * d;
  const double* inverse = p.inverses.data() + static_cast<std::size_t>(k) * d * d;
  double sum = 0;
  for (int i = 0; i < d; ++i) {
    double z = 0;
    for (int j = 0; j <= i; ++j) z += inverse[i * d + j] * ((anchor[j] - mean[j]) + offset[j]);
    sum += z * z;
  }
  return sum == sum ? sum : kInfinity;  // inf - inf: a point out of reach of a spike
}

double log_density_nats(const Prepared& p, const double* anchor, const double* offset, int without) {
  double logs[kMaxComponents];
  int count = 0;
  double top = -kInfinity;
  for (int k = 0; k < p.live; ++k) {
    if (!p.is_regular[k] || k == without) continue;
    const double value = p.log_constants[k] - 0.5 * squared_radius(p, k, anchor, offset);
    logs[count++] = value;
    if (value > top) top = value;
  }
  if (count == 1 || top == -kInfinity) return top;
  double sum = 0;
  for (int i = 0; i < count; ++i) {
    const double below = logs[i] - top;
    if (below > kNegligible) sum += numerics::exp(below);
  }
  return top + numerics::log(sum);
}

bool same(const models::Mixture& a, const models::Mixture& b) {
  return a.dimension == b.dimension && a.weights == b.weights && a.means == b.means && a.covariances == b.covariances;
}

}  // namespace collapse::metrics
