#include "models/gmm_step.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/cholesky.h"
#include "numerics/symmetric_eigen.h"

namespace collapse::models {

namespace {

constexpr int kMaxDimension = 16;
constexpr int kMaxSquare = kMaxDimension * kMaxDimension;
/// Shares are cut off at 2^-1022: a total below this has lost digits to that, and its ratios mean nothing.
constexpr double kNoResponsibility = 1e-280;

/// Adds (lowest - lambda) v v^T for every eigenvalue lambda below `lowest`, and nothing else: an eigenvalue far above
/// keeps all its digits. Returns whether there was one.
bool raise_eigenvalues(double* matrix, int d, double lowest) {
  double work[kMaxSquare], values[kMaxDimension], vectors[kMaxSquare];
  std::copy_n(matrix, d * d, work);
  numerics::symmetric_eigen(work, d, values, vectors);
  bool raised = false;
  for (int k = 0; k < d; ++k) {
    if (!(values[k] < lowest)) continue;
    raised = true;
    const double value = std::fmax(values[k], 0.0);  // below 0 is rounding
    for (int i = 0; i < d; ++i)
      for (int j = 0; j <= i; ++j) {
        const double added = (lowest - value) * (vectors[i * d + k] * vectors[j * d + k]);
        matrix[i * d + j] += added;
        if (i != j) matrix[j * d + i] += added;
      }
  }
  return raised;
}

/// A lower bound of the smallest eigenvalue of L L^T: the trace of its inverse is |L^-1|^2.
double smallest_eigenvalue_bound(const double* lower, int d) {
  double inverse[kMaxSquare];
  invert_lower(lower, d, inverse);
  double trace = 0;
  for (int i = 0; i < d * d; ++i) trace += inverse[i] * inverse[i];
  return 1 / trace;
}

}  // namespace

EmUpdate em_update(const EmSums& sums, std::span<const double> centres, CovarianceShape shape, double added,
                   double floor, int dimension, EmParameters& parameters) {
  const auto d = static_cast<std::size_t>(dimension);
  EmUpdate update;
  double total = 0;
  for (const double count : sums.counts)
    if (count >= kNoResponsibility) total += count;
  double check = 0;  // stays 0 for finite numbers only
  for (std::size_t k = 0; k < sums.counts.size(); ++k) {
    const double count = sums.counts[k];
    if (!(count >= kNoResponsibility)) {
      parameters.weights[k] = 0;
      ++update.dead_components;
      continue;
    }
    parameters.weights[k] = count / total;
    double* covariance = parameters.covariances.data() + k * d * d;
    double* mean = parameters.means.data() + k * d;
    double shift[kMaxDimension];
    for (std::size_t j = 0; j < d; ++j) {
      shift[j] = sums.firsts[k * d + j] / count;
      mean[j] = centres[k * d + j] + shift[j];
      check += 0 * mean[j];
    }
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j) {
        covariance[i * d + j] = sums.seconds[(k * d + i) * d + j] / count - shift[i] * shift[j];
        check += 0 * covariance[i * d + j];
      }
    for (std::size_t j = 0; j < d; ++j)
      update.cancelled = update.cancelled || covariance[j * d + j] < 1e-8 * shift[j] * shift[j];
    shape_covariance(covariance, dimension, shape);
    for (std::size_t j = 0; j < d; ++j) covariance[j * d + j] += added;
    if (check == 0 && raise_to_floor(covariance, dimension, shape, floor)) ++update.floors_applied;
  }
  update.finite = check == 0 && total > 0;
  return update;
}

void shape_covariance(double* covariance, int dimension, CovarianceShape shape) {
  if (shape == CovarianceShape::full) return;
  double trace = 0;
  for (int j = 0; j < dimension; ++j) trace += covariance[j * dimension + j];
  for (int i = 0; i < dimension; ++i)
    for (int j = 0; j < dimension; ++j) {
      double& entry = covariance[i * dimension + j];
      if (i != j)
        entry = 0;
      else if (shape == CovarianceShape::spherical)
        entry = trace / dimension;
    }
}

bool raise_to_floor(double* covariance, int dimension, CovarianceShape shape, double floor) {
  const int d = dimension;
  const bool diagonal = shape != CovarianceShape::full || d == 1;
  bool raised = false;
  for (int j = 0; j < d; ++j) {
    double& variance = covariance[j * d + j];
    if (diagonal ? variance >= floor : variance > 0) continue;
    variance = floor;
    raised = true;
  }
  if (diagonal) return raised;

  double lower[kMaxSquare];
  const bool definite = cholesky({covariance, static_cast<std::size_t>(d) * d}, d, lower);
  if (definite && smallest_eigenvalue_bound(lower, d) >= floor) return raised;

  if (!definite) {
    // Correlations, so that axes of very different units are treated alike.
    double scale[kMaxDimension];
    for (int j = 0; j < d; ++j) scale[j] = std::sqrt(covariance[j * d + j]);
    for (int i = 0; i < d; ++i)
      for (int j = 0; j < d; ++j) covariance[i * d + j] = i == j ? 1.0 : covariance[i * d + j] / (scale[i] * scale[j]);
    raised = raise_eigenvalues(covariance, d, 64 * d * std::numeric_limits<double>::epsilon()) || raised;
    for (int i = 0; i < d; ++i)
      for (int j = 0; j < d; ++j) covariance[i * d + j] *= scale[i] * scale[j];
  }
  raised = raise_eigenvalues(covariance, d, floor) || raised;
  return raised;
}

}  // namespace collapse::models
