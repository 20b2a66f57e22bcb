#include "collapse/points.h"

#include <algorithm>
#include <utility>

#include "data/room.h"

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
  count = stride = points;
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

void append(PointSet& pool, PointSet more, std::size_t room) {
  if (pool.count == 0) {
    pool = std::move(more);
    return;
  }
  const std::size_t count = pool.count + more.count;
  if (count > pool.stride) {
    const std::size_t stride = std::max(count, std::min(2 * pool.stride, room));
    std::vector<double> wider(static_cast<std::size_t>(pool.dimension) * stride);
    for (int j = 0; j < pool.dimension; ++j) {
      const std::span<const double> from = std::as_const(pool).column(j);
      std::copy(from.begin(), from.end(),
                wider.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(j) * stride));
    }
    pool.offsets = std::move(wider);
    pool.stride = stride;
  }
  const std::size_t before = std::exchange(pool.count, count);
  for (int j = 0; j < pool.dimension; ++j) {
    // With one origin the shift is exactly 0 and the offsets keep all their bits.
    const double shift = more.origin[j] - pool.origin[j];
    const std::span<const double> from = std::as_const(more).column(j);
    const std::span<double> to = pool.column(j).subspan(before);
    for (std::size_t i = 0; i < more.count; ++i) to[i] = from[i] + shift;
  }
  make_room(pool.is_real, more.count, room);
  pool.is_real.insert(pool.is_real.end(), more.is_real.begin(), more.is_real.end());
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
