#pragma once

// A Gaussian mixture as an immutable value. A Gaussian is the mixture with one component, and every
// distribution a run can start from (Gaussian, mixture, ring, grid) is one too.

#include <span>
#include <vector>

#include "collapse/points.h"
#include "collapse/stream.h"

namespace collapse::models {

/// K components in d dimensions. A component of weight 0 is dead: never drawn, absent from the density.
struct Mixture {
  int dimension = 1;                // d
  std::vector<double> weights;      // K, each >= 0, sum 1
  std::vector<double> means;        // K x d
  std::vector<double> covariances;  // K x d x d, symmetric, positive semi-definite

  int components() const { return static_cast<int>(weights.size()); }
  std::span<const double> mean(int k) const {
    return {means.data() + k * dimension, static_cast<std::size_t>(dimension)};
  }
  std::span<const double> covariance(int k) const {
    return {covariances.data() + k * dimension * dimension, static_cast<std::size_t>(dimension) * dimension};
  }
};

/// Mean (d) and covariance (d x d) of the whole mixture.
struct Moments {
  std::vector<double> mean;
  std::vector<double> covariance;
};
Moments moments(const Mixture& mixture);
/// Its mean alone (d), as component 0's mean plus a weighted difference: exact for one component.
std::vector<double> mixture_mean(const Mixture& mixture);

/// n independent draws, as offsets from the mixture's mean (of component 0 when K = 1: exactly zero
/// mean offset). Semi-definite covariances are drawn from exactly (a point mass repeats its mean).
data::PointSet sample(const Mixture& mixture, std::size_t n, random::Stream& stream, bool real = false);
/// The same into a set whose memory is used again.
void sample(const Mixture& mixture, std::size_t n, random::Stream& stream, bool real, data::PointSet& points);

/// A mixture prepared for repeated density evaluation: inverse Cholesky factors and log normalisers.
/// Components whose covariance is singular have no density: `log_density` is -inf away from them and
/// +inf on them, never NaN.
class Density {
 public:
  explicit Density(const Mixture& mixture);
  /// ln p(x) in nats at x (d coordinates).
  double log_density_nats(std::span<const double> x) const;
  /// ln p at many points given as plain coordinates, one dimension after another (d x n).
  void log_density_nats(const double* coordinates, std::size_t n, double* out) const;

 private:
  int dimension_;
  std::vector<double> means_, inverse_factors_, log_constants_;
  std::vector<bool> singular_;
};

/// P(X <= x) of a 1-D mixture.
double cdf(const Mixture& mixture, double x);

/// Mixture as flat numbers, for frames, hashes and saved states: weights, means, covariances.
std::size_t flat_size(int components, int dimension);
void to_flat(const Mixture& mixture, std::span<double> out);
Mixture from_flat(std::span<const double> flat, int components, int dimension);

}  // namespace collapse::models
