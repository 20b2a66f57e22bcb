#include "kinds/mixture/scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "collapse/constants.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

View make_view(const metrics::Truth& truth) {
  View view;
  view.dimension = std::min(truth.dimension, 2);
  for (int j = 0; j < view.dimension; ++j) {
    double low = kInfinity, high = -low;
    if (truth.density) {
      const models::Mixture& density = *truth.density;
      for (int k = 0; k < density.components(); ++k) {
        const double sd = std::sqrt(density.covariance(k)[static_cast<std::size_t>(j * density.dimension + j)]);
        low = std::min(low, density.mean(k)[static_cast<std::size_t>(j)] - 4.5 * sd);
        high = std::max(high, density.mean(k)[static_cast<std::size_t>(j)] + 4.5 * sd);
      }
    } else {
      for (std::size_t i = 0; i < truth.table.count; ++i) {
        low = std::min(low, truth.table.coordinate(i, j));
        high = std::max(high, truth.table.coordinate(i, j));
      }
      // Room for a fitted model's tails, which the many draws of a shape have already; a column of equal values still
      // gets an axis.
      const double share = truth.is_table() ? 0.2 : 0.05;
      const double room = high > low ? share * (high - low) : std::max(1.0, std::fabs(high));
      low -= room;
      high += room;
    }
    view.low[j] = low;
    view.high[j] = high;
  }
  if (view.dimension == 2 && !truth.is_table()) {  // one scale on both axes: circles look like circles
    const double half = std::max(view.high[0] - view.low[0], view.high[1] - view.low[1]) / 2;
    for (int j = 0; j < 2; ++j) {
      const double centre = (view.low[j] + view.high[j]) / 2;
      view.low[j] = centre - half;
      view.high[j] = centre + half;
    }
  }
  return view;
}

std::vector<double> ridge_grid(const View& view) {
  std::vector<double> grid(kRidgeWidth);
  const double width = (view.high[0] - view.low[0]) / kRidgeWidth;
  for (int i = 0; i < kRidgeWidth; ++i) grid[static_cast<std::size_t>(i)] = view.low[0] + (i + 0.5) * width;
  return grid;
}

void ridge_of(const models::Mixture& mixture, const View& view, std::span<double> out) {
  const models::Mixture first = marginal(mixture, 1);
  const double width = (view.high[0] - view.low[0]) / static_cast<double>(out.size());
  double below = models::cdf(first, view.low[0]);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double up_to = models::cdf(first, view.low[0] + static_cast<double>(i + 1) * width);
    out[i] = (up_to - below) / width;
    below = up_to;
  }
}

void histogram_of(const data::PointSet& points, const View& view, std::span<double> density, double outside[2]) {
  std::fill(density.begin(), density.end(), 0.0);
  outside[0] = outside[1] = 0;
  const double width = (view.high[0] - view.low[0]) / static_cast<double>(density.size());
  const double unit = points.count == 0 ? 0 : 1 / (static_cast<double>(points.count) * width);
  for (std::size_t i = 0; i < points.count; ++i) {
    const double x = points.coordinate(i, 0);
    if (x < view.low[0]) {
      ++outside[0];
    } else if (x >= view.high[0]) {
      ++outside[1];
    } else {
      const auto bin = static_cast<std::size_t>((x - view.low[0]) / width);
      density[std::min(bin, density.size() - 1)] += unit;
    }
  }
}

models::Mixture marginal(const models::Mixture& mixture, int dimensions) {
  if (mixture.dimension == dimensions) return mixture;
  models::Mixture out;
  out.dimension = dimensions;
  out.weights = mixture.weights;
  for (int k = 0; k < mixture.components(); ++k) {
    const auto mean = mixture.mean(k);
    out.means.insert(out.means.end(), mean.begin(), mean.begin() + dimensions);
    for (int i = 0; i < dimensions; ++i)
      for (int j = 0; j < dimensions; ++j)
        out.covariances.push_back(mixture.covariance(k)[static_cast<std::size_t>(i * mixture.dimension + j)]);
  }
  return out;
}

std::size_t curve_length(int components) {
  return static_cast<std::size_t>(kRidgeWidth) + 33u * static_cast<std::size_t>(std::min(components, 16));
}

std::vector<double> curve_nodes(const models::Mixture& mixture, const View& view) {
  std::vector<double> nodes = ridge_grid(view);
  std::vector<int> order(mixture.weights.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const double wa = mixture.weights[static_cast<std::size_t>(a)], wb = mixture.weights[static_cast<std::size_t>(b)];
    return wa != wb ? wa > wb : a < b;
  });
  order.resize(std::min<std::size_t>(order.size(), 16));
  for (const int k : order) {
    const double sd = std::sqrt(mixture.covariance(k)[0]);
    for (int i = -16; i <= 16; ++i) nodes.push_back(mixture.mean(k)[0] + 0.25 * i * sd);
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

void density_at(const models::Mixture& mixture, std::span<const double> coordinates, std::span<double> out) {
  models::Density(mixture).log_density_nats(coordinates.data(), out.size(), out.data());
  for (double& value : out) value = numerics::exp(value);
}

void grid_density(const models::Mixture& mixture, const View& view, std::span<double> out) {
  std::vector<double> coordinates(2 * out.size());
  for (int row = 0; row < kGrid; ++row)
    for (int column = 0; column < kGrid; ++column) {
      const std::size_t i = static_cast<std::size_t>(row * kGrid + column);
      coordinates[i] = view.low[0] + (view.high[0] - view.low[0]) * column / (kGrid - 1);
      coordinates[out.size() + i] = view.low[1] + (view.high[1] - view.low[1]) * row / (kGrid - 1);
    }
  density_at(mixture, coordinates, out);
}

void build_scene(const metrics::Truth& truth, const models::Moments& moments, const View& view, Block& block) {
  const auto d = static_cast<std::size_t>(truth.dimension);
  const auto shown = static_cast<std::size_t>(view.dimension);
  const bool one = view.dimension == 1;
  models::Mixture density;
  if (truth.density) density = marginal(*truth.density, view.dimension);

  block.clear();
  block.add("view", one ? std::vector<double>{view.low[0], view.high[0]}
                        : std::vector<double>{view.low[0], view.high[0], view.low[1], view.high[1]});
  std::vector<double> summary(moments.mean.begin(), moments.mean.begin() + static_cast<std::ptrdiff_t>(shown));
  for (std::size_t i = 0; i < shown; ++i)
    for (std::size_t j = 0; j < shown; ++j) summary.push_back(moments.covariance[i * d + j]);
  block.add("truth_moments", summary);

  double peak = 0;
  if (one) {
    block.add("grid_x", ridge_grid(view));
    std::vector<double> x, y;
    if (truth.density) {
      x = curve_nodes(density, view);
      y.resize(x.size());
      density_at(density, x, y);
    }
    std::vector<double> edges, bars;
    for (int i = 0; i <= kBins; ++i) edges.push_back(view.low[0] + (view.high[0] - view.low[0]) * i / kBins);
    if (!truth.density) {
      bars.resize(kBins);
      double outside[2];
      histogram_of(truth.table, view, bars, outside);
    }
    for (const double value : truth.density ? y : bars) peak = std::max(peak, value);
    block.add("source_x", x);
    block.add("source_y", y);
    block.add("bin_edges", edges);
    block.add("source_histogram", bars);
  } else {
    block.add("grid_size", {static_cast<double>(kGrid)});
    std::vector<double> grid(truth.density ? kGrid * kGrid : 0);
    if (truth.density) grid_density(density, view, grid);
    for (const double value : grid) peak = std::max(peak, value);
    block.add("source_density", grid);
  }
  block.add("peak", {peak});
  block.add("source_weights", density.weights);
  block.add("source_means", density.means);
  block.add("source_covariances", density.covariances);

  std::vector<double> points;
  const std::size_t rows = truth.table.count, kept = std::min(rows, kMaxTablePoints);
  for (std::size_t j = 0; j < shown && !truth.density; ++j)
    for (std::size_t i = 0; i < kept; ++i)
      points.push_back(truth.table.coordinate(i * rows / kept, static_cast<int>(j)));
  block.add("table_points", points);
}

}  // namespace collapse::experiment
