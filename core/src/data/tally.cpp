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

// The same for few marks in a large pool: it takes room and time for the marks, not for the items.
class FewMarks {
 public:
  explicit FewMarks(std::uint64_t marks) {
    while ((std::uint64_t{1} << bits_) < 2 * marks) ++bits_;
    table_.resize(std::size_t{1} << bits_, kFree);
  }

  bool mark(std::uint64_t item) {
    std::size_t at = static_cast<std::size_t>((item * 0x9e3779b97f4a7c15ull) >> (64 - bits_));
    for (; table_[at] != kFree; at = (at + 1) & (table_.size() - 1))
      if (table_[at] == item) return false;
    table_[at] = item;
    return true;
  }

  /// No mark follows.
  void sort() {
    std::erase(table_, kFree);
    std::sort(table_.begin(), table_.end());
  }
  std::uint32_t count(std::uint64_t from, std::uint64_t to) const {
    return static_cast<std::uint32_t>(std::lower_bound(table_.begin(), table_.end(), to) -
                                      std::lower_bound(table_.begin(), table_.end(), from));
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  int bits_ = 4;
  std::vector<std::uint64_t> table_;
};

// Marks `draws` different items.
template <class SomeMarks>
void mark_draws(SomeMarks& marks, std::uint64_t items, std::uint64_t draws, random::Stream& stream) {
  while (draws > 0)
    if (marks.mark(stream.below(items))) --draws;
}

// The marked items of a pool; where they are `left_out`, the others.
template <class SomeMarks>
Tally taken_by(const SomeMarks& marks, const Tally& pool, bool left_out) {
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
  append(both, b);
  return both;
}

void append(Tally& pool, const Tally& more) {
  pool.reach(more.counts.size());
  for (std::size_t i = 0; i < more.counts.size(); ++i) {
    pool.counts[i] += more.counts[i];
    pool.real[i] += more.real[i];
  }
}

Tally subsample(const Tally& pool, std::uint64_t count, random::Stream& stream) {
  const std::uint64_t items = pool.items();
  if (count >= items) return pool;
  // The items lie in the order of their kinds, within a kind the real ones first. Where more than half are taken, those
  // left out are drawn.
  const bool left_out = count > items / 2;
  const std::uint64_t draws = left_out ? items - count : count;
  if (draws < items / 512) {
    FewMarks marks(draws);
    mark_draws(marks, items, draws, stream);
    marks.sort();
    return taken_by(marks, pool, left_out);
  }
  Marks marks(items);
  mark_draws(marks, items, draws, stream);
  return taken_by(marks, pool, left_out);
}

}  // namespace collapse::data
