#include "models/gmm_start.h"

#include <algorithm>
#include <limits>

namespace collapse::models {

namespace {

double squared_distance(const data::PointSet& points, std::size_t i, const double* centre) {
  double sum = 0;
  for (int j = 0; j < points.dimension; ++j) {
    const double difference = points.offsets[j * points.count + i] - centre[j];
    sum += difference * difference;
  }
  return sum;
}

// Adds one point with responsibility r to the sums of component k about `centre`.
void add_point(const data::PointSet& points, std::size_t i, double r, std::size_t k, const double* centre, EmSums& sums) {
  const auto d = static_cast<std::size_t>(points.dimension);
  double difference[16];
  for (std::size_t j = 0; j < d; ++j) difference[j] = points.offsets[j * points.count + i] - centre[j];
  sums.counts[k] += r;
  for (std::size_t j = 0; j < d; ++j) {
    sums.firsts[k * d + j] += r * difference[j];
    for (std::size_t m = 0; m < d; ++m) sums.seconds[(k * d + j) * d + m] += r * difference[j] * difference[m];
  }
}

EmSums empty_sums(int components, int dimension) {
  const auto k = static_cast<std::size_t>(components), d = static_cast<std::size_t>(dimension);
  EmSums sums;
  sums.counts.assign(k, 0.0);
  sums.firsts.assign(k * d, 0.0);
  sums.seconds.assign(k * d * d, 0.0);
  return sums;
}

}  // namespace

KMeans::KMeans(const data::PointSet& points, int components, random::Stream& stream)
    : points_(&points), components_(components) {
  const std::size_t n = points.count;
  const auto take = [&](std::size_t i) {
    for (int j = 0; j < points.dimension; ++j) centres_.push_back(points.offsets[j * n + i]);
  };
  take(static_cast<std::size_t>(stream.below(n)));
  std::vector<double> nearest(n, std::numeric_limits<double>::infinity());
  for (int k = 1; k < components; ++k) {
    const double* last = centres_.data() + static_cast<std::size_t>(k - 1) * points.dimension;
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) {
      nearest[i] = std::min(nearest[i], squared_distance(points, i, last));
      total += nearest[i];
    }
    // All points stand on centres (duplicates, n < K): any point is as good; its component will be without points.
    std::size_t chosen = static_cast<std::size_t>(stream.below(n));
    const double target = stream.uniform() * total;
    if (total > 0) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) {
        sum += nearest[i];
        if (nearest[i] > 0) chosen = i;
        if (sum >= target && nearest[i] > 0) break;
      }
    }
    take(chosen);
  }
  assignment_.assign(n, std::numeric_limits<std::uint16_t>::max());
}

bool KMeans::iterate() {
  const data::PointSet& points = *points_;
  const auto d = static_cast<std::size_t>(points.dimension);
  bool moved = false;
  for (std::size_t i = 0; i < points.count; ++i) {
    std::uint16_t best = 0;
    double best_distance = squared_distance(points, i, centres_.data());
    for (int k = 1; k < components_; ++k) {
      const double distance = squared_distance(points, i, centres_.data() + static_cast<std::size_t>(k) * d);
      if (distance < best_distance) {
        best = static_cast<std::uint16_t>(k);
        best_distance = distance;
      }
    }
    moved = moved || assignment_[i] != best;
    assignment_[i] = best;
  }
  const EmSums sums = cluster_sums(points, *this);
  for (std::size_t k = 0; k < sums.counts.size(); ++k)
    for (std::size_t j = 0; j < d && sums.counts[k] > 0; ++j) centres_[k * d + j] += sums.firsts[k * d + j] / sums.counts[k];
  return moved;
}

EmSums cluster_sums(const data::PointSet& points, const KMeans& clusters) {
  const auto d = static_cast<std::size_t>(points.dimension);
  EmSums sums = empty_sums(static_cast<int>(clusters.centres().size() / d), points.dimension);
  for (std::size_t i = 0; i < points.count; ++i) {
    const std::size_t k = clusters.assignment()[i];
    add_point(points, i, 1.0, k, clusters.centres().data() + k * d, sums);
  }
  return sums;
}

EmSums random_sums(const data::PointSet& points, int components, random::Stream& stream) {
  const auto k = static_cast<std::size_t>(components);
  EmSums sums = empty_sums(components, points.dimension);
  const std::vector<double> origin(static_cast<std::size_t>(points.dimension), 0.0);
  std::vector<double> shares(k);
  for (std::size_t i = 0; i < points.count; ++i) {
    double total = 0;
    for (double& share : shares) total += share = stream.uniform();
    for (std::size_t c = 0; c < k; ++c) add_point(points, i, shares[c] / total, c, origin.data(), sums);
  }
  return sums;
}

}  // namespace collapse::models
