#include "collapse/mixture.h"

#include <algorithm>
#include <cmath>

#include "numerics/elementary.h"
#include "numerics/linalg/matrix.h"

namespace collapse::models {

std::vector<double> mixture_mean(const Mixture& mixture) {
  const int d = mixture.dimension;
  std::vector<double> mean(mixture.means.begin(), mixture.means.begin() + d);
  for (int j = 0; j < d; ++j) {
    double shift = 0;
    for (int k = 1; k < mixture.components(); ++k)
      shift += mixture.weights[k] * (mixture.means[k * d + j] - mixture.means[j]);
    mean[j] += shift;
  }
  return mean;
}

Moments moments(const Mixture& mixture) {
  const int d = mixture.dimension;
  Moments result{mixture_mean(mixture), {}};
  if (mixture.components() == 1) {
    result.covariance = mixture.covariances;
    return result;
  }
  result.covariance.assign(static_cast<std::size_t>(d) * d, 0.0);
  for (int k = 0; k < mixture.components(); ++k) {
    const double weight = mixture.weights[k];
    if (!(weight > 0)) continue;
    const linalg::SmallVector away = linalg::column(mixture.mean(k), d) - linalg::column(result.mean, d);
    linalg::square(result.covariance.data(), d) +=
        weight * (linalg::square(mixture.covariance(k), d) + away.lazyProduct(away.transpose()));
  }
  return result;
}

double cdf(const Mixture& mixture, double x) {
  constexpr double kFar = 40;  // Phi(-40) is 0 in double precision
  double sum = 0;
  for (int k = 0; k < mixture.components(); ++k) {
    const double variance = mixture.covariances[k];
    const double difference = x - mixture.means[k];
    double below = difference >= 0 ? 1.0 : 0.0;  // a point mass
    if (variance > 0) below = numerics::normal_cdf(std::clamp(difference / std::sqrt(variance), -kFar, kFar));
    sum += mixture.weights[k] * below;
  }
  return sum;
}

std::size_t flat_size(int components, int dimension) {
  const auto d = static_cast<std::size_t>(dimension);
  return static_cast<std::size_t>(components) * (1 + d + d * d);
}

void to_flat(const Mixture& mixture, std::span<double> out) {
  auto next = std::copy(mixture.weights.begin(), mixture.weights.end(), out.begin());
  next = std::copy(mixture.means.begin(), mixture.means.end(), next);
  std::copy(mixture.covariances.begin(), mixture.covariances.end(), next);
}

Mixture from_flat(std::span<const double> flat, int components, int dimension) {
  const auto k = static_cast<std::size_t>(components);
  const auto d = static_cast<std::size_t>(dimension);
  Mixture mixture;
  mixture.dimension = dimension;
  mixture.weights.assign(flat.begin(), flat.begin() + k);
  mixture.means.assign(flat.begin() + k, flat.begin() + k * (1 + d));
  mixture.covariances.assign(flat.begin() + k * (1 + d), flat.begin() + k * (1 + d + d * d));
  return mixture;
}

}  // namespace collapse::models
