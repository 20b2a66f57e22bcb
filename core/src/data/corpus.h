#pragma once

// Text as numbers: items (names, paragraphs, blocks) of tokens, one after another.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace collapse::data {

/// A word, character or byte pair: its number in the vocabulary.
using Token = std::uint32_t;

/// Ends an item wherever the item is whole, and stands for "nothing before" where one begins. No other token has this
/// number.
inline constexpr Token kBoundary = 0;

/// Items of tokens. A value. Models see no further back than the start of the item a token stands in.
struct Corpus {
  std::vector<Token> tokens;
  std::vector<std::size_t> starts;    // where each item begins, rising from 0; as many as items
  std::vector<std::uint8_t> is_real;  // of each item: 1 if a human wrote it

  std::size_t items() const { return starts.size(); }
  std::span<const Token> item(std::size_t i) const {
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : tokens.size();
    return std::span<const Token>(tokens).subspan(starts[i], end - starts[i]);
  }
  void append(std::span<const Token> item, bool real);
  /// Tokens in real items.
  std::size_t real_tokens() const;
};

Corpus concatenate(const Corpus& a, const Corpus& b);
/// Makes `pool` what concatenate(pool, more) is, without touching the text it has but when its memory is full; `room`:
/// how many tokens there will be in the end.
void append(Corpus& pool, const Corpus& more, std::size_t room);
/// Items `order[0]`, `order[1]`, ... until there are `tokens` tokens; the last one is cut to fit. Fewer if the items
/// run out.
Corpus take(const Corpus& corpus, std::span<const std::uint32_t> order, std::size_t tokens);
/// The same text cut every `length` >= 1 tokens, across items (their boundaries stay in it as tokens). A block is real
/// if all of it is.
Corpus blocks(const Corpus& corpus, std::size_t length);

}  // namespace collapse::data
