#include "models/gmm_step.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>

#include "models/cholesky.h"
#include "numerics/elementary.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::store2;
using numerics::sum2;

namespace {

constexpr int kMaxDimension = 16;
constexpr std::size_t kBlock = 64;  // points whose log densities are held at once
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A component as the E-step reads it: sqrt(1/2) L^-1 row by row, ln(weight) - ln det L - d/2 ln 2 pi.
struct Prepared {
  double factor[kMaxDimension * kMaxDimension];
  double constant;
  bool dead;
};

void prepare(const EmParameters& parameters, int k, int d, Prepared& out) {
  const std::size_t square = static_cast<std::size_t>(d) * d;
  double lower[kMaxDimension * kMaxDimension];
  const std::span<const double> covariance(parameters.covariances.data() + k * square, square);
  out.dead = !(parameters.weights[k] > 0) || !cholesky(covariance, d, lower);
  if (out.dead) return;
  invert_lower(lower, d, out.factor);
  out.constant = numerics::log(parameters.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
  for (int j = 0; j < d; ++j) out.constant -= numerics::log(lower[j * d + j]);
  const double half = std::sqrt(0.5);
  for (std::size_t i = 0; i < square; ++i) out.factor[i] *= half;
}

/// The columns of one block of points, an odd last point repeated. D = 0: the dimension is known at run time only.
template <int D>
struct Kernel {
  int d;
  bool full;
  int dimension() const { return D == 0 ? d : D; }

  // logs[i] = ln(w_k N(x_i)) for the block.
  void log_density(const double* block, std::size_t even, const Prepared& component, const double* mean, double* logs) const {
    for (std::size_t i = 0; i < even; i += 2) {
      f64x2 difference[D == 0 ? kMaxDimension : D];
      f64x2 result = splat2(component.constant);
      for (int j = 0; j < dimension(); ++j) {
        difference[j] = load2(block + j * kBlock + i) - mean[j];
        const double* row = component.factor + j * dimension();
        f64x2 u = row[j] * difference[j];
        if (full)
          for (int m = 0; m < j; ++m) u += row[m] * difference[m];
        result -= u * u;
      }
      store2(logs + i, result);
    }
  }

  // Adds the block's responsibilities to the sums of one component: count, firsts (d), seconds (d x d), two lanes each.
  void accumulate(const double* block, std::size_t even, const double* r, const double* centre, f64x2* sums) const {
    f64x2 count = sums[0];
    f64x2* first = sums + 1;
    f64x2* second = sums + 1 + dimension();
    constexpr int kFirst = D == 0 ? kMaxDimension : D;
    f64x2 firsts[kFirst], seconds[D == 0 ? 1 : D * D];
    for (int j = 0; j < dimension(); ++j) firsts[j] = first[j];
    if constexpr (D > 0)
      for (int j = 0; j < D * D; ++j) seconds[j] = second[j];
    for (std::size_t i = 0; i < even; i += 2) {
      const f64x2 weight = load2(r + i);
      count += weight;
      f64x2 difference[kFirst];
      for (int j = 0; j < dimension(); ++j) {
        difference[j] = load2(block + j * kBlock + i) - centre[j];
        const f64x2 weighted = weight * difference[j];
        firsts[j] += weighted;
        f64x2* row = D == 0 ? second + j * d : seconds + j * D;
        row[j] += weighted * difference[j];
        if (full)
          for (int m = 0; m < j; ++m) row[m] += weighted * difference[m];
      }
    }
    sums[0] = count;
    for (int j = 0; j < dimension(); ++j) first[j] = firsts[j];
    if constexpr (D > 0)
      for (int j = 0; j < D * D; ++j) second[j] = seconds[j];
  }

  void run(const data::PointSet& points, const EmParameters& parameters, std::span<const double> centres, EmSums& out) const {
    const std::size_t components = parameters.weights.size();
    const std::size_t n = points.count, dims = static_cast<std::size_t>(dimension());
    const std::size_t stride = 1 + dims + dims * dims;
    std::vector<Prepared> prepared(components);
    for (std::size_t k = 0; k < components; ++k) prepare(parameters, static_cast<int>(k), dimension(), prepared[k]);
    std::vector<f64x2> sums(components * stride, splat2(0));
    std::vector<double> logs(components * kBlock);
    double block[kMaxDimension * kBlock];
    double log_likelihood = 0;

    for (std::size_t start = 0; start < n; start += kBlock) {
      const std::size_t count = std::min(kBlock, n - start);
      const std::size_t even = count + count % 2;
      for (std::size_t j = 0; j < dims; ++j) {
        const double* from = points.offsets.data() + j * n + start;
        std::copy_n(from, count, block + j * kBlock);
        block[j * kBlock + even - 1] = from[count - 1];
      }
      for (std::size_t k = 0; k < components; ++k)
        if (!prepared[k].dead)
          log_density(block, even, prepared[k], parameters.means.data() + k * dims, logs.data() + k * kBlock);

      // Log-sum-exp. The sums lie in [1, K], so the product of a block's 32 a lane stays below 64^32 = 2^192: one
      // logarithm serves a block.
      f64x2 tops = splat2(0), product = splat2(1);
      for (std::size_t i = 0; i < even; i += 2) {
        f64x2 top = splat2(-std::numeric_limits<double>::max());
        for (std::size_t k = 0; k < components; ++k) {
          if (prepared[k].dead) continue;
          const f64x2 value = load2(logs.data() + k * kBlock + i);
          top = value > top ? value : top;  // false for NaN (inf - inf far outside): density 0 there
        }
        f64x2 sum = splat2(0);
        for (std::size_t k = 0; k < components; ++k) {
          if (prepared[k].dead) continue;
          const f64x2 value = load2(logs.data() + k * kBlock + i);
          const f64x2 share = numerics::exp((value == value ? value : splat2(-kInfinity)) - top);
          sum += share;
          store2(logs.data() + k * kBlock + i, share);
        }
        const bool repeated = i + 2 > count;  // the odd last point stands in both lanes: count it once
        const f64x2 here = {1.0, repeated ? 0.0 : 1.0};
        const f64x2 scale = sum > splat2(0) ? here / sum : splat2(0);
        tops += here * top;
        if (repeated) sum[1] = 1;
        product *= sum;
        for (std::size_t k = 0; k < components; ++k)
          if (!prepared[k].dead)
            store2(logs.data() + k * kBlock + i, load2(logs.data() + k * kBlock + i) * scale);
      }
      log_likelihood += sum2(tops + numerics::log(product));
      for (std::size_t k = 0; k < components; ++k)
        if (!prepared[k].dead)
          accumulate(block, even, logs.data() + k * kBlock, centres.data() + k * dims, sums.data() + k * stride);
    }

    out.log_likelihood = log_likelihood;
    out.counts.assign(components, 0.0);
    out.firsts.assign(components * dims, 0.0);
    out.seconds.assign(components * dims * dims, 0.0);
    for (std::size_t k = 0; k < components; ++k) {
      const f64x2* from = sums.data() + k * stride;
      out.counts[k] = sum2(from[0]);
      for (std::size_t j = 0; j < dims; ++j) {
        out.firsts[k * dims + j] = sum2(from[1 + j]);
        for (std::size_t m = 0; m <= j; ++m) {
          const double value = sum2(from[1 + dims + j * dims + m]);
          out.seconds[(k * dims + j) * dims + m] = value;
          out.seconds[(k * dims + m) * dims + j] = value;
        }
      }
    }
  }
};

}  // namespace

void em_sums(const data::PointSet& points, const EmParameters& parameters, std::span<const double> centres, bool full,
             EmSums& sums) {
  switch (points.dimension) {
    case 1:
      return Kernel<1>{1, full}.run(points, parameters, centres, sums);
    case 2:
      return Kernel<2>{2, full}.run(points, parameters, centres, sums);
    default:
      return Kernel<0>{points.dimension, full}.run(points, parameters, centres, sums);
  }
}

EmUpdate em_update(const EmSums& sums, std::span<const double> centres, const EmOptions& options, int dimension,
                   EmParameters& parameters) {
  const auto d = static_cast<std::size_t>(dimension);
  EmUpdate update;
  double total = 0;
  for (const double count : sums.counts) total += count;
  double checked = 0;  // 0 * x is 0 for finite x and NaN else
  for (std::size_t k = 0; k < sums.counts.size(); ++k) {
    const double count = sums.counts[k];
    // Below the smallest normal number a ratio of sums has no digits left.
    if (!(count >= std::numeric_limits<double>::min())) {
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
    }
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j) {
        const bool kept = i == j || options.covariance == CovarianceShape::full;
        covariance[i * d + j] = kept ? sums.seconds[(k * d + i) * d + j] / count - shift[i] * shift[j] : 0.0;
      }
    // A variance a hundred million times smaller than what was subtracted has lost half its digits.
    for (std::size_t j = 0; j < d; ++j)
      update.cancelled = update.cancelled || covariance[j * d + j] < 1e-8 * shift[j] * shift[j];
    if (options.covariance == CovarianceShape::spherical) {
      double mean_variance = 0;
      for (std::size_t j = 0; j < d; ++j) mean_variance += covariance[j * d + j];
      for (std::size_t j = 0; j < d; ++j) covariance[j * d + j] = mean_variance / static_cast<double>(d);
    }
    for (std::size_t j = 0; j < d * d; ++j) checked += 0 * covariance[j];
    for (std::size_t j = 0; j < d; ++j) checked += 0 * mean[j];
    if (checked == 0 && raise_to_floor(covariance, dimension, options.covariance, options.covariance_floor))
      ++update.floors_applied;
  }
  update.finite = checked == 0 && total > 0;
  return update;
}

bool raise_to_floor(double* covariance, int dimension, CovarianceShape shape, double floor) {
  const auto d = static_cast<std::size_t>(dimension);
  bool raised = false;
  for (std::size_t j = 0; j < d; ++j)
    if (!(covariance[j * d + j] >= floor)) {
      covariance[j * d + j] = floor;
      raised = true;
    }
  if (shape != CovarianceShape::full || d == 1) return raised;

  double lower[kMaxDimension * kMaxDimension];
  double smallest = kInfinity;
  for (std::size_t j = 0; j < d; ++j) smallest = std::min(smallest, covariance[j * d + j]);
  const bool definite = cholesky({covariance, d * d}, dimension, lower);
  // A definite matrix whose diagonal stands far above the floor needs no eigenvalues: its smallest one is bounded
  // below by the pivots' own tolerance.
  if (definite && floor < 1e-40 * smallest) return raised;

  using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor, kMaxDimension, kMaxDimension>;
  const auto clip = [&](Dense& matrix, double lowest) {
    const Eigen::SelfAdjointEigenSolver<Dense> solver(matrix);
    auto values = solver.eigenvalues().eval();
    if (values.minCoeff() >= lowest) return false;
    for (Eigen::Index j = 0; j < values.size(); ++j) values[j] = std::max(values[j], lowest);
    matrix = solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().transpose();
    return true;
  };
  Dense matrix = Eigen::Map<const Dense>(covariance, dimension, dimension);
  if (!definite) {
    // Correlations first, so that axes of very different units are treated alike.
    Dense correlation = matrix;
    double scale[kMaxDimension];
    for (std::size_t j = 0; j < d; ++j) scale[j] = std::sqrt(covariance[j * d + j]);
    for (int i = 0; i < dimension; ++i)
      for (int j = 0; j < dimension; ++j) correlation(i, j) /= scale[i] * scale[j];
    raised = clip(correlation, 64 * dimension * std::numeric_limits<double>::epsilon()) || raised;
    for (int i = 0; i < dimension; ++i)
      for (int j = 0; j < dimension; ++j) matrix(i, j) = correlation(i, j) * (scale[i] * scale[j]);
  }
  raised = clip(matrix, floor) || raised;
  for (int i = 0; i < dimension; ++i)
    for (int j = 0; j <= i; ++j) covariance[i * dimension + j] = covariance[j * dimension + i] = matrix(i, j);
  return raised;
}

}  // namespace collapse::models
