#pragma once

// The M-step, and the floor under its covariances.

#include <span>

#include "models/mixture/gmm.h"
#include "models/mixture/gmm_pass.h"

namespace collapse::models {

/// How an M-step went.
struct EmUpdate {
  int floors_applied = 0;
  int dead_components = 0;
  bool finite = true;
  bool cancelled = false;  // some variance lost half its digits: sum again about the new means
};

/// M-step from sums about `centres` (K x d): N_k / N, c_k + s_k / N_k, S_k / N_k - (s_k / N_k)(s_k / N_k)^T. A
/// component without responsibility keeps mean and covariance and gets weight 0. `added` goes to the diagonal of every
/// covariance of the given shape, before the floor. `added` and `floor` in the parameters' squared units.
EmUpdate em_update(const EmSums& sums, std::span<const double> centres, CovarianceKind shape, double added,
                   double floor, int dimension, EmParameters& parameters);

/// Gives `covariance` (d x d) the shape: the diagonal, or its mean, or all of it.
void shape_covariance(double* covariance, int dimension, CovarianceKind shape);

/// Raises the eigenvalues of `covariance` (d x d, of the given shape) that lie below the floor to it. A full matrix
/// that is singular to rounding has first those of its correlation matrix raised to 64 d eps: less a matrix of doubles
/// cannot hold. Returns whether anything was raised.
bool raise_to_floor(double* covariance, int dimension, CovarianceKind shape, double floor);

}  // namespace collapse::models
