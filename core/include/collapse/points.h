#pragma once

// Points that keep their precision however small the spread of a model becomes (docs/decisions/0006).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace collapse::data {

/// n points in d dimensions, as differences from one origin. A model that has shrunk to a spread of
/// 1e-150 around 0.8 can still be drawn from and refitted: its draws would all round to 0.8 as plain
/// coordinates, but their differences from the model's mean keep all 53 bits.
struct PointSet {
  int dimension = 1;
  std::size_t count = 0;
  std::size_t stride = 0;             // from a dimension to the next in `offsets`: `count`, or more while a pool grows
  std::vector<double> origin;         // d
  std::vector<double> offsets;        // d x stride, one dimension after another, the first n of each are points
  std::vector<std::uint8_t> is_real;  // n, 1 for real data, 0 for synthetic

  static PointSet empty(int dimension);
  static PointSet zeros(std::span<const double> origin, std::size_t count, bool real);
  /// Makes room for `count` points about `origin` in the memory there is; their offsets are whatever was there.
  void reset(std::span<const double> origin, std::size_t count, bool real);

  std::span<double> column(int j) { return {offsets.data() + j * stride, count}; }
  std::span<const double> column(int j) const { return {offsets.data() + j * stride, count}; }
  double coordinate(std::size_t i, int j) const { return origin[j] + offsets[j * stride + i]; }
};

/// All points of `a`, then all of `b`. The result has b's origin if `a` is empty, else a's.
PointSet concatenate(const PointSet& a, const PointSet& b);
/// Makes `pool` what concatenate(pool, more) is, without touching the points it has but when its memory is full. Then
/// the memory doubles, up to `room` points at most (or as many as there are).
void append(PointSet& pool, PointSet more, std::size_t room);
/// The points with the given numbers, in that order.
PointSet select(const PointSet& from, std::span<const std::uint32_t> which);
/// The first `count` points; count <= from.count.
PointSet first(const PointSet& from, std::size_t count);

}  // namespace collapse::data
