#pragma once

// One step of expectation-maximisation: everything that has no memory from one iteration to the next.

#include <span>
#include <vector>

#include "data/point_set.h"
#include "models/gmm.h"

namespace collapse::models {

/// A mixture while it is fitted: means are offsets from the data's origin, so the fit never sees large coordinates.
struct EmParameters {
  std::vector<double> weights;      // K
  std::vector<double> means;        // K x d, about the data's origin
  std::vector<double> covariances;  // K x d x d
};

/// What the data say about each component, about given centres c_k:
/// N_k = sum r, s_k = sum r (x - c_k), S_k = sum r (x - c_k)(x - c_k)^T with responsibilities r.
struct EmSums {
  std::vector<double> counts;    // K
  std::vector<double> firsts;    // K x d
  std::vector<double> seconds;   // K x d x d; only the diagonal when the shape is not full
  double log_likelihood = 0;     // sum over points of ln p(x), nats
};

/// E-step under `parameters`, summed about `centres` (K x d). Each component's own shape is read from its covariance,
/// which must be positive definite unless its weight is 0.
void em_sums(const data::PointSet& points, const EmParameters& parameters, std::span<const double> centres, bool full, EmSums& sums);

/// How the M-step went.
struct EmUpdate {
  int floors_applied = 0;
  int dead_components = 0;
  bool finite = true;
  bool cancelled = false;  // some covariance lost its digits: sum again about the new means
};

/// M-step from sums about `centres`. A component without responsibility keeps mean and covariance and gets weight 0.
EmUpdate em_update(const EmSums& sums, std::span<const double> centres, const EmOptions& options, int dimension,
                   EmParameters& parameters);

/// Raises the smallest variance (eigenvalue) of `covariance` (d x d, of the given shape) to the floor, and a
/// numerically singular one to 64 d eps of its correlation scale, where rounding ends; returns whether it had to.
bool raise_to_floor(double* covariance, int dimension, CovarianceShape shape, double floor);

}  // namespace collapse::models
