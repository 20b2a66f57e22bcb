#include "experiment/rank_curve.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

namespace {

constexpr double kChanceEnds[kChanceBins + 1] = {0, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000, kInfinity};

}  // namespace

std::vector<std::size_t> log_ranks(std::size_t last) {
  std::vector<std::size_t> ranks;
  const double all = static_cast<double>(last);
  for (std::size_t i = 0; i < kRanks; ++i) {
    const auto rank = static_cast<std::size_t>(
        std::floor(numerics::exp(numerics::log(all) * static_cast<double>(i) / (kRanks - 1)) + 0.5));
    if (ranks.empty() || rank > ranks.back()) ranks.push_back(rank);
  }
  return ranks;
}

std::vector<double> at_ranks(std::span<const std::size_t> ranks, std::span<const double> falling) {
  std::vector<double> found(kRanks, kNaN);
  for (std::size_t i = 0; i < ranks.size(); ++i)
    if (ranks[i] <= falling.size()) found[i] = falling[ranks[i] - 1];
  return found;
}

std::size_t rarity_bin(double count) {
  std::size_t bin = 0;
  for (double most = 1; count > most && bin + 1 < kRarityBins; most *= 2) ++bin;
  return bin;
}

std::size_t chance_bin(double expected) {
  std::size_t bin = 0;
  // n (1/n) may come out a little below 1.
  while (bin + 1 < kChanceBins && expected * (1 + 1e-12) >= kChanceEnds[bin + 1]) ++bin;
  return bin;
}

void add_ranks(Block& scene, std::span<const std::size_t> ranks) {
  const std::span<double> at = scene.section("ranks", kRanks);
  std::copy(ranks.begin(), ranks.end(), at.begin());
}

void add_rarity_bins(Block& scene) {
  const std::span<double> from = scene.section("rarity_from", kRarityBins);
  double least = 1;
  for (std::size_t i = 0; i < kRarityBins; ++i) {
    from[i] = least;
    least = i == 0 ? 2 : 2 * least - 1;  // 1, 2, 3, 5, 9, ...
  }
  const std::span<double> to = scene.section("rarity_to", kRarityBins);
  double most = 1;
  for (std::size_t i = 0; i < kRarityBins; ++i, most *= 2) to[i] = most;
}

void add_chance_bins(Block& scene) {
  scene.add("chance_from", {kChanceEnds, kChanceEnds + kChanceBins});
  scene.add("chance_to", {kChanceEnds + 1, kChanceEnds + kChanceBins + 1});
}

}  // namespace collapse::experiment
