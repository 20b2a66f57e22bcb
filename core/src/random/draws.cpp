#include <utility>

#include "collapse/stream.h"

namespace collapse::random {

namespace {

/// A list 0, 1, 2, ... of which only the entries that were changed are kept, in a table with open addressing: at most
/// `changes` of them.
class SparseList {
 public:
  explicit SparseList(std::uint32_t changes) {
    while ((std::size_t{1} << bits_) < 2 * static_cast<std::size_t>(changes)) ++bits_;
    entries_.resize(std::size_t{1} << bits_, {kFree, 0});
  }
  std::uint32_t get(std::uint32_t i) const {
    const Entry& entry = entries_[place(i)];
    return entry.key == i ? entry.value : i;
  }
  void set(std::uint32_t i, std::uint32_t value) { entries_[place(i)] = {i, value}; }

 private:
  // No list is so long that it has this entry.
  static constexpr std::uint32_t kFree = 0xffffffffu;
  struct Entry {
    std::uint32_t key, value;
  };
  std::size_t place(std::uint32_t i) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = (i * 2654435769u) >> (32 - bits_);
    while (entries_[at].key != kFree && entries_[at].key != i) at = (at + 1) & mask;
    return at;
  }
  int bits_ = 4;
  std::vector<Entry> entries_;
};

}  // namespace

std::vector<std::uint32_t> sample_without_replacement(Stream& stream, std::uint32_t population, std::uint32_t count) {
  // Fisher-Yates from the front: position i gets one of those not yet placed. Where few are asked for, most of the list
  // stays as it is and need not be written down, so a sample of a growing pool costs what it takes and not what it
  // takes it from.
  if (population / 16 > count) {
    SparseList list(count);
    std::vector<std::uint32_t> chosen(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t j = i + static_cast<std::uint32_t>(stream.below(population - i));
      chosen[i] = list.get(j);
      list.set(j, list.get(i));
    }
    return chosen;
  }
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
