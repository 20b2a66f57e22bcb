#pragma once

// Categories by their relative frequencies, and a Poisson rate: what is fitted to tallies.

#include <cstdint>
#include <vector>

#include "collapse/fit.h"
#include "data/tally.h"

namespace collapse::models {

/// Maximum likelihood: the share of each kind is its relative frequency; the rate is the mean of the kinds, taken as
/// numbers.
struct Frequencies {
  std::vector<std::uint32_t> kinds, counts;  // those that occurred, in ascending order
  std::uint64_t items = 0;
  double mean = 0;

  double share(std::size_t i) const { return static_cast<double>(counts[i]) / static_cast<double>(items); }
};

/// At least one item.
Frequencies fit_frequencies(const data::Tally& data);

/// How drawing departs from the shares; the defaults do not.
struct Bias {
  double temperature =
      1;  // shares to the power of 1/temperature; 0: always the most frequent kind, the first of equals
  std::uint64_t top_k = 0;  // only the k most frequent kinds; 0: all
  double top_p = 1;         // only the most frequent kinds that together reach this share

  bool none() const { return temperature == 1 && top_k == 0 && top_p >= 1; }
};

/// Weights of the kinds for drawing: temperature first, then top k, then top p of what is left, as for language models.
/// Equal shares keep the order of the kinds.
std::vector<double> biased_weights(const Frequencies& frequencies, const Bias& bias);

}  // namespace collapse::models
