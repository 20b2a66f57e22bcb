#pragma once

namespace collapse::metrics {

/// A 1-D Gaussian with what several distances share computed once; sd = 0 is a point mass.
struct Gaussian1d {
  double mean = 0;
  double variance = 1;
  double sd = 1;
  double log_variance = 0;  // -inf for a point mass
};
Gaussian1d gaussian_1d(double mean, double variance);

/// (m1 - m2)^2 + (s1 - s2)^2.
double w2_squared(const Gaussian1d& a, const Gaussian1d& b);
/// KL(p || q) in nats; +inf when exactly one is a point mass, or two different ones are compared.
double kl(const Gaussian1d& p, const Gaussian1d& q);
/// Integral of (p - q)^2; +inf when one is a point mass and they differ.
double l2_squared(const Gaussian1d& p, const Gaussian1d& q);
/// Total variation distance: the densities cross at the roots of a quadratic; the mass between them is a difference
/// of complementary error functions. 0 .. 1.
double total_variation(const Gaussian1d& p, const Gaussian1d& q);
/// P(|X - centre| > reach) of component N(mean, sd^2), each tail by its own complement, so that neither cancels.
double two_sided_tail(double mean, double sd, double centre, double reach);

}  // namespace collapse::metrics
