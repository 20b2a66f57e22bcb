#include "collapse/gaussian.h"
#include "collapse/constants.h"

#include <algorithm>
#include <cmath>

#include "numerics/linalg/cholesky.h"
#include "numerics/linalg/matrix.h"
#include "numerics/wide.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::f64x4;
using numerics::kLanes;
using numerics::load;
using numerics::splat;
using numerics::store;

namespace {

// All sums run over eight lanes: point i into lane i mod 8, the lanes added as ((0+2)+(4+6)) + ((1+3)+(5+7)),
// then the last n mod 8 points one by one.
constexpr std::size_t kStep = 8;

/// Adds term(i) over the whole steps of `from` .. n-1 to the lanes and returns their sum; term writes a vector's worth
/// of terms from point i on. `from` is a whole number of steps.
template <class V, class Term>
COLLAPSE_INLINE double add_steps(std::size_t from, std::size_t n, double* lane, const Term& term) {
  constexpr std::size_t kParts = kStep / kLanes<V>;
  V sums[kParts];
  for (std::size_t part = 0; part < kParts; ++part) load(sums[part], lane + part * kLanes<V>);
  for (std::size_t i = from; i + kStep <= n; i += kStep)
    for (std::size_t part = 0; part < kParts; ++part) {
      V value;
      term(i + part * kLanes<V>, value);
      sums[part] += value;
    }
  for (std::size_t part = 0; part < kParts; ++part) store(lane + part * kLanes<V>, sums[part]);
  return ((lane[0] + lane[2]) + (lane[4] + lane[6])) + ((lane[1] + lane[3]) + (lane[5] + lane[7]));
}

/// Sum of term(i) over the whole steps of 0 .. n-1.
template <class V, class Term>
COLLAPSE_INLINE double sum_steps(std::size_t n, const Term& term) {
  double lane[kStep] = {};
  return add_steps<V>(0, n, lane, term);
}

/// A column about its first entry, and about its mean from there: x - x[0] - mean. Taken about a point of the sample,
/// equal points give exactly zero and a far origin costs no digits.
struct Column {
  const double* x;
  double mean;
};

/// Mean of x minus x[0], where the lanes hold the sums of the points before `from`; afterwards those of all whole
/// steps.
template <class V>
COLLAPSE_INLINE double mean_about_first(const double* x, std::size_t from, std::size_t n, double* lane) {
  V first;
  splat(first, x[0]);
  double sum = add_steps<V>(from, n, lane, [&](std::size_t i, V& value) COLLAPSE_INLINE_LAMBDA {
    load(value, x + i);
    value -= first;
  });
  for (std::size_t i = n - n % kStep; i < n; ++i) sum += x[i] - x[0];
  return sum / static_cast<double>(n);
}

/// Sum of a's entries times b's, each about its mean.
template <class V>
COLLAPSE_INLINE double sum_products(const Column& a, const Column& b, std::size_t n) {
  V first_a, mean_a, first_b, mean_b;
  splat(first_a, a.x[0]);
  splat(mean_a, a.mean);
  splat(first_b, b.x[0]);
  splat(mean_b, b.mean);
  double sum = sum_steps<V>(n, [&](std::size_t i, V& value) COLLAPSE_INLINE_LAMBDA {
    V other;
    load(value, a.x + i);
    load(other, b.x + i);
    value = ((value - first_a) - mean_a) * ((other - first_b) - mean_b);
  });
  for (std::size_t i = n - n % kStep; i < n; ++i) sum += ((a.x[i] - a.x[0]) - a.mean) * ((b.x[i] - b.x[0]) - b.mean);
  return sum;
}

/// Sum of squares: the same with one column read once.
template <class V>
COLLAPSE_INLINE double sum_squares(const Column& a, std::size_t n) {
  V first, mean;
  splat(first, a.x[0]);
  splat(mean, a.mean);
  double sum = sum_steps<V>(n, [&](std::size_t i, V& value) COLLAPSE_INLINE_LAMBDA {
    load(value, a.x + i);
    value = (value - first) - mean;
    value *= value;
  });
  for (std::size_t i = n - n % kStep; i < n; ++i) {
    const double value = (a.x[i] - a.x[0]) - a.mean;
    sum += value * value;
  }
  return sum;
}

/// The inner loops for one width of vector.
struct Kernels {
  double (*mean_about_first)(const double*, std::size_t from, std::size_t n, double* lane);
  double (*sum_squares)(const Column&, std::size_t);
  double (*sum_products)(const Column&, const Column&, std::size_t);
};

double mean_narrow(const double* x, std::size_t from, std::size_t n, double* lane) {
  return mean_about_first<f64x2>(x, from, n, lane);
}
double squares_narrow(const Column& a, std::size_t n) { return sum_squares<f64x2>(a, n); }
double products_narrow(const Column& a, const Column& b, std::size_t n) { return sum_products<f64x2>(a, b, n); }

#ifdef COLLAPSE_HAS_WIDE
COLLAPSE_WIDE double mean_wide(const double* x, std::size_t from, std::size_t n, double* lane) {
  return mean_about_first<f64x4>(x, from, n, lane);
}
COLLAPSE_WIDE double squares_wide(const Column& a, std::size_t n) { return sum_squares<f64x4>(a, n); }
COLLAPSE_WIDE double products_wide(const Column& a, const Column& b, std::size_t n) {
  return sum_products<f64x4>(a, b, n);
}
#endif

Kernels kernels() {
#ifdef COLLAPSE_HAS_WIDE
  if (numerics::has_wide()) return {mean_wide, squares_wide, products_wide};
#endif
  return {mean_narrow, squares_narrow, products_narrow};
}

bool finite(std::span<const double> values) {
  double sum = 0;  // 0 * x is 0 for finite x and NaN else
  for (const double value : values) sum += 0 * value;
  return sum == 0;
}

}  // namespace

Mixture fit_gaussian(const data::PointSet& points, EstimatorKind estimator, std::span<const double> known,
                     FitReport& report) {
  Mixture result;
  fit_gaussian(points, estimator, known, report, result);
  return result;
}

void fit_gaussian(const data::PointSet& points, EstimatorKind estimator, std::span<const double> known,
                  FitReport& report, Mixture& result, GrowingSums* growing) {
  const int d = points.dimension;
  const std::size_t n = points.count;
  const std::size_t square = static_cast<std::size_t>(d) * d;
  result.dimension = d;
  result.weights.assign(1, 1.0);
  result.means = points.origin;
  result.covariances.assign(square, 0.0);
  report = FitReport{};
  report.iterations = 1;
  report.status = FitStatus::degenerate;
  if (n == 0) return;

  const Kernels kernel = kernels();
  Column columns[kMaxDimension];
  const std::size_t known_points = growing != nullptr ? growing->points : 0;
  if (growing != nullptr) {
    growing->lanes.resize(static_cast<std::size_t>(d) * kStep, 0.0);
    growing->points = n - n % kStep;
  }
  for (int j = 0; j < d; ++j) {
    const double* x = points.column(j).data();
    double own_lanes[kStep] = {};
    double* lanes = growing != nullptr ? growing->lanes.data() + static_cast<std::size_t>(j) * kStep : own_lanes;
    columns[j] = {x, kernel.mean_about_first(x, known_points, n, lanes)};
    result.means[j] += x[0] + columns[j].mean;
  }

  if (estimator == EstimatorKind::known_covariance) {
    result.covariances.assign(known.begin(), known.end());
  } else {
    const std::size_t degrees = estimator == EstimatorKind::unbiased ? n - 1 : n;
    if (degrees == 0) return;
    const auto divisor = static_cast<double>(degrees);
    for (int i = 0; i < d; ++i) {
      result.covariances[i * d + i] = kernel.sum_squares(columns[i], n) / divisor;
      for (int j = 0; j < i; ++j) {
        const double covariance = kernel.sum_products(columns[i], columns[j], n) / divisor;
        result.covariances[i * d + j] = covariance;
        result.covariances[j * d + i] = covariance;
      }
    }
  }

  if (!finite(result.means) || !finite(result.covariances)) {
    report.status = FitStatus::non_finite;
    return;
  }
  double factor[kMaxDimension * kMaxDimension];
  const bool definite = linalg::cholesky(result.covariances, d, factor);
  const bool enough = estimator == EstimatorKind::known_covariance || n > static_cast<std::size_t>(d);
  if (definite && enough) report.status = FitStatus::converged;
}

void fit_weighted_gaussian(const data::PointSet& points, double weight, EstimatorKind estimator,
                           std::span<const double> known, FitReport& report, Mixture& result) {
  const auto real = static_cast<std::size_t>(std::count(points.is_real.begin(), points.is_real.end(), std::uint8_t{1}));
  const std::size_t others = points.count - real;
  if (real == 0 || others == 0) return fit_gaussian(points, estimator, known, report, result);
  std::vector<std::uint32_t> rest(others);
  for (std::size_t i = 0; i < others; ++i) rest[i] = static_cast<std::uint32_t>(real + i);
  FitReport ignored;
  const Mixture a = fit_gaussian(data::first(points, real), EstimatorKind::mle, known, ignored);
  const Mixture b = fit_gaussian(data::select(points, rest), EstimatorKind::mle, known, ignored);

  const int d = points.dimension;
  const double w = weight, v = 1 - weight;
  const double squares = w * w / static_cast<double>(real) + v * v / static_cast<double>(others);
  const double divisor = estimator == EstimatorKind::unbiased ? 1 - squares : 1;
  result = b;
  report = FitReport{};
  report.iterations = 1;
  report.status = FitStatus::degenerate;
  if (!(divisor > 0)) return;
  for (int i = 0; i < d; ++i) result.means[i] += w * (a.means[i] - b.means[i]);
  if (estimator == EstimatorKind::known_covariance) {
    result.covariances.assign(known.begin(), known.end());
  } else {
    const linalg::SmallVector apart = linalg::column(a.means, d) - linalg::column(b.means, d);
    linalg::square(result.covariances.data(), d) =
        (w * linalg::square(a.covariances, d) + v * linalg::square(b.covariances, d) +
         (w * v * apart).lazyProduct(apart.transpose())) /
        divisor;
  }
  if (!finite(result.means) || !finite(result.covariances)) {
    report.status = FitStatus::non_finite;
    return;
  }
  double factor[kMaxDimension * kMaxDimension];
  if (linalg::cholesky(result.covariances, d, factor)) report.status = FitStatus::converged;
}

}  // namespace collapse::models
