#include "models/kde/kde.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "models/kde/kernel_sum.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::models {

namespace {

/// Points as offsets from a centre near their mean, one coordinate after another.
std::vector<double> centred(const data::Batches& points, std::vector<double>& centre) {
  const auto d = static_cast<std::size_t>(points.dimension);
  const std::size_t n = points.count;
  std::vector<double> offsets(d * n);
  centre.resize(d);
  for (std::size_t j = 0; j < d; ++j) {
    double* column = offsets.data() + j * n;
    const double origin = points.parts[0]->origin[j];
    data::offsets_from(points, static_cast<int>(j), origin, column);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += column[i];
    centre[j] = origin + sum / static_cast<double>(n);
    data::offsets_from(points, static_cast<int>(j), centre[j], column);
  }
  return offsets;
}

}  // namespace

double bandwidth_factor(BandwidthRule rule, double n, int d) {
  return numerics::pow(rule == BandwidthRule::silverman ? n * (d + 2) / 4 : n, -1.0 / (d + 4));
}

KernelDensity fit_kde(const data::Batches& points, BandwidthRule rule, double bandwidth, FitReport& report) {
  const int d = points.dimension;
  const auto size = static_cast<std::size_t>(d);
  const std::size_t count = points.count;
  const double n = static_cast<double>(count);
  KernelDensity model;
  model.points = points;
  model.mean.resize(size);
  model.covariance.resize(size * size);
  model.kernel.assign(size * size, 0.0);
  const std::vector<double> offsets = centred(points, model.centre);
  for (std::size_t j = 0; j < size; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += offsets[j * count + i];
    model.mean[j] = sum / n;
  }
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i)
        sum += (offsets[a * count + i] - model.mean[a]) * (offsets[b * count + i] - model.mean[b]);
      model.covariance[a * size + b] = model.covariance[b * size + a] = sum / n;
    }
  if (rule == BandwidthRule::fixed) {
    for (std::size_t j = 0; j < size; ++j) model.kernel[j * size + j] = bandwidth * bandwidth;
  } else if (count > 1) {
    const double factor = bandwidth_factor(rule, n, d);
    for (std::size_t i = 0; i < size * size; ++i)
      model.kernel[i] = factor * factor * (n / (n - 1)) * model.covariance[i];
  }
  bool finite = true;
  for (std::size_t j = 0; j < size; ++j)
    finite = finite && std::isfinite(model.centre[j]) && std::isfinite(model.covariance[j * size + j]) &&
             std::isfinite(model.kernel[j * size + j]);
  report = {};
  report.iterations = 1;
  report.status = !finite ? FitStatus::non_finite : has_density(model) ? FitStatus::converged : FitStatus::degenerate;
  return model;
}

bool has_density(const KernelDensity& model) {
  double factor[kMaxDimension * kMaxDimension];
  return linalg::cholesky(model.kernel, model.dimension(), factor);
}

data::PointSet sample(const KernelDensity& model, std::size_t n, random::Stream& stream) {
  const int d = model.dimension();
  double factor[kMaxDimension * kMaxDimension];
  linalg::cholesky(model.kernel, d, factor);
  std::vector<std::size_t> ends;
  for (const auto& part : model.points.parts) ends.push_back((ends.empty() ? 0 : ends.back()) + part->count);

  data::PointSet draws = data::PointSet::zeros(model.centre, n, false);
  std::vector<std::uint64_t> chosen(n);
  for (std::uint64_t& i : chosen) i = stream.below(model.points.count);
  for (int j = 0; j < d; ++j) stream.fill_normal(draws.column(j));
  for (std::size_t i = 0; i < n; ++i) {
    const auto part = static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), chosen[i]) - ends.begin());
    const data::PointSet& points = *model.points.parts[part];
    const std::size_t at = chosen[i] - (part == 0 ? 0 : ends[part - 1]);
    double* offset = draws.offsets.data() + i;
    for (int j = d - 1; j >= 0; --j) {
      const auto c = static_cast<std::size_t>(j);
      double sum = 0;
      for (int k = 0; k <= j; ++k) sum += factor[j * d + k] * offset[static_cast<std::size_t>(k) * n];
      offset[c * n] = ((points.origin[c] - model.centre[c]) + points.column(j)[at]) + sum;
    }
  }
  return draws;
}

void log_density_nats(const KernelDensity& model, const double* offsets, std::size_t m, double* out) {
  const int d = model.dimension();
  const auto size = static_cast<std::size_t>(d);
  const std::size_t n = model.points.count;
  double factor[kMaxDimension * kMaxDimension], inverse[kMaxDimension * kMaxDimension];
  if (!linalg::cholesky(model.kernel, d, factor)) return std::fill_n(out, m, -kInfinity), void();
  linalg::invert_lower(factor, d, inverse);
  // In units in which a kernel is 2^-|z|^2: z = sqrt(log2(e)/2) L^-1 x.
  const double scale = std::sqrt(0.5 * numerics::kLog2E);
  double log_constant = -numerics::log(static_cast<double>(n)) - 0.5 * d * numerics::kLogTwoPi;
  for (int j = 0; j < d; ++j) log_constant -= numerics::log(factor[j * d + j]);
  for (double& entry : inverse) entry *= scale;
  std::vector<double> points(size * n), exponents(n + kKernelSumRoom);
  for (int j = 0; j < d; ++j)
    data::offsets_from(model.points, j, model.centre[static_cast<std::size_t>(j)],
                       points.data() + static_cast<std::size_t>(j) * n);
  const auto whiten = [&](double* values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      for (int j = d - 1; j >= 0; --j) {
        double sum = 0;
        for (int k = 0; k <= j; ++k) sum += inverse[j * d + k] * values[static_cast<std::size_t>(k) * count + i];
        values[static_cast<std::size_t>(j) * count + i] = sum;
      }
  };
  whiten(points.data(), n);
  std::vector<double> places(offsets, offsets + size * m);
  whiten(places.data(), m);
  for (std::size_t q = 0; q < m; ++q) {
    double* e = exponents.data();
    std::fill_n(e, n, 0.0);
    for (std::size_t j = 0; j < size; ++j) {
      const double* column = points.data() + j * n;
      const double at = places[j * m + q];
      for (std::size_t i = 0; i < n; ++i) e[i] += (column[i] - at) * (column[i] - at);
    }
    double least = e[0];
    for (std::size_t i = 1; i < n; ++i) least = e[i] < least ? e[i] : least;
    if (!(least < 1e300)) {
      out[q] = -kInfinity;
      continue;
    }
    for (std::size_t i = 0; i < n; ++i) e[i] -= least;
    out[q] = log_constant - least * numerics::kLn2 + numerics::log(kernel_sum(e, n));
  }
}

}  // namespace collapse::models
