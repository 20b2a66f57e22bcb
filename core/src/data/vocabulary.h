#pragma once

// Text as tokens and tokens as text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/choices.h"
#include "collapse/result.h"
#include "data/byte_pairs.h"
#include "data/corpus.h"
#include "data/string_table.h"

namespace collapse::data {

/// The tokens of a text, learnt from its training items. An immutable value.
///
/// Token 0 is the boundary, shown as a line end. Token 1 is the unknown one, if there is one (see unknown()). Then come
///   words       in lower case (words.h), the most frequent first, equal ones in the order of their bytes
///   characters  code points as they stand, ordered in the same way
///   byte pairs  the characters, ordered in the same way, then the merged ones in the order they were learnt
///   (byte_pairs.h)
class Vocabulary {
 public:
  /// Learns the tokens of `training`. `most` bounds size(), the boundary and the unknown token counted; 0: no bound for
  /// words, 512 for byte pairs. Characters are all kept. Rarer words (and of byte pairs the rarer characters, if they
  /// alone are too many) become the unknown token. `held_out` only decides whether there is an unknown token. Refuses
  /// items without any token, and a bound below 3.
  static Result<Vocabulary> make(TokenKind kind, std::span<const std::string> training, std::size_t most,
                                 std::span<const std::string> held_out = {});

  TokenKind kind() const { return kind_; }
  std::size_t size() const { return pieces_.size(); }
  /// Text of a token < size(); of byte pairs it begins with a space where a word does. "\n" for the boundary.
  std::string_view piece(Token token) const { return pieces_[token]; }

  /// The token of all text no other token stands for; there is one only if the vocabulary was cut or if `held_out`
  /// holds such text. In an uncut vocabulary no training item has it, so a model knows nothing of it: what is measured
  /// on held-out text must leave it out and say so.
  std::optional<Token> unknown() const { return unknown_; }

  /// The tokens of one item, without a boundary, put behind what is in `out`. Text without a token becomes unknown(),
  /// or nothing if there is none.
  void append(std::string_view item, std::vector<Token>& out) const;
  /// Each item's tokens with a boundary behind.
  Corpus encode(std::span<const std::string> items, bool real) const;

  /// Readable text. Words are joined as in ordinary writing; characters and byte pairs stand as they are, so that the
  /// text of an item's tokens is the item. Boundaries are line ends.
  std::string text(std::span<const Token> tokens) const;

 private:
  TokenKind kind_ = TokenKind::words;
  std::optional<Token> unknown_;
  std::vector<std::string> pieces_;
  StringTable known_;  // words or characters; entry i is token first_ + i
  Token first_ = 1;    // the token behind the boundary and the unknown one
  BytePairs byte_pairs_;

  void append_or_unknown(std::string_view part, std::vector<Token>& out) const;
  /// The tokens of a part of text byte pairs do not reach across (cut_chunks).
  std::vector<Token> chunk_tokens(std::string_view chunk) const;
};

}  // namespace collapse::data
