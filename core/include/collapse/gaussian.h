#pragma once

// The closed-form fits of a Gaussian.

#include <cstddef>
#include <span>
#include <vector>

#include "collapse/choices.h"
#include "collapse/fit.h"
#include "collapse/mixture.h"
#include "collapse/points.h"

namespace collapse::models {

/// mle: the covariance is divided by n; unbiased: by n - 1, so that n >= 2; known_covariance: only the mean is
/// estimated.
using GaussianEstimator = EstimatorKind;

/// What is known of a sample that only grows at its end: the sums its mean is made of. With them a fit reads what is
/// new of the sample for the mean, with the same bits. The squares are about a mean that moves, so they are summed
/// anew.
struct GrowingSums {
  std::size_t points = 0;     // that are in the sums
  std::vector<double> lanes;  // of each dimension the sums of x - x[0], in eight lanes
};

/// The closed-form fit: sample mean, and the covariance the estimator names. `known` (d x d) is read
/// by known_covariance only. Sums run in a fixed order; the mean is taken first, then the squares about
/// it, so a spread of 1e-150 is as exact as one of 1. Status degenerate when the covariance is singular
/// (n <= d, equal points, or a variance below the smallest double).
Mixture fit_gaussian(const data::PointSet& points, EstimatorKind estimator, std::span<const double> known,
                     FitReport& report);
/// The same into a mixture whose memory is used again; it may be the one the points were drawn from. `growing`: the
/// sums of the first of these points, empty at first, or null.
void fit_gaussian(const data::PointSet& points, EstimatorKind estimator, std::span<const double> known,
                  FitReport& report, Mixture& result, GrowingSums* growing = nullptr);

/// The fit where the real points together weigh `weight` (0 to 1) and the others 1 - weight, evenly within each group:
///   mean = w m_r + (1 - w) m_s,  covariance = [w S_r + (1 - w) S_s + w (1 - w) (m_r - m_s)(m_r - m_s)^T] / c
/// with the groups' means and covariances (divisor n), c = 1 for mle and 1 - sum of the points' squared weights for
/// unbiased. The real points stand first; where a group is empty the other weighs all.
void fit_weighted_gaussian(const data::PointSet& points, double weight, EstimatorKind estimator,
                           std::span<const double> known, FitReport& report, Mixture& result);

}  // namespace collapse::models
