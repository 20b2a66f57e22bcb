#pragma once

#include <cmath>

namespace collapse::test {

/// |a - b| <= max(rel * max(|a|, |b|), abs). Equal infinities are close, NaN never is. (doctest's Approx adds an
/// absolute slack of its own, so 1e-9 passes for 1e-12.)
inline bool close(double a, double b, double rel, double abs = 0) {
  if (a == b) return true;
  const double difference = std::fabs(a - b);
  if (!std::isfinite(difference)) return false;
  const double size = std::fmax(std::fabs(a), std::fabs(b));
  return difference <= std::fmax(rel * size, abs);
}

}  // namespace collapse::test
