#include "metrics/sliced.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "metrics/distances.h"

namespace collapse::metrics {

namespace {

struct Projected {
  double value;
  std::uint32_t point;
};

/// Shell's sort with Ciura's gaps (2001); in nearly the right order, its last step alone, an insertion sort.
void sort(std::vector<Projected>& line, bool nearly_sorted) {
  for (const std::size_t gap : {301, 132, 57, 23, 10, 4, 1}) {
    if (nearly_sorted && gap > 1) continue;
    for (std::size_t i = gap; i < line.size(); ++i) {
      const Projected entry = line[i];
      std::size_t j = i;
      for (; j >= gap && line[j - gap].value > entry.value; j -= gap) line[j] = line[j - gap];
      line[j] = entry;
    }
  }
}

}  // namespace

double sliced_w2_squared(const data::PointSet& points, std::span<const double> directions,
                         std::span<const double> quantiles) {
  const auto d = static_cast<std::size_t>(points.dimension);
  const std::size_t n = points.count, slices = directions.size() / d;
  std::vector<double> coordinates(n * d);  // point by point
  std::vector<Projected> line(n);
  for (std::size_t i = 0; i < n; ++i) {
    line[i].point = static_cast<std::uint32_t>(i);
    for (std::size_t j = 0; j < d; ++j) coordinates[i * d + j] = points.coordinate(i, static_cast<int>(j));
  }
  std::vector<double> sorted(n);
  double sum = 0;
  for (std::size_t s = 0; s < slices; ++s) {
    const double* direction = directions.data() + s * d;
    for (Projected& entry : line) {
      const double* point = coordinates.data() + entry.point * d;
      double value = direction[0] * point[0];
      for (std::size_t j = 1; j < d; ++j) value += direction[j] * point[j];
      entry.value = value;
    }
    sort(line, d == 2 && s > 0);  // in the plane the next direction is 11 degrees on, so the last order is nearly right
    for (std::size_t i = 0; i < n; ++i) sorted[i] = line[i].value;
    const double w2 = w2_sorted(sorted, quantiles.subspan(s * n, n));
    sum += w2 * w2;
  }
  return sum / static_cast<double>(slices);
}

double sliced_w2_squared(const models::Mixture& p, const models::Mixture& q, std::span<const double> directions) {
  const auto d = static_cast<std::size_t>(p.dimension);
  const std::size_t slices = directions.size() / d;
  double sum = 0;
  for (std::size_t s = 0; s < slices; ++s) {
    const double* direction = directions.data() + s * d;
    double shift = 0, variances[2] = {0, 0};
    for (std::size_t i = 0; i < d; ++i) {
      shift += direction[i] * (p.means[i] - q.means[i]);
      for (std::size_t j = 0; j < d; ++j) {
        variances[0] += direction[i] * direction[j] * p.covariances[i * d + j];
        variances[1] += direction[i] * direction[j] * q.covariances[i * d + j];
      }
    }
    // A variance of a needle across it is 0 but for rounding, which may be negative.
    const double spread = std::sqrt(std::fmax(variances[0], 0.0)) - std::sqrt(std::fmax(variances[1], 0.0));
    sum += shift * shift + spread * spread;
  }
  return sum / static_cast<double>(slices);
}

}  // namespace collapse::metrics
