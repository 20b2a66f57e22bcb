#include "models/gaussian.h"

#include <cmath>
#include <limits>

#include "models/cholesky.h"
#include "numerics/vec.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::sum2;

namespace {

// All sums run over eight lanes: point i into lane i mod 8, the lanes added as ((0+2)+(4+6)) + ((1+3)+(5+7)),
// then the last n mod 8 points one by one.

/// Mean of x minus x[0]. Taken about a point of the sample, equal points give exactly zero and a far
/// origin costs no digits.
double mean_about_first(const double* x, std::size_t n) {
  const f64x2 first = splat2(x[0]);
  f64x2 a = splat2(0), b = a, c = a, e = a;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    a += load2(x + i) - first;
    b += load2(x + i + 2) - first;
    c += load2(x + i + 4) - first;
    e += load2(x + i + 6) - first;
  }
  double sum = sum2((a + b) + (c + e));
  for (; i < n; ++i) sum += x[i] - x[0];
  return sum / static_cast<double>(n);
}

/// Sum of the squares of x - x[0] - mean.
double sum_squares(const double* x, double mean, std::size_t n) {
  const f64x2 first = splat2(x[0]), centre = splat2(mean);
  f64x2 a = splat2(0), b = a, c = a, e = a;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const f64x2 p = (load2(x + i) - first) - centre;
    const f64x2 q = (load2(x + i + 2) - first) - centre;
    const f64x2 r = (load2(x + i + 4) - first) - centre;
    const f64x2 s = (load2(x + i + 6) - first) - centre;
    a += p * p;
    b += q * q;
    c += r * r;
    e += s * s;
  }
  double sum = sum2((a + b) + (c + e));
  for (; i < n; ++i) {
    const double p = (x[i] - x[0]) - mean;
    sum += p * p;
  }
  return sum;
}

/// Sum of (x - x[0] - mean_x) (y - y[0] - mean_y).
double sum_products(const double* x, double mean_x, const double* y, double mean_y, std::size_t n) {
  f64x2 a = splat2(0), b = a, c = a, e = a;
  const f64x2 first_x = splat2(x[0]), centre_x = splat2(mean_x);
  const f64x2 first_y = splat2(y[0]), centre_y = splat2(mean_y);
  std::size_t i = 0;
  const auto product = [&](std::size_t at) {
    return ((load2(x + at) - first_x) - centre_x) * ((load2(y + at) - first_y) - centre_y);
  };
  for (; i + 8 <= n; i += 8) {
    a += product(i);
    b += product(i + 2);
    c += product(i + 4);
    e += product(i + 6);
  }
  double sum = sum2((a + b) + (c + e));
  for (; i < n; ++i) sum += ((x[i] - x[0]) - mean_x) * ((y[i] - y[0]) - mean_y);
  return sum;
}

bool finite(std::span<const double> values) {
  double sum = 0;  // 0 * x is 0 for finite x and NaN else
  for (const double value : values) sum += 0 * value;
  return sum == 0;
}

}  // namespace

Mixture fit_gaussian(const data::PointSet& points, GaussianEstimator estimator,
                     std::span<const double> known, FitReport& report) {
  const int d = points.dimension;
  const std::size_t n = points.count;
  const std::size_t square = static_cast<std::size_t>(d) * d;
  Mixture result{d, {1.0}, points.origin, std::vector<double>(square, 0.0)};
  report = FitReport{};
  report.iterations = 1;
  report.status = FitStatus::degenerate;
  if (n == 0) return result;

  std::vector<double> centre(d);  // mean of each column minus its first entry
  for (int j = 0; j < d; ++j) {
    const double* x = points.column(j).data();
    centre[j] = mean_about_first(x, n);
    result.means[j] += x[0] + centre[j];
  }

  if (estimator == GaussianEstimator::known_covariance) {
    result.covariances.assign(known.begin(), known.end());
  } else {
    const std::size_t degrees = estimator == GaussianEstimator::unbiased ? n - 1 : n;
    if (degrees == 0) return result;
    const auto divisor = static_cast<double>(degrees);
    for (int i = 0; i < d; ++i) {
      const double* x = points.column(i).data();
      result.covariances[i * d + i] = sum_squares(x, centre[i], n) / divisor;
      for (int j = 0; j < i; ++j) {
        const double covariance = sum_products(x, centre[i], points.column(j).data(), centre[j], n) / divisor;
        result.covariances[i * d + j] = covariance;
        result.covariances[j * d + i] = covariance;
      }
    }
  }

  if (!finite(result.means) || !finite(result.covariances)) {
    report.status = FitStatus::non_finite;
    return result;
  }
  std::vector<double> factor(square);
  const bool definite = cholesky(result.covariances, d, factor.data());
  const bool enough = estimator == GaussianEstimator::known_covariance || n > static_cast<std::size_t>(d);
  if (definite && enough) report.status = FitStatus::converged;
  return result;
}

}  // namespace collapse::models
