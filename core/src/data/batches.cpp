#include "data/batches.h"

#include <algorithm>
#include <utility>

namespace collapse::data {

std::size_t Batches::real() const {
  std::size_t total = 0;
  for (const auto& part : parts)
    for (const std::uint8_t flag : part->is_real) total += flag;
  return total;
}

Batches batches_of(PointSet points) {
  Batches out;
  out.dimension = points.dimension;
  out.count = points.count;
  if (points.count > 0) out.parts.push_back(std::make_shared<const PointSet>(std::move(points)));
  return out;
}

Batches concatenate(const Batches& a, const Batches& b) {
  Batches both = a;
  both.dimension = b.dimension;
  both.count += b.count;
  both.parts.insert(both.parts.end(), b.parts.begin(), b.parts.end());
  return both;
}

void append(Batches& pool, Batches more) {
  pool.dimension = more.dimension;
  pool.count += more.count;
  pool.parts.insert(pool.parts.end(), more.parts.begin(), more.parts.end());
}

PointSet select(const Batches& from, std::span<const std::uint32_t> which) {
  std::vector<std::size_t> ends;
  for (const auto& part : from.parts) ends.push_back((ends.empty() ? 0 : ends.back()) + part->count);
  const std::vector<double> origin =
      from.parts.empty() ? std::vector<double>(static_cast<std::size_t>(from.dimension)) : from.parts[0]->origin;
  PointSet chosen = PointSet::zeros(origin, which.size(), false);
  for (std::size_t i = 0; i < which.size(); ++i) {
    const auto part = static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), which[i]) - ends.begin());
    const PointSet& points = *from.parts[part];
    const std::size_t at = which[i] - (part == 0 ? 0 : ends[part - 1]);
    for (int j = 0; j < from.dimension; ++j) {
      const auto c = static_cast<std::size_t>(j);
      chosen.column(j)[i] = (points.origin[c] - origin[c]) + points.column(j)[at];
    }
    chosen.is_real[i] = points.is_real[at];
  }
  return chosen;
}

void offsets_from(const Batches& points, int j, double about, double* out) {
  for (const auto& part : points.parts) {
    // With one origin the shift is exactly 0 and the offsets keep all their bits.
    const double shift = part->origin[static_cast<std::size_t>(j)] - about;
    for (const double offset : part->column(j)) *out++ = shift + offset;
  }
}

PointSet joined(const Batches& points, std::span<const double> origin) {
  PointSet all = PointSet::zeros(origin, points.count, false);
  for (int j = 0; j < points.dimension; ++j)
    offsets_from(points, j, origin[static_cast<std::size_t>(j)], all.column(j).data());
  std::uint8_t* flags = all.is_real.data();
  for (const auto& part : points.parts) flags = std::copy(part->is_real.begin(), part->is_real.end(), flags);
  return all;
}

}  // namespace collapse::data
