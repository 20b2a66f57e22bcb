#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "collapse/points.h"

namespace collapse::data {

/// Points in parts that never change, so that data sets and models share them: a pool that grows by a batch a
/// generation copies nothing, and the models of all its generations take the room of the last one.
struct Batches {
  int dimension = 1;
  std::size_t count = 0;
  std::vector<std::shared_ptr<const PointSet>> parts;  // none is empty

  std::size_t real() const;
};

Batches batches_of(PointSet points);
/// All points of `a`, then all of `b`.
Batches concatenate(const Batches& a, const Batches& b);
/// Makes `pool` what concatenate(pool, more) is.
void append(Batches& pool, Batches more);
/// The points with the given numbers, in that order, about the first part's origin.
PointSet select(const Batches& from, std::span<const std::uint32_t> which);
/// Writes coordinate j of all points, as offsets from `about`, to out[0 .. count).
void offsets_from(const Batches& points, int j, double about, double* out);
/// All of them in one set about `origin` (d).
PointSet joined(const Batches& points, std::span<const double> origin);

}  // namespace collapse::data
