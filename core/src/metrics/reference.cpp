#include "metrics/reference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "collapse/stream.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr int kSlices = 16;

/// The 1-D mixture of the projections on `direction`.
models::Mixture project(const models::Mixture& mixture, const double* direction) {
  const int d = mixture.dimension;
  models::Mixture line;
  for (int k = 0; k < mixture.components(); ++k) {
    double mean = 0, variance = 0;
    for (int i = 0; i < d; ++i) {
      mean += direction[i] * mixture.mean(k)[i];
      for (int j = 0; j < d; ++j) variance += direction[i] * direction[j] * mixture.covariance(k)[i * d + j];
    }
    line.weights.push_back(mixture.weights[k]);
    line.means.push_back(mean);
    line.covariances.push_back(variance);
  }
  return line;
}

double density(const models::Mixture& mixture, double x) {
  double sum = 0;
  for (int k = 0; k < mixture.components(); ++k) {
    const double variance = mixture.covariances[k];
    const double shift = x - mixture.means[k];
    if (!(variance > 0) || !(shift * shift < 1400 * variance)) continue;
    sum +=
        mixture.weights[k] * numerics::exp(-0.5 * shift * shift / variance) / std::sqrt(2 * numerics::kPi * variance);
  }
  return sum;
}

}  // namespace

std::vector<double> midpoint_quantiles(const models::Mixture& mixture, std::size_t count) {
  std::vector<double> out(count);
  if (mixture.components() == 1) {
    const double sd = std::sqrt(mixture.covariances[0]);
    for (std::size_t i = 0; i < count; ++i) {
      const double level = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
      out[i] = mixture.means[0] + sd * numerics::normal_quantile(level);
    }
    return out;
  }
  double least = 0, most = 0;
  bool first = true;
  for (int k = 0; k < mixture.components(); ++k) {
    if (!(mixture.weights[k] > 0)) continue;
    const double reach = 10 * std::sqrt(mixture.covariances[k]);
    least = first ? mixture.means[k] - reach : std::min(least, mixture.means[k] - reach);
    most = first ? mixture.means[k] + reach : std::max(most, mixture.means[k] + reach);
    first = false;
  }
  double low = least;
  for (std::size_t i = 0; i < count; ++i) {
    const double level = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    double high = most;
    double x = i > 0 ? out[i - 1] : 0.5 * (low + high);
    for (int step = 0; step < 200; ++step) {
      const double excess = models::cdf(mixture, x) - level;
      if (excess == 0) break;
      (excess < 0 ? low : high) = x;
      const double slope = density(mixture, x);
      double next = slope > 0 ? x - excess / slope : low;
      if (!(next > low && next < high)) next = low + 0.5 * (high - low);
      const double moved = std::fabs(next - x);
      x = next;
      if (moved <= 4e-16 * (std::fabs(x) + (most - least))) break;
    }
    out[i] = x;
    low = std::min(low, x);
  }
  return out;
}

std::vector<double> midpoint_quantiles(std::vector<double> values, std::size_t count) {
  std::sort(values.begin(), values.end());
  std::vector<double> out(count);
  // The least x with F(x) >= (2 i + 1)/(2 count), in whole numbers.
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t rank = ((2 * i + 1) * values.size() + 2 * count - 1) / (2 * count);
    out[i] = values[rank - 1];
  }
  return out;
}

std::vector<double> slice_directions(int dimension) {
  if (dimension == 1) return {1};
  std::vector<double> out;
  if (dimension == 2) {
    for (int i = 0; i < kSlices; ++i) {
      const double angle = numerics::kPi * i / kSlices;
      out.push_back(numerics::cos(angle));
      out.push_back(numerics::sin(angle));
    }
    return out;
  }
  random::Stream stream(0, 0, 0, random::Purpose::measurement, 2);
  out.resize(static_cast<std::size_t>(kSlices) * dimension);
  for (int i = 0; i < kSlices; ++i) {
    double* direction = out.data() + i * dimension;
    double squares = 0;
    for (int j = 0; j < dimension; ++j) {
      direction[j] = stream.normal();
      squares += direction[j] * direction[j];
    }
    for (int j = 0; j < dimension; ++j) direction[j] /= std::sqrt(squares);
  }
  return out;
}

std::vector<double> slice_quantiles(const Truth& truth, std::span<const double> directions) {
  const std::size_t d = static_cast<std::size_t>(truth.dimension);
  std::vector<double> out;
  for (std::size_t i = 0; i < directions.size() / d; ++i) {
    const double* direction = directions.data() + i * d;
    std::vector<double> line;
    if (truth.density) {
      line = midpoint_quantiles(project(*truth.density, direction), kMeasurementDraws);
    } else {
      line.resize(truth.table.count);
      for (std::size_t row = 0; row < line.size(); ++row) {
        double sum = 0;
        for (std::size_t j = 0; j < d; ++j) sum += direction[j] * truth.table.coordinate(row, static_cast<int>(j));
        line[row] = sum;
      }
      line = midpoint_quantiles(std::move(line), kMeasurementDraws);
    }
    out.insert(out.end(), line.begin(), line.end());
  }
  return out;
}

models::Moments table_moments(const data::PointSet& table) {
  const int d = table.dimension;
  const double rows = static_cast<double>(table.count);
  models::Moments result;
  std::vector<double> shift(d, 0.0);
  for (int j = 0; j < d; ++j) {
    for (double offset : table.column(j)) shift[j] += offset;
    shift[j] /= rows;
    result.mean.push_back(table.origin[j] + shift[j]);
  }
  result.covariance.resize(static_cast<std::size_t>(d) * d);
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      double sum = 0;
      for (std::size_t row = 0; row < table.count; ++row)
        sum += (table.column(i)[row] - shift[i]) * (table.column(j)[row] - shift[j]);
      result.covariance[i * d + j] = sum / rows;
    }
  }
  return result;
}

}  // namespace collapse::metrics
