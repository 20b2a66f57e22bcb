#pragma once

// An independent, literal simulation of the workflows in one dimension, for the laws to be checked against.

#include <cmath>
#include <cstdint>
#include <vector>

#include "collapse/stream.h"
#include "theory/laws.h"

namespace collapse::test {

struct Fit {
  double mean = 0;
  double variance = 1;
};

inline Fit fit(const std::vector<double>& data, EstimatorKind estimator) {
  const double n = static_cast<double>(data.size());
  double sum = 0, squares = 0;
  for (double x : data) sum += x;
  const double mean = sum / n;
  for (double x : data) squares += (x - mean) * (x - mean);
  if (estimator == EstimatorKind::known_covariance) return {mean, 1};
  return {mean, squares / (estimator == EstimatorKind::mle ? n : n - 1)};
}

/// Each point with a weight of its own, summing to 1. Unbiased: over 1 - sum w^2, as for independent points of one
/// variance.
inline Fit weighted_fit(const std::vector<double>& data, const std::vector<double>& weights, EstimatorKind estimator) {
  double mean = 0, squares = 0, own = 0;
  for (std::size_t i = 0; i < data.size(); ++i) mean += weights[i] * data[i];
  for (std::size_t i = 0; i < data.size(); ++i) {
    squares += weights[i] * (data[i] - mean) * (data[i] - mean);
    own += weights[i] * weights[i];
  }
  if (estimator == EstimatorKind::known_covariance) return {mean, 1};
  return {mean, estimator == EstimatorKind::mle ? squares : squares / (1 - own)};
}

/// The fits of generations 1 .. T of one run from N(0, 1), or from `table` without replacement when it is not empty.
inline std::vector<Fit> lineage(const theory::Setting& s, std::uint32_t run, const std::vector<double>& table = {}) {
  random::Stream stream(20, run, 0, random::Purpose::real_data);
  const auto draw = [&](const Fit& from, std::size_t count) {
    std::vector<double> out(count);
    for (double& x : out) x = from.mean + std::sqrt(from.variance) * stream.normal();
    return out;
  };
  const auto append = [](std::vector<double>& to, const std::vector<double>& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  const auto count_at = [](const std::vector<double>& counts, std::size_t i) {
    return static_cast<std::size_t>(counts[i]);
  };

  std::vector<double> real = draw({}, count_at(s.n, 0));
  if (!table.empty()) {
    const auto rows = static_cast<std::uint32_t>(table.size());
    const auto which = random::sample_without_replacement(stream, rows, static_cast<std::uint32_t>(s.n[0]));
    for (std::size_t i = 0; i < which.size(); ++i) real[i] = table[which[i]];
  }
  std::vector<double> data = real, pool = real;
  std::vector<Fit> fits;
  for (std::size_t i = 0; i < s.n.size(); ++i) {
    if (i > 0) {
      const Fit previous = fits.back();
      const std::size_t n = count_at(s.n, i);
      if (s.plan.workflow == WorkflowKind::replace) {
        data = draw(previous, n);
      } else if (s.plan.workflow == WorkflowKind::recursion) {
        // Point by point: the newest model, the distribution before, or the truth; before generation 1 there is only
        // the truth.
        data.clear();
        for (std::size_t point = 0; point < n; ++point) {
          std::size_t from = i;  // fits[from - 1]; 0: the truth
          while (from > 0) {
            const double u = stream.uniform();
            if (u < s.plan.alpha) break;
            from = u < s.plan.alpha + s.plan.beta ? from - 1 : 0;
          }
          append(data, draw(from == 0 ? Fit{} : fits[from - 1], 1));
        }
      } else if (s.plan.workflow == WorkflowKind::mix) {
        const std::size_t k = count_at(s.real, i);
        data = s.plan.fresh_real ? draw({}, k) : std::vector<double>(real.begin(), real.begin() + static_cast<long>(k));
        append(data, draw(previous, n - k));
        if (s.plan.real_weight >= 0) {
          std::vector<double> weights(n, (1 - s.plan.real_weight) / static_cast<double>(n - k));
          for (std::size_t point = 0; point < k; ++point) weights[point] = s.plan.real_weight / static_cast<double>(k);
          fits.push_back(weighted_fit(data, weights, s.estimator));
          continue;
        }
      } else {
        append(pool, draw(previous, n));
        data = pool;
        if (s.plan.workflow == WorkflowKind::accumulate_subsample) {
          const auto which = random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool.size()),
                                                                static_cast<std::uint32_t>(n));
          data.clear();
          for (std::uint32_t w : which) data.push_back(pool[w]);
        }
      }
    }
    fits.push_back(fit(data, s.estimator));
  }
  return fits;
}

/// Mean over runs and its standard error.
struct Average {
  double mean = 0, error = 0;
};
inline Average average(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (double v : values) sum += v;
  const double mean = sum / n;
  for (double v : values) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

}  // namespace collapse::test
