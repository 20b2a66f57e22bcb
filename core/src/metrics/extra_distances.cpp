#include "metrics/extra_distances.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::metrics {

namespace {

constexpr double kSqrtTwoOverPi = 0.79788456080286535587989211986876;
constexpr int kMaxSquare = kMaxDimension * kMaxDimension;

bool has_singular_part(const models::Mixture& mixture) {
  double factor[kMaxSquare];
  for (int k = 0; k < mixture.components(); ++k)
    if (mixture.weights[static_cast<std::size_t>(k)] > 0 &&
        !linalg::cholesky(mixture.covariance(k), mixture.dimension, factor))
      return true;
  return false;
}

}  // namespace

double mean_absolute(double mean, double sd) {
  const double size = std::fabs(mean);
  if (!(size < 40 * sd)) return size;  // the other sign has probability below 1e-300
  const double z = size / sd;
  return sd * kSqrtTwoOverPi * numerics::exp(-0.5 * z * z) + size * numerics::erf(z * numerics::kSqrtHalf);
}

double w1_gaussian(double mean1, double variance1, double mean2, double variance2) {
  return mean_absolute(mean1 - mean2, std::fabs(std::sqrt(variance1) - std::sqrt(variance2)));
}

double w1_sorted(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::fabs(a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

double mean_difference(const models::Mixture& p, const models::Mixture& q) {
  double sum = 0;
  for (std::size_t i = 0; i < p.weights.size(); ++i) {
    double part = 0;
    for (std::size_t j = 0; j < q.weights.size(); ++j)
      part += q.weights[j] * mean_absolute(p.means[i] - q.means[j], std::sqrt(p.covariances[i] + q.covariances[j]));
    sum += p.weights[i] * part;
  }
  return sum;
}

double mean_kernel(const models::Mixture& p, const models::Mixture& q, double squared_bandwidth) {
  const int d = p.dimension;
  const std::size_t square = static_cast<std::size_t>(d) * static_cast<std::size_t>(d);
  double known[kMaxSquare], both[kMaxSquare], factor[kMaxSquare], inverse[kMaxSquare];
  double shrink = 0;  // sqrt(h^2d / |both|)
  bool any = false;
  double sum = 0;
  for (int i = 0; i < p.components(); ++i) {
    double part = 0;
    for (int j = 0; j < q.components(); ++j) {
      if (!(q.weights[static_cast<std::size_t>(j)] > 0)) continue;
      for (std::size_t k = 0; k < square; ++k) both[k] = p.covariance(i)[k] + q.covariance(j)[k];
      for (int k = 0; k < d; ++k) both[k * d + k] += squared_bandwidth;
      // Kernels and atoms share one covariance, so that it is factored once.
      if (!any || !std::equal(both, both + square, known)) {
        any = true;
        std::copy(both, both + square, known);
        linalg::cholesky({both, square}, d, factor);
        linalg::invert_lower(factor, d, inverse);
        shrink = 1;
        for (int k = 0; k < d; ++k) shrink *= std::sqrt(squared_bandwidth) * inverse[k * d + k];
      }
      double squares = 0;
      for (int r = 0; r < d; ++r) {
        double z = 0;
        for (int c = 0; c <= r; ++c)
          z += inverse[r * d + c] * (p.mean(i)[static_cast<std::size_t>(c)] - q.mean(j)[static_cast<std::size_t>(c)]);
        squares += z * z;
      }
      part += q.weights[static_cast<std::size_t>(j)] * shrink * numerics::exp(-0.5 * squares);
    }
    sum += p.weights[static_cast<std::size_t>(i)] * part;
  }
  return sum;
}

Estimate entropy(const models::Mixture& mixture) {
  const int d = mixture.dimension;
  if (has_singular_part(mixture)) return {-kInfinity, 0};
  models::Mixture gaussian{d, {1}, mixture.means, mixture.covariances};
  if (mixture.components() > 1) {
    models::Moments moments = models::moments(mixture);
    gaussian.means = std::move(moments.mean);
    gaussian.covariances = std::move(moments.covariance);
  }
  const double most = 0.5 * (d * (1 + numerics::kLogTwoPi) + log_determinant(gaussian.covariances, d));
  if (mixture.components() == 1) return {most, 0};
  const Estimate below = kl_mixture(mixture, gaussian);
  return {most - below.value, below.error};
}

double entropy_at(const models::Mixture& mixture, std::span<const double> coordinates) {
  if (has_singular_part(mixture)) return -kInfinity;
  std::vector<double> logs(coordinates.size() / static_cast<std::size_t>(mixture.dimension));
  models::Density(mixture).log_density_nats(coordinates.data(), logs.size(), logs.data());
  double sum = 0;
  for (const double value : logs) sum += value;
  return -sum / static_cast<double>(logs.size());
}

double mean_distance(const Cloud& a, const Cloud& b) {
  const auto d = static_cast<std::size_t>(a.dimension);
  double sum = 0;
  for (std::size_t i = 0; i < a.count(); ++i) {
    const double* x = a.coordinates.data() + i * d;
    double part = 0;
    for (std::size_t j = 0; j < b.count(); ++j) {
      const double* y = b.coordinates.data() + j * d;
      double squares = 0;
      for (std::size_t k = 0; k < d; ++k) squares += (x[k] - y[k]) * (x[k] - y[k]);
      part += std::sqrt(squares);
    }
    sum += part;
  }
  return sum / (static_cast<double>(a.count()) * static_cast<double>(b.count()));
}

}  // namespace collapse::metrics
