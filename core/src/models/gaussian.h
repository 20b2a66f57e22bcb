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

/// The fit where the real points together weigh `weight` (0 to 1) and the others 1 - weight, evenly within each group:
///   mean = w m_r + (1 - w) m_s,  covariance = [w S_r + (1 - w) S_s + w (1 - w) (m_r - m_s)(m_r - m_s)^T] / c
/// with the groups' means and covariances (divisor n), c = 1 for mle and 1 - sum of the points' squared weights for unbiased. The
/// real points stand first; where a group is empty the other weighs all.
void fit_weighted_gaussian(const data::PointSet& points, double weight, GaussianEstimator estimator, std::span<const double> known,
                           FitReport& report, Mixture& result);

}  // namespace collapse::models
