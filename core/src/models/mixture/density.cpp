#include <algorithm>
#include <cmath>
#include <limits>

#include "collapse/constants.h"
#include "collapse/mixture.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::store2;

namespace {

constexpr std::size_t kBlock = 64;  // points a pass of the density: a few kB, inside the first cache

}  // namespace

// Dead components are left out. `inverse_factors_` holds L^-1 of a regular component and L itself of a
// singular one, which is only asked whether a point lies in the range of L.
Density::Density(const Mixture& mixture) : dimension_(mixture.dimension) {
  const int d = dimension_;
  std::vector<double> factor(static_cast<std::size_t>(d) * d), inverse(factor.size());
  for (int k = 0; k < mixture.components(); ++k) {
    if (!(mixture.weights[k] > 0)) continue;
    const bool definite = linalg::cholesky(mixture.covariance(k), d, factor.data());
    const auto mean = mixture.mean(k);
    means_.insert(means_.end(), mean.begin(), mean.end());
    singular_.push_back(!definite);
    double constant = numerics::log(mixture.weights[k]) - 0.5 * d * numerics::kLogTwoPi;
    if (definite) {
      linalg::invert_lower(factor.data(), d, inverse.data());
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
      for (std::size_t k = 0; k < components; ++k) sum += numerics::exp(load2(logs.data() + k * kBlock + i) - top);
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

}  // namespace collapse::models
