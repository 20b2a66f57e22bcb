#include "models/mixture/gmm_start.h"

#include <algorithm>
#include <limits>

#include "collapse/constants.h"

namespace collapse::models {

namespace {

constexpr std::size_t kBlock = 64;

/// Squared distances of points start .. start + count - 1 to one centre.
void squared_distances(const data::PointSet& points, std::size_t start, std::size_t count, const double* centre,
                       double* out) {
  std::fill_n(out, count, 0.0);
  for (int j = 0; j < points.dimension; ++j) {
    const double* x = points.column(j).data() + start;
    for (std::size_t i = 0; i < count; ++i) {
      const double difference = x[i] - centre[j];
      out[i] += difference * difference;
    }
  }
}

/// Adds one point with responsibility r to the sums of component k about `centre`.
void add_point(const data::PointSet& points, std::size_t i, double r, std::size_t k, const double* centre,
               EmSums& sums) {
  const auto d = static_cast<std::size_t>(points.dimension);
  double difference[kMaxDimension];
  for (std::size_t j = 0; j < d; ++j) difference[j] = points.offsets[j * points.stride + i] - centre[j];
  sums.counts[k] += r;
  for (std::size_t j = 0; j < d; ++j) {
    const double weighted = r * difference[j];
    sums.firsts[k * d + j] += weighted;
    for (std::size_t m = 0; m <= j; ++m) sums.seconds[(k * d + j) * d + m] += weighted * difference[m];
  }
}

EmSums empty_sums(std::size_t components, std::size_t d) {
  EmSums sums;
  sums.counts.assign(components, 0.0);
  sums.firsts.assign(components * d, 0.0);
  sums.seconds.assign(components * d * d, 0.0);
  return sums;
}

/// Copies the lower triangles of the seconds to the upper ones.
void complete(EmSums& sums, std::size_t d) {
  for (std::size_t k = 0; k < sums.counts.size(); ++k)
    for (std::size_t j = 0; j < d; ++j)
      for (std::size_t m = 0; m < j; ++m) sums.seconds[(k * d + m) * d + j] = sums.seconds[(k * d + j) * d + m];
}

}  // namespace

KMeans::KMeans(const data::PointSet& points, int components, random::Stream& stream) : points_(&points) {
  const std::size_t n = points.count;
  const auto take = [&](std::size_t i) {
    for (int j = 0; j < points.dimension; ++j) centres_.push_back(points.offsets[j * points.stride + i]);
  };
  take(static_cast<std::size_t>(stream.below(n)));
  std::vector<double> nearest(n, kInfinity), distance(n);
  for (int k = 1; k < components; ++k) {
    squared_distances(points, 0, n, centres_.data() + static_cast<std::size_t>(k - 1) * points.dimension,
                      distance.data());
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) {
      nearest[i] = distance[i] < nearest[i] ? distance[i] : nearest[i];
      total += nearest[i];
    }
    // All points stand on centres (duplicates, n < K): any point is as good; its component will be without points.
    auto chosen = static_cast<std::size_t>(stream.below(n));
    const double target = stream.uniform() * total;
    double sum = 0;
    for (std::size_t i = 0; i < n && total > 0; ++i) {
      sum += nearest[i];
      if (nearest[i] > 0) chosen = i;
      if (nearest[i] > 0 && sum >= target) break;
    }
    take(chosen);
  }
  assignment_.assign(n, std::numeric_limits<std::uint16_t>::max());
}

bool KMeans::iterate() {
  const data::PointSet& points = *points_;
  const auto d = static_cast<std::size_t>(points.dimension);
  const std::size_t components = centres_.size() / d;
  std::vector<double> counts(components, 0.0), firsts(components * d, 0.0);
  double best[kBlock], distance[kBlock];
  std::uint16_t label[kBlock];
  bool moved = false;
  for (std::size_t start = 0; start < points.count; start += kBlock) {
    const std::size_t count = std::min(kBlock, points.count - start);
    std::fill_n(label, count, std::uint16_t{0});
    squared_distances(points, start, count, centres_.data(), best);
    for (std::size_t k = 1; k < components; ++k) {
      squared_distances(points, start, count, centres_.data() + k * d, distance);
      for (std::size_t i = 0; i < count; ++i) {
        const bool nearer = distance[i] < best[i];
        best[i] = nearer ? distance[i] : best[i];
        label[i] = nearer ? static_cast<std::uint16_t>(k) : label[i];
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      moved = moved || assignment_[start + i] != label[i];
      assignment_[start + i] = label[i];
      counts[label[i]] += 1;
    }
    for (std::size_t j = 0; j < d; ++j) {
      const double* x = points.column(static_cast<int>(j)).data() + start;
      for (std::size_t i = 0; i < count; ++i) firsts[label[i] * d + j] += x[i] - centres_[label[i] * d + j];
    }
  }
  for (std::size_t k = 0; k < components; ++k)
    for (std::size_t j = 0; j < d && counts[k] > 0; ++j) centres_[k * d + j] += firsts[k * d + j] / counts[k];
  return moved;
}

EmSums KMeans::sums() const {
  const auto d = static_cast<std::size_t>(points_->dimension);
  EmSums sums = empty_sums(centres_.size() / d, d);
  for (std::size_t i = 0; i < points_->count; ++i)
    add_point(*points_, i, 1.0, assignment_[i], centres_.data() + assignment_[i] * d, sums);
  complete(sums, d);
  return sums;
}

EmSums random_sums(const data::PointSet& points, int components, random::Stream& stream) {
  const auto k = static_cast<std::size_t>(components);
  const auto d = static_cast<std::size_t>(points.dimension);
  EmSums sums = empty_sums(k, d);
  const std::vector<double> origin(d, 0.0);
  std::vector<double> shares(k);
  for (std::size_t i = 0; i < points.count; ++i) {
    double total = 0;
    for (double& share : shares) total += share = stream.uniform();
    for (std::size_t c = 0; c < k; ++c) add_point(points, i, shares[c] / total, c, origin.data(), sums);
  }
  complete(sums, d);
  return sums;
}

}  // namespace collapse::models
