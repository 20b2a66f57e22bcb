#pragma once

// A kernel density on a line, made ready for many questions: its density by sums of series, its distribution function,
// its cells.

#include <cstddef>
#include <span>
#include <vector>

#include "models/kde/kde.h"

namespace collapse::models {

/// The distribution of a model's first coordinate. Places are offsets from the model's centre.
///
/// A density is a sum over all kernels that matter: one whose share is below e^-30/n of the nearest one's is left out.
/// Of points that stand close together (a box of 0.4 h) only the moments are kept: with s_i their places in the box and
/// u that of y, in units of h, sum exp(-(u - s_i)^2/2) = exp(-u^2/2) sum_k u^k M_k, M_k = sum_i s_i^k exp(-s_i^2/2)/k!
/// (Greengard, Strain 1991, have the same with Hermite functions), 20 terms. Relative error below 1e-12, everywhere.
class KdeLine {
 public:
  explicit KdeLine(const KernelDensity& model);

  bool has_density() const { return bandwidth_ > 0; }
  double bandwidth() const { return bandwidth_; }  // h; 0: a distribution of points
  std::size_t count() const { return points_.size(); }
  /// The points, ascending.
  std::span<const double> points() const { return points_; }

  /// ln of the density in nats; -inf without one.
  double log_density_nats(double y) const;
  /// The same at m places; quickest in ascending order.
  void log_density_nats(const double* places, std::size_t m, double* out) const;
  /// P(X <= y) and P(X > y), each with a relative error below 1e-16 n + 1e-14.
  double below(double y) const;
  double above(double y) const;
  /// The distribution in `out.size()` cells of equal width from `low` on, as densities: at their middles where the
  /// kernel is at least as wide as a cell, else the mean over each cell (its mass over its width).
  void on_cells(double low, double width, std::span<double> out) const;
  /// The mean over each cell, whatever the width.
  void cell_means(double low, double width, std::span<double> out) const;

 private:
  static constexpr int kTerms = 20;
  /// A stretch of the points: a box with moments, or points that are summed one by one.
  struct Stretch {
    std::size_t first, last;  // last is one beyond
    double centre;            // in units of h
    std::ptrdiff_t moments;   // where they begin; -1: none
  };

  /// Sum over the kernels at y, in units of the nearest one's share; `nearest` is its distance in units of h. 0 where
  /// that overflows.
  double sum_near(double y, double& nearest) const;
  double tail(double y, bool upper) const;

  double bandwidth_ = 0, log_constant_ = 0, reach_ = 0;
  std::vector<double> points_, scaled_;  // ascending; the same in units of h
  std::vector<Stretch> stretches_;
  std::vector<double> moments_;
};

}  // namespace collapse::models
