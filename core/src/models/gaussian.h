#pragma once

#include <span>

#include "data/point_set.h"
#include "models/fit.h"
#include "models/mixture.h"

namespace collapse::models {

enum class GaussianEstimator : std::uint8_t {
  mle,               // covariance divided by n
  unbiased,          // covariance divided by n - 1; needs n >= 2
  known_covariance,  // only the mean is estimated
};

/// The closed-form fit: sample mean, and the covariance the estimator names. `known` (d x d) is read
/// by known_covariance only. Sums run in a fixed order; the mean is taken first, then the squares about
/// it, so a spread of 1e-150 is as exact as one of 1. Status degenerate when the covariance is singular
/// (n <= d, equal points, or a variance below the smallest double).
Mixture fit_gaussian(const data::PointSet& points, GaussianEstimator estimator,
                     std::span<const double> known, FitReport& report);
/// The same into a mixture whose memory is used again; it may be the one the points were drawn from.
void fit_gaussian(const data::PointSet& points, GaussianEstimator estimator, std::span<const double> known,
                  FitReport& report, Mixture& result);

}  // namespace collapse::models
