#pragma once

// Draws from a mixture that are cooled, cut off or chosen before the next generation learns from them
// (docs/models/selection.md).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "collapse/choices.h"
#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"

namespace collapse::models {

/// What is done to the draws of a model, in this order.
struct DrawBias {
  double temperature = 1;  // >= 0: every component's covariance times this
  double truncation = 0;  // > 0: only within so many standard deviations (Mahalanobis distance) of the component's mean
  SelectionKind choice = SelectionKind::none;
  int candidates = 1;  // best_of: of so many the one with the largest first coordinate
  // tilt, verifier: distances are |inverse_factor (x - centre)|.
  std::vector<double> centre;          // d
  std::vector<double> inverse_factor;  // d x d, lower: inverse of the Cholesky factor of the truth's covariance
  double scale = 1;                    // tilt: kept with probability exp(-distance^2 / (2 scale^2))
  double radius = 1;                   // verifier: within is good
  double false_positive = 0;           // verifier: a bad draw is kept with this probability
  double false_negative = 0;           // verifier: a good draw is refused with this one
  // density: kept with probability exp(log density - log_bound), whose bound is never exceeded.
  std::optional<Density> truth;
  double log_bound = 0;
};

/// ln of a bound on a mixture's density: the sum of its components' peaks, which for one Gaussian is the peak itself.
/// The covariances are positive definite.
double log_density_bound(const Mixture& mixture);

/// Most proposals that are made for n draws: 1,000 for each candidate and a million more, never above 4e8.
double most_proposals(std::size_t n, int candidates);

/// n draws of a mixture as offsets from its mean, each accepted or chosen from proposals that were really made; a
/// candidate, and a draw that truncation cuts off, is a proposal. Fewer than n once `most` proposals have been made.
/// `proposals` counts them.
data::PointSet biased_sample(const Mixture& mixture, const DrawBias& bias, std::size_t n, random::Stream& stream,
                             double most, double& proposals);

}  // namespace collapse::models
