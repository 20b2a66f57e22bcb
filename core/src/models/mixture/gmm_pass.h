#pragma once

// The pass over the data that expectation-maximisation is made of.

#include <span>
#include <vector>

#include "collapse/points.h"

namespace collapse::models {

/// A mixture while it is fitted, in the fit's own coordinates (gmm_frame.h).
struct EmParameters {
  std::vector<double> weights;      // K
  std::vector<double> means;        // K x d
  std::vector<double> covariances;  // K x d x d
};

/// What the data say about each component, about given centres c_k:
/// N_k = sum r, s_k = sum r (x - c_k), S_k = sum r (x - c_k)(x - c_k)^T with responsibilities r.
struct EmSums {
  std::vector<double> counts;   // K
  std::vector<double> firsts;   // K x d
  std::vector<double> seconds;  // K x d x d; only the diagonal when the shape is not full
  double log_likelihood = 0;    // sum over points of ln p(x), nats
};

/// E-step under `parameters` and the sums an M-step needs, about `centres` (K x d), in one pass: responsibilities
/// live for 64 points at a time. Covariances must be positive definite (a component whose Cholesky factorisation
/// fails is passed over like one of weight 0); when `full` is false they must be diagonal.
void em_pass(const data::PointSet& points, const EmParameters& parameters, std::span<const double> centres, bool full,
             EmSums& sums);

}  // namespace collapse::models
