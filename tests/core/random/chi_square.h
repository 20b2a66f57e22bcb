#pragma once

#include <cstdint>
#include <span>

#include "numerics/elementary.h"

namespace collapse::test {

/// The chi-square statistic of counts against one expectation for every bin.
inline double chi_square(std::span<const std::uint32_t> counts) {
  double total = 0;
  for (const std::uint32_t count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0;
  for (const std::uint32_t count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

/// Neither too far from the expectation nor too close to it: a sound sample fails this with probability 1e-6, half of
/// it on either side.
inline bool plausible(double statistic, int degrees_of_freedom) {
  const double survival = numerics::chi_square_survival(degrees_of_freedom, statistic);
  return survival > 5e-7 && survival < 1 - 5e-7;
}

/// Counts in equally probable bins.
inline bool plausibly_equal(std::span<const std::uint32_t> counts) {
  return plausible(chi_square(counts), static_cast<int>(counts.size()) - 1);
}

/// A standard normal statistic; a sound one fails this with probability 1e-6.
inline bool plausible_normal(double z) { return z > -4.892 && z < 4.892; }

}  // namespace collapse::test
