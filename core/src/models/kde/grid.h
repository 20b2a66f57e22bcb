#pragma once

#include <span>

#include "models/kde/kde.h"

namespace collapse::models {

/// A grid of nodes in the plane, `side` x `side`, x fastest, from the first node to the last.
struct PlaneGrid {
  double low[2];
  double high[2];
  int side;
};

/// The density of the first two coordinates (d >= 2) at every node; out: side^2, all 0 without a density. Returns a
/// bound on the absolute error of any node.
///
/// Where kernels cover few nodes each is added to those within 7 of its standard deviations (what is left out: below
/// 3e-11 of its peak). Else points are binned: in coordinates sheared so that the kernel is a product, each is shared
/// out to 6 x 6 bins, four to a standard deviation, by Lagrange's weights of degree 5, and the bins are convolved along
/// one axis and then the other. By the remainder of the interpolation the error is below 5e-5 of the peak of one kernel
/// of weight 1.
double grid_density(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out);

namespace detail {
/// The two ways, for tests and measurements.
double grid_density_direct(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out);
double grid_density_binned(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out);
}  // namespace detail

}  // namespace collapse::models
