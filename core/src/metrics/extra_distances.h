#pragma once

// Distances and entropies beyond those of metrics/distances.h. Atoms (covariance 0) are allowed everywhere.

#include <cstddef>
#include <span>

#include "collapse/mixture.h"
#include "metrics/distances.h"

namespace collapse::metrics {

/// E |X| for X ~ N(mean, sd^2), sd >= 0: sd sqrt(2/pi) exp(-mean^2/2 sd^2) + mean erf(mean/(sd sqrt 2)).
double mean_absolute(double mean, double sd);

/// 1-Wasserstein distance of two Gaussians in one dimension: E |(m1 - m2) + (s1 - s2) Z|, because the quantiles of both
/// are those of one Z (so that the coupling by order is this one).
double w1_gaussian(double mean1, double variance1, double mean2, double variance2);

/// Mean absolute difference of order statistics: W1 of two samples of equal size given sorted.
double w1_sorted(std::span<const double> a, std::span<const double> b);

/// E |X - Y| of independent draws from two mixtures in one dimension: a weighted sum of mean_absolute over the pairs.
double mean_difference(const models::Mixture& p, const models::Mixture& q);

/// E k(X, Y) of independent draws from two mixtures, k(x, y) = exp(-|x - y|^2 / 2 h^2), `squared_bandwidth` h^2 > 0:
///   sum of w_i w_j sqrt(h^2d / |S_i + S_j + h^2 I|) exp(-(m_i - m_j)^T (S_i + S_j + h^2 I)^-1 (m_i - m_j) / 2).
/// 0 to 1. The squared MMD of two laws is E k(X, X') + E k(Y, Y') - 2 E k(X, Y) (Gretton et al. 2012).
double mean_kernel(const models::Mixture& p, const models::Mixture& q, double squared_bandwidth);

/// Differential entropy in nats, -inf where a component is singular. One Gaussian: (d (1 + ln 2 pi) + ln|S|)/2. A
/// mixture in one or two dimensions: that of the Gaussian with its moments, less its divergence from that Gaussian, by
/// quadrature; NaN beyond.
Estimate entropy(const models::Mixture& mixture);
/// The same as minus the mean log density at n points drawn from the mixture, given as plain coordinates (d x n).
double entropy_at(const models::Mixture& mixture, std::span<const double> coordinates);

/// Points as plain coordinates, one point after another.
struct Cloud {
  int dimension = 1;
  std::span<const double> coordinates;  // n x d

  std::size_t count() const { return coordinates.size() / static_cast<std::size_t>(dimension); }
};

/// Mean Euclidean distance of all pairs, one of each cloud.
double mean_distance(const Cloud& a, const Cloud& b);

}  // namespace collapse::metrics
