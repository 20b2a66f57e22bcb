#pragma once

// Pictures of how often kinds (tokens, categories) occur: frequency against rank, and bins of rarity.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "experiment/block.h"

namespace collapse::experiment {

inline constexpr std::size_t kRanks = 48;       // points of a rank-frequency curve
inline constexpr std::size_t kRarityBins = 16;  // counts 1, 2, 3-4, 5-8, ...
inline constexpr std::size_t kChanceBins =
    8;  // expected counts below 0.001, below 0.01, ..., below 1,000, from 1,000 on

/// As many different ranks from 1 to `last` as there are, at most kRanks, evenly spaced on a logarithmic axis.
std::vector<std::size_t> log_ranks(std::size_t last);
/// kRanks numbers: what stands at `ranks` among `falling`, which is sorted; NaN beyond its end and for the rest.
std::vector<double> at_ranks(std::span<const std::size_t> ranks, std::span<const double> falling);
/// Which bin of rarity a count >= 1 falls into: the first whose upper end it does not pass.
std::size_t rarity_bin(double count);
/// Which bin of powers of ten an expected count >= 0 falls into: the last whose lower end it reaches, give or take
/// rounding.
std::size_t chance_bin(double expected);
/// The sections `ranks`, `rarity_from` and `rarity_to` of a scene.
void add_ranks(Block& scene, std::span<const std::size_t> ranks);
void add_rarity_bins(Block& scene);
/// The sections `chance_from` and `chance_to`: the ends of those bins; 0 and infinity at last.
void add_chance_bins(Block& scene);

}  // namespace collapse::experiment
