#include <utility>

#include "random/stream.h"

namespace collapse::random {

std::vector<std::uint32_t> sample_without_replacement(Stream& stream, std::uint32_t population, std::uint32_t count) {
  // Fisher-Yates from the front: position i gets one of those not yet placed.
  std::vector<std::uint32_t> order(population);
  for (std::uint32_t i = 0; i < population; ++i) order[i] = i;
  for (std::uint32_t i = 0; i < count; ++i)
    std::swap(order[i], order[i + static_cast<std::uint32_t>(stream.below(population - i))]);
  order.resize(count);
  return order;
}

void fill_categorical(Stream& stream, std::span<const double> weights, std::span<std::uint16_t> component) {
  std::vector<double> running(weights.size());
  double total = 0;
  std::size_t last = 0;  // the last component that can be drawn: rounding must not reach past it
  for (std::size_t k = 0; k < weights.size(); ++k) {
    running[k] = total += weights[k];
    if (weights[k] > 0) last = k;
  }
  for (std::uint16_t& drawn : component) {
    const double target = stream.uniform() * total;
    std::size_t k = 0;
    while (k < last && !(target < running[k])) ++k;
    drawn = static_cast<std::uint16_t>(k);
  }
}

}  // namespace collapse::random
