#include "models/mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/cholesky.h"
#include "numerics/elementary.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::store2;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMaxDimension = 16;
constexpr std::size_t kBlock = 64;  // points a pass of the density: a few kB, inside the first cache

/// Turns independent standard normals (one column a coordinate) into L z, in place.
void colour(data::PointSet& points, const double* l) {
  const int d = points.dimension;
  for (int j = d - 1; j >= 0; --j) {
    double* out = points.column(j).data();
    const double diagonal = l[j * d + j];
    for (std::size_t i = 0; i < points.count; ++i) out[i] *= diagonal;
    for (int k = 0; k < j; ++k) {
      const double* z = points.column(k).data();
      const double factor = l[j * d + k];
      for (std::size_t i = 0; i < points.count; ++i) out[i] += factor * z[i];
    }
  }
}

/// The mixture's mean, as component 0's mean plus a weighted difference: exact for one component.
std::vector<double> mixture_mean(const Mixture& mixture) {
  const int d = mixture.dimension;
  std::vector<double> mean(mixture.means.begin(), mixture.means.begin() + d);
  for (int j = 0; j < d; ++j) {
    double shift = 0;
    for (int k = 1; k < mixture.components(); ++k)
      shift += mixture.weights[k] * (mixture.means[k * d + j] - mixture.means[j]);
    mean[j] += shift;
  }
  return mean;
}

}  // namespace

Moments moments(const Mixture& mixture) {
  const int d = mixture.dimension;
  Moments result{mixture_mean(mixture), {}};
  if (mixture.components() == 1) {
    result.covariance = mixture.covariances;
    return result;
  }
  result.covariance.assign(static_cast<std::size_t>(d) * d, 0.0);
  for (int k = 0; k < mixture.components(); ++k) {
    const double weight = mixture.weights[k];
    if (!(weight > 0)) continue;
    const auto mean = mixture.mean(k);
    const auto covariance = mixture.covariance(k);
    for (int i = 0; i < d; ++i)
      for (int j = 0; j < d; ++j)
        result.covariance[i * d + j] +=
            weight * (covariance[i * d + j] + (mean[i] - result.mean[i]) * (mean[j] - result.mean[j]));
  }
  return result;
}

data::PointSet sample(const Mixture& mixture, std::size_t n, random::Stream& stream, bool real) {
  const int d = mixture.dimension;
  const int components = mixture.components();
  const std::size_t square = static_cast<std::size_t>(d) * d;
  const std::vector<double> centre = mixture_mean(mixture);
  data::PointSet points = data::PointSet::zeros(centre, n, real);

  std::vector<double> factors(components * square);
  for (int k = 0; k < components; ++k) cholesky(mixture.covariance(k), d, factors.data() + k * square);

  if (components == 1) {
    for (int j = 0; j < d; ++j) stream.fill_normal(points.column(j));
    colour(points, factors.data());
    return points;
  }

  std::vector<std::uint16_t> component(n);
  random::fill_categorical(stream, mixture.weights, component);
  for (int j = 0; j < d; ++j) stream.fill_normal(points.column(j));
  std::vector<double> shifts(mixture.means);
  for (int k = 0; k < components; ++k)
    for (int j = 0; j < d; ++j) shifts[k * d + j] -= centre[j];
  for (std::size_t i = 0; i < n; ++i) {
    const double* l = factors.data() + component[i] * square;
    const double* shift = shifts.data() + component[i] * d;
    double* offset = points.offsets.data() + i;
    for (int j = d - 1; j >= 0; --j) {
      double sum = l[j * d + j] * offset[j * n];
      for (int k = 0; k < j; ++k) sum += l[j * d + k] * offset[k * n];
      offset[j * n] = sum + shift[j];
    }
  }
  return points;
}

// Dead components are left out. `inverse_factors_` holds L^-1 of a regular component and L itself of a
// singular one, which is only asked whether a point lies in the range of L.
Density::Density(const Mixture& mixture) : dimension_(mixture.dimension) {
  const int d = dimension_;
  std::vector<double> factor(static_cast<std::size_t>(d) * d), inverse(factor.size());
  for (int k = 0; k < mixture.components(); ++k) {
    if (!(mixture.weights[k] > 0)) continue;
    const bool definite = cholesky(mixture.covariance(k), d, factor.data());
    const auto mean = mixture.mean(k);
    means_.insert(means_.end(), mean.begin(), mean.end());
    singular_.push_back(!definite);
    double constant = numerics::log(mixture.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
    if (definite) {
      invert_lower(factor.data(), d, inverse.data());
      inverse_factors_.insert(inverse_factors_.end(), inverse.begin(), inverse.end());
      for (int j = 0; j < d; ++j) constant -= numerics::log(factor[j * d + j]);
    } else {
      inverse_factors_.insert(inverse_factors_.end(), factor.begin(), factor.end());
    }
    log_constants_.push_back(constant);
  }
}

namespace {

/// Whether x lies on mean + range(L), up to the rounding of coordinates of this size.
bool on_support(const double* x, std::size_t stride, const double* mean, const double* l, int d) {
  double u[kMaxDimension];
  for (int j = 0; j < d; ++j) {
    double residual = x[j * stride] - mean[j];
    double size = std::fabs(x[j * stride]) + std::fabs(mean[j]);
    for (int k = 0; k < j; ++k) {
      residual -= l[j * d + k] * u[k];
      size += std::fabs(l[j * d + k] * u[k]);
    }
    const double diagonal = l[j * d + j];
    u[j] = diagonal > 0 ? residual / diagonal : 0.0;
    const double slack = 16 * std::numeric_limits<double>::epsilon() * size;
    if (!(diagonal > 0) && !(std::fabs(residual) <= slack)) return false;
  }
  return true;
}

}  // namespace

double Density::log_density_nats(std::span<const double> x) const {
  double result;
  log_density_nats(x.data(), 1, &result);
  return result;
}

void Density::log_density_nats(const double* coordinates, std::size_t n, double* out) const {
  const int d = dimension_;
  const std::size_t components = log_constants_.size();
  const std::size_t square = static_cast<std::size_t>(d) * d;
  std::vector<double> logs(components * kBlock);  // ln of weight times density, component by component
  double block[kMaxDimension * kBlock];           // the block's coordinates, the last point repeated
  double result[kBlock];

  for (std::size_t start = 0; start < n; start += kBlock) {
    const std::size_t count = std::min(kBlock, n - start);
    const std::size_t even = count + count % 2;
    for (int j = 0; j < d; ++j) {
      std::copy_n(coordinates + j * n + start, count, block + j * kBlock);
      block[j * kBlock + even - 1] = coordinates[j * n + start + count - 1];
    }
    for (std::size_t k = 0; k < components; ++k) {
      double* log = logs.data() + k * kBlock;
      if (singular_[k]) {
        std::fill_n(log, even, -kInfinity);
        continue;
      }
      const double* mean = means_.data() + k * d;
      const double* inverse = inverse_factors_.data() + k * square;
      for (std::size_t i = 0; i < even; i += 2) {
        f64x2 difference[kMaxDimension];
        f64x2 squares = splat2(0);
        for (int j = 0; j < d; ++j) {
          difference[j] = load2(block + j * kBlock + i) - splat2(mean[j]);
          f64x2 u = splat2(0);
          for (int m = 0; m <= j; ++m) u += splat2(inverse[j * d + m]) * difference[m];
          squares += u * u;
        }
        store2(log + i, splat2(log_constants_[k]) - splat2(0.5) * squares);
      }
      // Far outside, products overflow and inf - inf would be NaN: the density there is zero.
      for (std::size_t i = 0; i < even; ++i) log[i] = log[i] == log[i] ? log[i] : -kInfinity;
    }
    for (std::size_t i = 0; i < even; i += 2) {
      f64x2 top = splat2(-std::numeric_limits<double>::max());
      for (std::size_t k = 0; k < components; ++k) {
        const f64x2 value = load2(logs.data() + k * kBlock + i);
        top = value > top ? value : top;
      }
      f64x2 sum = splat2(0);
      for (std::size_t k = 0; k < components; ++k)
        sum += numerics::exp(load2(logs.data() + k * kBlock + i) - top);
      store2(result + i, top + numerics::log(sum));
    }
    for (std::size_t k = 0; k < components; ++k) {
      if (!singular_[k]) continue;
      for (std::size_t i = 0; i < count; ++i)
        if (on_support(block + i, kBlock, means_.data() + k * d, inverse_factors_.data() + k * square, d))
          result[i] = kInfinity;
    }
    std::copy_n(result, count, out + start);
  }
}

double cdf(const Mixture& mixture, double x) {
  constexpr double kFar = 40;  // Phi(-40) is 0 in double precision
  double sum = 0;
  for (int k = 0; k < mixture.components(); ++k) {
    const double variance = mixture.covariances[k];
    const double difference = x - mixture.means[k];
    double below = difference >= 0 ? 1.0 : 0.0;  // a point mass
    if (variance > 0)
      below = numerics::normal_cdf(std::clamp(difference / std::sqrt(variance), -kFar, kFar));
    sum += mixture.weights[k] * below;
  }
  return sum;
}

std::size_t flat_size(int components, int dimension) {
  const auto d = static_cast<std::size_t>(dimension);
  return static_cast<std::size_t>(components) * (1 + d + d * d);
}

void to_flat(const Mixture& mixture, std::span<double> out) {
  auto next = std::copy(mixture.weights.begin(), mixture.weights.end(), out.begin());
  next = std::copy(mixture.means.begin(), mixture.means.end(), next);
  std::copy(mixture.covariances.begin(), mixture.covariances.end(), next);
}

Mixture from_flat(std::span<const double> flat, int components, int dimension) {
  const auto k = static_cast<std::size_t>(components);
  const auto d = static_cast<std::size_t>(dimension);
  Mixture mixture;
  mixture.dimension = dimension;
  mixture.weights.assign(flat.begin(), flat.begin() + k);
  mixture.means.assign(flat.begin() + k, flat.begin() + k * (1 + d));
  mixture.covariances.assign(flat.begin() + k * (1 + d), flat.begin() + k * (1 + d + d * d));
  return mixture;
}

}  // namespace collapse::models
