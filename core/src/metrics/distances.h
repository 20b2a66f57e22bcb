#pragma once

#include <span>
#include <vector>

#include "collapse/mixture.h"

namespace collapse::metrics {

/// Squared 2-Wasserstein distance of two Gaussians (mean d, covariance d x d):
/// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^1/2 S2 S1^1/2)^1/2)   (Dowson, Landau 1982). Exact; >= 0.
double w2_squared_gaussian(std::span<const double> mean1, std::span<const double> covariance1,
                           std::span<const double> mean2, std::span<const double> covariance2);

/// KL(p || q) in nats of two Gaussians in closed form; +inf when q is singular (and p is not q), and
/// when p is singular and q is not.
double kl_gaussian(std::span<const double> mean_p, std::span<const double> covariance_p, std::span<const double> mean_q,
                   std::span<const double> covariance_q);

/// ln det of a covariance (d x d); -inf when it is singular.
double log_determinant(std::span<const double> covariance, int d);

/// An integral and an estimate of its error.
struct Estimate {
  double value = 0;
  double error = 0;
};

/// KL(p || q) in nats of two mixtures, by quadrature in the coordinates of every component of p (so it keeps its
/// accuracy at any scale). d = 1: adaptive Gauss-Kronrod panels. d = 2: Gauss-Hermite; where that is not enough,
/// adaptive boxes (Genz, Malik 1980). The error adds up the differences to coarser rules. Larger d: NaN (not offered).
/// A point mass in p, or nothing else in q, is +inf; beside others in q it has no density.
Estimate kl_mixture(const models::Mixture& p, const models::Mixture& q);

/// Integral of (p - q)^2: sum over pairs of w_i w_j N(mu_i - mu_j; 0, S_i + S_j) (Shumailov et al. 2024,
/// the metric of their mixture experiment). +inf when a component is a point mass.
double l2_squared(const models::Mixture& p, const models::Mixture& q);

/// Total variation distance 1/2 int |p - q| of 1-D mixtures, from the distribution functions between the
/// density crossings; 0 .. 1.
double total_variation(const models::Mixture& p, const models::Mixture& q);

/// W2 between two empirical 1-D distributions of equal size given sorted: sqrt of the mean squared
/// difference of order statistics. Exact for the samples.
double w2_sorted(std::span<const double> a, std::span<const double> b);

}  // namespace collapse::metrics
