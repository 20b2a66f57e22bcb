#include "models/counts/frequencies.h"

#include <algorithm>

#include "numerics/elementary.h"

namespace collapse::models {

Frequencies fit_frequencies(const data::Tally& data) {
  Frequencies found;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < data.counts.size(); ++i) {
    const std::uint32_t count = data.counts[i];
    if (count == 0) continue;
    found.kinds.push_back(static_cast<std::uint32_t>(i));
    found.counts.push_back(count);
    found.items += count;
    total += static_cast<std::uint64_t>(count) * i;
  }
  found.mean = static_cast<double>(total) / static_cast<double>(found.items);
  return found;
}

std::vector<double> biased_weights(const Frequencies& frequencies, const Bias& bias) {
  const std::vector<std::uint32_t>& counts = frequencies.counts;
  const std::size_t kinds = counts.size();
  std::vector<double> weights(kinds, 0);
  const auto most = static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  if (bias.temperature == 0) {
    weights[most] = 1;
    return weights;
  }
  // Relative to the most frequent, so that nothing overflows.
  for (std::size_t i = 0; i < kinds; ++i) {
    weights[i] = static_cast<double>(counts[i]) / static_cast<double>(counts[most]);
    if (bias.temperature != 1) weights[i] = numerics::pow(weights[i], 1 / bias.temperature);
  }
  std::size_t kept = bias.top_k > 0 ? std::min<std::size_t>(kinds, static_cast<std::size_t>(bias.top_k)) : kinds;
  if (kept == kinds && bias.top_p >= 1) return weights;
  std::vector<std::uint32_t> order(kinds);
  for (std::size_t i = 0; i < kinds; ++i) order[i] = static_cast<std::uint32_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return counts[a] > counts[b]; });
  if (bias.top_p < 1) {
    double sum = 0, reached = 0;
    for (std::size_t i = 0; i < kept; ++i) sum += weights[order[i]];
    for (std::size_t i = 0; i < kept; ++i)
      if ((reached += weights[order[i]]) >= bias.top_p * sum) kept = i + 1;
  }
  for (std::size_t i = kept; i < kinds; ++i) weights[order[i]] = 0;
  return weights;
}

}  // namespace collapse::models
