#pragma once

// Pictures of how often kinds (tokens, categories) occur: frequency against rank, and bins of rarity.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "experiment/block.h"

namespace collapse::experiment {

inline constexpr std::size_t kRanks = 48;        // points of a rank-frequency curve
inline constexpr std::size_t kRarityBins = 16;   // counts 1, 2, 3-4, 5-8, ...

/// As many different ranks from 1 to `last` as there are, at most kRanks, evenly spaced on a logarithmic axis.
std::vector<std::size_t> log_ranks(std::size_t last);
/// kRanks numbers: what stands at `ranks` among `falling`, which is sorted; NaN beyond its end and for the rest.
std::vector<double> at_ranks(std::span<const std::size_t> ranks, std::span<const double> falling);
/// Which bin of rarity a count >= 1, or an expected count, falls into: the first whose upper end it does not pass.
std::size_t rarity_bin(double count);
/// The sections `ranks`, `rarity_from` and `rarity_to` of a scene.
void add_ranks(Block& scene, std::span<const std::size_t> ranks);
void add_rarity_bins(Block& scene);

}  // namespace collapse::experiment
