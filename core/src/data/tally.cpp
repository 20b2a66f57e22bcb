#include "data/tally.h"

#include <algorithm>

namespace collapse::data {

namespace {

std::uint64_t sum(const std::vector<std::uint32_t>& counts) {
  std::uint64_t total = 0;
  for (const std::uint32_t count : counts) total += count;
  return total;
}

// One bit for each item of a pool.
class Marks {
 public:
  explicit Marks(std::uint64_t items) : words_(static_cast<std::size_t>(items / 64 + 1), 0) {}

  /// False if it was marked before.
  bool mark(std::uint64_t item) {
    std::uint64_t& word = words_[static_cast<std::size_t>(item / 64)];
    const std::uint64_t bit = std::uint64_t{1} << (item % 64);
    if ((word & bit) != 0) return false;
    word |= bit;
    return true;
  }

  /// Marked ones among [from, to).
  std::uint32_t count(std::uint64_t from, std::uint64_t to) const {
    std::uint32_t found = 0;
    while (from < to) {
      const std::uint64_t end = std::min((from / 64 + 1) * 64, to);
      std::uint64_t word = words_[static_cast<std::size_t>(from / 64)] >> (from % 64);
      if (end - from < 64) word &= (std::uint64_t{1} << (end - from)) - 1;
      found += static_cast<std::uint32_t>(__builtin_popcountll(word));
      from = end;
    }
    return found;
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace

void Tally::reach(std::size_t kinds) {
  if (kinds <= counts.size()) return;
  counts.resize(kinds, 0);
  real.resize(kinds, 0);
}

std::uint64_t Tally::items() const { return sum(counts); }
std::uint64_t Tally::real_items() const { return sum(real); }

Tally concatenate(const Tally& a, const Tally& b) {
  Tally both = a;
  both.reach(b.counts.size());
  for (std::size_t i = 0; i < b.counts.size(); ++i) {
    both.counts[i] += b.counts[i];
    both.real[i] += b.real[i];
  }
  return both;
}

Tally subsample(const Tally& pool, std::uint64_t count, random::Stream& stream) {
  const std::uint64_t items = pool.items();
  if (count >= items) return pool;
  // The items lie in the order of their kinds, within a kind the real ones first. Where more than half are taken, those left out
  // are drawn.
  const bool left_out = count > items / 2;
  Marks marks(items);
  for (std::uint64_t drawn = left_out ? items - count : count; drawn > 0;)
    if (marks.mark(stream.below(items))) --drawn;
  Tally taken;
  taken.reach(pool.counts.size());
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < pool.counts.size(); ++i) {
    if (pool.counts[i] == 0) continue;
    taken.counts[i] = marks.count(at, at + pool.counts[i]);
    if (pool.real[i] > 0) taken.real[i] = marks.count(at, at + pool.real[i]);
    if (left_out) {
      taken.counts[i] = pool.counts[i] - taken.counts[i];
      taken.real[i] = pool.real[i] - taken.real[i];
    }
    at += pool.counts[i];
  }
  return taken;
}

}  // namespace collapse::data
