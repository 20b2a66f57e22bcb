#pragma once

// Byte-pair encoding (Gage 1994, "A new algorithm for data compression"; for words: Sennrich, Haddow, Birch 2016,
// "Neural machine translation of rare words with subword units"), on characters rather than bytes.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/corpus.h"

namespace collapse::data {

/// Merges of two tokens into one, in the order they were learnt.
class BytePairs {
 public:
  /// A text that occurs `count` times, as tokens.
  struct Counted {
    std::vector<Token> tokens;
    std::uint64_t count;
  };

  /// Merges the most frequent neighbours into a new token, again and again, until `most` merges are made or no two
  /// tokens stand side by side twice. Of equally frequent pairs the one with the smaller left token, then the smaller
  /// right one, comes first. New tokens are numbered from `first`, and `barrier` is never merged.
  static BytePairs learn(std::vector<Counted> texts, Token first, std::size_t most, Token barrier);

  struct Merge {
    Token left, right;
  };
  /// Merge i makes token `first` + i.
  const std::vector<Merge>& merges() const { return merges_; }

  /// Makes all merges in `tokens`, earliest first, and leaves what remains there.
  void apply(std::vector<Token>& tokens) const;

 private:
  Token first_ = 0;
  std::vector<Merge> merges_;
  std::vector<std::uint64_t> keys_;  // hash table of left << 32 | right; kFree where empty
  std::vector<Token> merged_;        // and the token it makes

  void index();
  Token find(Token left, Token right) const;
};

/// `item` cut where byte pairs may not reach across: in front of spaces (which begin the words that follow them) and
/// between letters, digits and everything else. The parts put together are the item.
void cut_chunks(std::string_view item, std::vector<std::string_view>& out);

}  // namespace collapse::data
