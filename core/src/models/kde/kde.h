#pragma once

// A Gaussian kernel density estimate: a kernel on every point it was fitted on, all of weight 1/n.

#include <cstdint>
#include <span>
#include <vector>

#include "collapse/choices.h"
#include "collapse/fit.h"
#include "collapse/mixture.h"
#include "collapse/stream.h"
#include "data/batches.h"

namespace collapse::models {

/// An immutable value. Its points stay where they are; everything about them is kept as offsets from a centre near
/// their mean (docs/decisions/0006).
struct KernelDensity {
  data::Batches points;            // n x d
  std::vector<double> centre;      // d, in plain coordinates
  std::vector<double> mean;        // d, of the points, from the centre: of the size of its rounding
  std::vector<double> covariance;  // d x d, of the points, divisor n
  std::vector<double> kernel;      // d x d, H: covariance of the kernel, positive semi-definite

  int dimension() const { return points.dimension; }
  double variance(int i, int j) const {  // of the model: of its points and of the kernel
    const auto at = static_cast<std::size_t>(i * dimension() + j);
    return covariance[at] + kernel[at];
  }
};

/// Standard deviation of the kernel over that of the data (divisor n - 1), for n points in d dimensions: n^(-1/(d + 4))
/// (Scott 1992), or (n (d + 2)/4)^(-1/(d + 4)) (Silverman 1986); as in scipy's gaussian_kde.
double bandwidth_factor(BandwidthRule rule, double n, int d);

/// `bandwidth`: h of the fixed rule, whose kernel is h^2 I. n >= 1. The status is `degenerate` where the kernel has no
/// width in some direction (equal points, n <= d under the other rules), `non_finite` where the moments overflow.
KernelDensity fit_kde(const data::Batches& points, BandwidthRule rule, double bandwidth, FitReport& report);

/// Whether the kernel is positive definite; without that there is no density.
bool has_density(const KernelDensity& model);

/// n independent draws, about the model's centre: a point chosen uniformly, and a draw from the kernel added.
data::PointSet sample(const KernelDensity& model, std::size_t n, random::Stream& stream);

/// ln p in nats at m places given as offsets from the model's centre (d x m): the sum over all kernels, n m
/// exponentials. -inf everywhere without a density.
void log_density_nats(const KernelDensity& model, const double* offsets, std::size_t m, double* out);

}  // namespace collapse::models
