#include "data/point_set.h"

#include <algorithm>

namespace collapse::data {

PointSet PointSet::empty(int dimension) {
  PointSet points;
  points.dimension = dimension;
  points.origin.assign(static_cast<std::size_t>(dimension), 0.0);
  return points;
}

PointSet PointSet::zeros(std::span<const double> origin, std::size_t count, bool real) {
  PointSet points;
  points.reset(origin, count, real);
  return points;
}

void PointSet::reset(std::span<const double> about, std::size_t points, bool real) {
  dimension = static_cast<int>(about.size());
  count = points;
  origin.assign(about.begin(), about.end());
  offsets.resize(about.size() * points);
  is_real.assign(points, real ? 1 : 0);
}

PointSet concatenate(const PointSet& a, const PointSet& b) {
  if (a.count == 0) return b;
  if (b.count == 0) return a;
  PointSet both = PointSet::zeros(a.origin, a.count + b.count, false);
  for (int j = 0; j < a.dimension; ++j) {
    const std::span<double> to = both.column(j);
    const std::span<const double> head = a.column(j);
    std::copy(head.begin(), head.end(), to.begin());
    // With one origin the shift is exactly 0 and b's offsets keep all their bits.
    const double shift = b.origin[j] - a.origin[j];
    const std::span<const double> from = b.column(j);
    for (std::size_t i = 0; i < b.count; ++i) to[a.count + i] = from[i] + shift;
  }
  std::copy(a.is_real.begin(), a.is_real.end(), both.is_real.begin());
  std::copy(b.is_real.begin(), b.is_real.end(), both.is_real.begin() + static_cast<std::ptrdiff_t>(a.count));
  return both;
}

PointSet select(const PointSet& from, std::span<const std::uint32_t> which) {
  PointSet chosen = PointSet::zeros(from.origin, which.size(), false);
  for (int j = 0; j < from.dimension; ++j) {
    const std::span<const double> source = from.column(j);
    const std::span<double> to = chosen.column(j);
    for (std::size_t i = 0; i < which.size(); ++i) to[i] = source[which[i]];
  }
  for (std::size_t i = 0; i < which.size(); ++i) chosen.is_real[i] = from.is_real[which[i]];
  return chosen;
}

PointSet first(const PointSet& from, std::size_t count) {
  PointSet head = PointSet::zeros(from.origin, count, false);
  for (int j = 0; j < from.dimension; ++j) {
    const std::span<const double> source = from.column(j).first(count);
    std::copy(source.begin(), source.end(), head.column(j).begin());
  }
  std::copy_n(from.is_real.begin(), count, head.is_real.begin());
  return head;
}

}  // namespace collapse::data
