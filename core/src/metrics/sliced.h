#pragma once

#include <span>

#include "collapse/mixture.h"
#include "collapse/points.h"

namespace collapse::metrics {

/// Sliced Wasserstein distance, squared (Rabin, Peyré, Delon, Bernot 2012): the mean over `directions` (slices x d,
/// unit vectors; in two dimensions in order of their angle) of the squared W2 between the n projected points and n
/// `quantiles` of the source along that direction (slices x n, ascending). In one dimension the only direction is 1.
double sliced_w2_squared(const data::PointSet& points, std::span<const double> directions,
                         std::span<const double> quantiles);

/// The same of two Gaussians, in closed form along every direction.
double sliced_w2_squared(const models::Mixture& p, const models::Mixture& q, std::span<const double> directions);

}  // namespace collapse::metrics
