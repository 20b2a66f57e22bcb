#include "metrics/extra_neighbours.h"

#include <algorithm>
#include <cstddef>

#include "collapse/constants.h"

namespace collapse::metrics {

namespace {

double squared_distance(const Cloud& a, std::size_t i, const Cloud& b, std::size_t j) {
  const auto d = static_cast<std::size_t>(a.dimension);
  double sum = 0;
  for (std::size_t k = 0; k < d; ++k) {
    const double shift = a.coordinates[i * d + k] - b.coordinates[j * d + k];
    sum += shift * shift;
  }
  return sum;
}

}  // namespace

std::vector<double> squared_radii(const Cloud& points, int k) {
  const std::size_t n = points.count();
  const std::size_t kept = std::min(static_cast<std::size_t>(k), n - 1);
  std::vector<double> radii(n), nearest(kept);
  if (kept == 0) return radii;
  for (std::size_t i = 0; i < n; ++i) {
    // The nearest so far in ascending order; few of the others come before the last of them.
    std::fill(nearest.begin(), nearest.end(), kInfinity);
    for (std::size_t j = 0; j < n; ++j) {
      const double distance = squared_distance(points, i, points, j);
      if (!(distance < nearest[kept - 1]) || j == i) continue;
      std::size_t place = kept - 1;
      for (; place > 0 && nearest[place - 1] > distance; --place) nearest[place] = nearest[place - 1];
      nearest[place] = distance;
    }
    radii[i] = nearest[kept - 1];
  }
  return radii;
}

double share_within(const Cloud& points, const Cloud& centres, const std::vector<double>& squared_radii) {
  std::size_t within = 0;
  for (std::size_t i = 0; i < points.count(); ++i)
    for (std::size_t j = 0; j < centres.count(); ++j)
      if (squared_distance(points, i, centres, j) <= squared_radii[j]) {
        ++within;
        break;
      }
  return static_cast<double>(within) / static_cast<double>(points.count());
}

}  // namespace collapse::metrics
