#pragma once

// Precision and recall by nearest neighbours (Kynkäänniemi, Karras, Laine, Lehtinen, Aila 2019).

#include <vector>

#include "metrics/extra_distances.h"

namespace collapse::metrics {

/// Of each point the squared distance to its k-th nearest other one (to the farthest, where there are fewer).
std::vector<double> squared_radii(const Cloud& points, int k);

/// Share of `points` that lie within the ball of at least one centre. Precision: draws of the model in balls about real
/// points; recall: real points in balls about draws.
double share_within(const Cloud& points, const Cloud& centres, const std::vector<double>& squared_radii);

}  // namespace collapse::metrics
