#include "data/byte_pairs.h"

#include <algorithm>
#include <queue>

#include "data/utf8.h"

namespace collapse::data {
namespace {

constexpr std::uint64_t kFree = ~std::uint64_t{0};
constexpr Token kNoToken = 0xffffffffu;

constexpr std::uint64_t key_of(Token left, Token right) { return std::uint64_t{left} << 32 | right; }

/// Where to look for `key` first among `size` slots, a power of two (Fibonacci hashing).
std::size_t home(std::uint64_t key, std::size_t size) {
  return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ull) >> 32) & (size - 1);
}

/// Pairs of neighbours in the texts: how often each occurs, and in which texts it has been seen.
class PairCounts {
 public:
  struct Pair {
    std::uint64_t key = 0, count = 0;
    std::vector<std::uint32_t> texts;  // may name one twice, or one the pair has gone from
  };

  PairCounts() : slots_(1024, kNone) {}

  std::uint32_t number(std::uint64_t key) {
    if (2 * (pairs_.size() + 1) > slots_.size()) {
      slots_.assign(2 * slots_.size(), kNone);
      for (std::uint32_t i = 0; i < pairs_.size(); ++i) slots_[slot_of(pairs_[i].key)] = i;
    }
    const std::size_t slot = slot_of(key);
    if (slots_[slot] == kNone) {
      slots_[slot] = static_cast<std::uint32_t>(pairs_.size());
      pairs_.push_back({key, 0, {}});
    }
    return slots_[slot];
  }
  Pair& operator[](std::uint32_t number) { return pairs_[number]; }
  std::size_t size() const { return pairs_.size(); }

 private:
  static constexpr std::uint32_t kNone = 0xffffffffu;
  std::vector<Pair> pairs_;
  std::vector<std::uint32_t> slots_;

  std::size_t slot_of(std::uint64_t key) const {
    std::size_t slot = home(key, slots_.size());
    while (slots_[slot] != kNone && pairs_[slots_[slot]].key != key) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
};

/// A pair as it stood when it was put into the queue.
struct Candidate {
  std::uint64_t count, key;
  std::uint32_t number;
  // The queue's top is the largest: the most frequent, then the smallest key.
  bool operator<(const Candidate& other) const { return count != other.count ? count < other.count : key > other.key; }
};

/// Replaces left right by `merged`, from the left.
void replace(std::vector<Token>& tokens, Token left, Token right, Token merged) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < tokens.size(); ++to) {
    const bool pair = from + 1 < tokens.size() && tokens[from] == left && tokens[from + 1] == right;
    tokens[to] = pair ? merged : tokens[from];
    from += pair ? 2 : 1;
  }
  tokens.resize(to);
}

}  // namespace

BytePairs BytePairs::learn(std::vector<Counted> texts, Token first, std::size_t most, Token barrier) {
  BytePairs learnt;
  learnt.first_ = first;
  PairCounts pairs;
  std::priority_queue<Candidate> queue;
  std::vector<std::uint32_t> grown;  // pairs counted up since the last merge
  const auto count = [&](std::uint32_t text, bool up) {
    const std::vector<Token>& tokens = texts[text].tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (tokens[i] == barrier || tokens[i + 1] == barrier) continue;
      const std::uint32_t number = pairs.number(key_of(tokens[i], tokens[i + 1]));
      PairCounts::Pair& pair = pairs[number];
      if (!up) {
        pair.count -= texts[text].count;
        continue;
      }
      pair.count += texts[text].count;
      if (pair.texts.empty() || pair.texts.back() != text) pair.texts.push_back(text);
      grown.push_back(number);
    }
  };
  const auto enqueue = [&] {
    std::sort(grown.begin(), grown.end());
    grown.erase(std::unique(grown.begin(), grown.end()), grown.end());
    for (const std::uint32_t number : grown) queue.push({pairs[number].count, pairs[number].key, number});
    grown.clear();
  };

  for (std::uint32_t text = 0; text < texts.size(); ++text) count(text, true);
  enqueue();
  while (learnt.merges_.size() < most && !queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    const std::uint64_t now = pairs[best.number].count;
    if (now != best.count) {
      // It was counted down since. (Counted up, it stands in the queue once more.)
      if (now < best.count && now > 1) queue.push({now, best.key, best.number});
      continue;
    }
    if (now < 2) break;
    const auto left = static_cast<Token>(best.key >> 32), right = static_cast<Token>(best.key);
    const Token merged = first + static_cast<Token>(learnt.merges_.size());
    learnt.merges_.push_back({left, right});
    // Taken out of the table: counting may move it.
    const std::vector<std::uint32_t> where = std::move(pairs[best.number].texts);
    pairs[best.number].texts.clear();
    for (const std::uint32_t text : where) {
      const std::vector<Token>& tokens = texts[text].tokens;
      bool present = false;
      for (std::size_t i = 0; i + 1 < tokens.size() && !present; ++i)
        present = tokens[i] == left && tokens[i + 1] == right;
      if (!present) continue;
      count(text, false);
      replace(texts[text].tokens, left, right, merged);
      count(text, true);
    }
    enqueue();
  }
  learnt.index();
  return learnt;
}

void BytePairs::index() {
  std::size_t slots = 64;
  while (slots < 2 * merges_.size()) slots *= 2;
  keys_.assign(slots, kFree);
  merged_.assign(slots, kNoToken);
  for (std::size_t i = 0; i < merges_.size(); ++i) {
    const std::uint64_t key = key_of(merges_[i].left, merges_[i].right);
    std::size_t slot = home(key, slots);
    while (keys_[slot] != kFree) slot = (slot + 1) & (slots - 1);
    keys_[slot] = key;
    merged_[slot] = first_ + static_cast<Token>(i);
  }
}

Token BytePairs::find(Token left, Token right) const {
  const std::uint64_t key = key_of(left, right);
  std::size_t slot = home(key, keys_.size());
  while (keys_[slot] != kFree && keys_[slot] != key) slot = (slot + 1) & (keys_.size() - 1);
  return merged_[slot];
}

void BytePairs::apply(std::vector<Token>& tokens) const {
  while (!merges_.empty()) {
    // The earliest merge makes the smallest token; kNoToken is larger than all.
    Token earliest = kNoToken;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) earliest = std::min(earliest, find(tokens[i], tokens[i + 1]));
    if (earliest == kNoToken) return;
    const Merge& merge = merges_[earliest - first_];
    replace(tokens, merge.left, merge.right, earliest);
  }
}

void cut_chunks(std::string_view item, std::vector<std::string_view>& out) {
  using enum CharacterClass;
  std::size_t start = 0;
  CharacterClass before = space;
  for (std::size_t at = 0; at < item.size();) {
    const std::size_t here = at;
    CharacterClass kind = class_of(take_code_point(item, at));
    if (kind == mark) kind = before;
    if (kind == ideograph) kind = letter;
    // A space starts a chunk and goes with whatever follows it.
    if (here > start && (kind == space || (before != space && kind != before))) {
      out.push_back(item.substr(start, here - start));
      start = here;
    }
    before = kind;
  }
  if (start < item.size()) out.push_back(item.substr(start));
}

}  // namespace collapse::data
