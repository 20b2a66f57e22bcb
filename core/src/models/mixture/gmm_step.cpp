#include "models/mixture/gmm_step.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numerics/linalg/cholesky.h"
#include "numerics/linalg/matrix.h"
#include "numerics/linalg/symmetric_eigen.h"

namespace collapse::models {

namespace {

using linalg::SmallMatrix;
using linalg::SmallVector;

/// Shares are cut off at 2^-1022: a total below this has lost digits to that, and its ratios mean nothing.
constexpr double kNoResponsibility = 1e-280;

/// Adds (lowest - lambda) v v^T for every eigenvalue lambda below `lowest`, and nothing else: an eigenvalue far above
/// keeps all its digits. Returns whether there was one.
bool raise_eigenvalues(double* matrix, int d, double lowest) {
  SmallVector values(d);
  SmallMatrix vectors(d, d);
  linalg::symmetric_eigen(matrix, d, values.data(), vectors.data());
  bool raised = false;
  for (int k = 0; k < d; ++k) {
    if (!(values[k] < lowest)) continue;
    raised = true;
    const double value = std::fmax(values[k], 0.0);  // below 0 is rounding
    const auto v = vectors.col(k);
    linalg::square(matrix, d) += (lowest - value) * v.lazyProduct(v.transpose());
  }
  return raised;
}

/// A lower bound of the smallest eigenvalue of L L^T: the trace of its inverse is |L^-1|^2.
double smallest_eigenvalue_bound(const double* lower, int d) {
  SmallMatrix inverse(d, d);
  linalg::invert_lower(lower, d, inverse.data());
  return 1 / inverse.squaredNorm();
}

}  // namespace

EmUpdate em_update(const EmSums& sums, std::span<const double> centres, CovarianceKind shape, double added,
                   double floor, int dimension, EmParameters& parameters) {
  const auto d = static_cast<std::size_t>(dimension);
  EmUpdate update;
  double total = 0;
  for (const double count : sums.counts)
    if (count >= kNoResponsibility) total += count;
  update.finite = total > 0;
  for (std::size_t k = 0; k < sums.counts.size(); ++k) {
    const double count = sums.counts[k];
    if (!(count >= kNoResponsibility)) {
      parameters.weights[k] = 0;
      ++update.dead_components;
      continue;
    }
    parameters.weights[k] = count / total;
    auto mean = linalg::column(parameters.means.data() + k * d, dimension);
    auto covariance = linalg::square(parameters.covariances.data() + k * d * d, dimension);
    const SmallVector shift = linalg::column(sums.firsts.data() + k * d, dimension) / count;
    mean = linalg::column(centres.data() + k * d, dimension) + shift;
    covariance =
        linalg::square(sums.seconds.data() + k * d * d, dimension) / count - shift.lazyProduct(shift.transpose());
    update.finite = update.finite && mean.allFinite() && covariance.allFinite();
    update.cancelled = update.cancelled || (covariance.diagonal().array() < 1e-8 * shift.array().square()).any();
    shape_covariance(covariance.data(), dimension, shape);
    covariance.diagonal().array() += added;
    if (update.finite && raise_to_floor(covariance.data(), dimension, shape, floor)) ++update.floors_applied;
  }
  return update;
}

void shape_covariance(double* covariance, int dimension, CovarianceKind shape) {
  if (shape == CovarianceKind::full) return;
  auto matrix = linalg::square(covariance, dimension);
  SmallVector variances = matrix.diagonal();
  if (shape == CovarianceKind::spherical) variances.setConstant(variances.sum() / dimension);
  matrix = variances.asDiagonal();
}

bool raise_to_floor(double* covariance, int dimension, CovarianceKind shape, double floor) {
  const int d = dimension;
  const bool diagonal = shape != CovarianceKind::full || d == 1;
  bool raised = false;
  for (int j = 0; j < d; ++j) {
    double& variance = covariance[j * d + j];
    if (diagonal ? variance >= floor : variance > 0) continue;
    variance = floor;
    raised = true;
  }
  if (diagonal) return raised;

  SmallMatrix lower(d, d);
  auto matrix = linalg::square(covariance, d);
  const bool definite = linalg::cholesky({covariance, static_cast<std::size_t>(d) * d}, d, lower.data());
  if (definite && smallest_eigenvalue_bound(lower.data(), d) >= floor) return raised;

  if (!definite) {
    // Correlations, so that axes of very different units are treated alike.
    const SmallVector sd = matrix.diagonal().cwiseSqrt();
    const SmallMatrix scales = sd.lazyProduct(sd.transpose());
    matrix = matrix.cwiseQuotient(scales);
    matrix.diagonal().setOnes();
    raised = raise_eigenvalues(covariance, d, 64 * d * std::numeric_limits<double>::epsilon()) || raised;
    matrix = matrix.cwiseProduct(scales);
  }
  raised = raise_eigenvalues(covariance, d, floor) || raised;
  return raised;
}

}  // namespace collapse::models
