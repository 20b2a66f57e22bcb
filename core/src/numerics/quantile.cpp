#include "numerics/quantile.h"

#include <algorithm>
#include <cmath>

namespace collapse::numerics {

double sorted_quantile(std::span<const double> sorted, double q) {
  const double position = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const double whole = std::floor(position);
  const std::size_t below = static_cast<std::size_t>(whole);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = position - whole;
  // Equal neighbours (also both infinite) need no interpolation, and must not yield NaN by it.
  if (share == 0.0 || sorted[below] == sorted[above]) return sorted[below];
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

}  // namespace collapse::numerics
