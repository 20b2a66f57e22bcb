#pragma once

// What of the truth is computed once for all generations.

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/meter.h"

namespace collapse::metrics {

/// The (i + 1/2)/count quantiles of a 1-D mixture, by Newton's method inside a bracket.
std::vector<double> midpoint_quantiles(const models::Mixture& mixture, std::size_t count);
/// The same of an empirical distribution (values in any order).
std::vector<double> midpoint_quantiles(std::vector<double> values, std::size_t count);

/// Directions of the sliced distance (count x d): {1} in one dimension; evenly spaced angles in two; in more,
/// normalised draws from one fixed stream that no seed changes.
std::vector<double> slice_directions(int dimension);

/// Quantiles of the truth along every direction, one direction after another (directions x kMeasurementDraws).
std::vector<double> slice_quantiles(const Truth& truth, std::span<const double> directions);

/// Mean and covariance (divisor: rows) of a table's rows.
models::Moments table_moments(const data::PointSet& table);

}  // namespace collapse::metrics
