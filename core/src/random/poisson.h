#pragma once

#include <cstdint>

#include "collapse/stream.h"

namespace collapse::random {

/// Draws counts with P(k) = e^-rate rate^k / k!, for 0 <= rate <= 1e9. Below 10 by adding up the probabilities until
/// one uniform number is reached; else by the transformed rejection PTRS of Hoermann (1993), whose logarithms are exact
/// to about 1e-14 rate ln(rate).
class Poisson {
 public:
  explicit Poisson(double rate);
  std::uint32_t draw(Stream& stream) const;

 private:
  double rate_, first_ = 0;                                                  // P(0)
  double log_rate_ = 0, a_ = 0, b_ = 0, log_inverse_alpha_ = 0, quick_ = 0;  // PTRS
};

}  // namespace collapse::random
