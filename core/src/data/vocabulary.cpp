#include "data/vocabulary.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "data/utf8.h"
#include "data/words.h"

namespace collapse::data {
namespace {

constexpr std::size_t kDefaultBytePairs = 512;
constexpr const char* kUnknownWord = "‹unknown›";
constexpr const char* kUnknownCharacter = "\uFFFD";

/// The parts of an item known tokens stand for before merging, put behind what is in `out`. Parts of words point into
/// `lower`.
void cut(TokenKind kind, std::string_view item, std::string& lower, std::vector<std::string_view>& out) {
  if (kind == TokenKind::words) {
    lower = lower_cased(item);
    cut_words(lower, out);
    return;
  }
  for (std::size_t at = 0; at < item.size();) {
    const std::size_t start = at;
    take_code_point(item, at);
    out.push_back(item.substr(start, at - start));
  }
}

/// Byte pairs see a space before the item, so that its first word is the word it is elsewhere.
std::string with_space(std::string_view item) { return " " + std::string(item); }

/// Different strings with how often they occur.
struct Counts {
  StringTable table;
  std::vector<std::uint64_t> times;

  void add(std::string_view text) {
    const std::uint32_t number = table.add(text);
    if (number == times.size()) times.push_back(0);
    ++times[number];
  }
  /// Their numbers, the most frequent first, equal ones in the order of their bytes.
  std::vector<std::uint32_t> ranked() const {
    std::vector<std::uint32_t> order(times.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return times[a] != times[b] ? times[a] > times[b] : table[a] < table[b];
    });
    return order;
  }
};

}  // namespace

Result<Vocabulary> Vocabulary::make(TokenKind kind, std::span<const std::string> training, std::size_t most,
                                    std::span<const std::string> held_out) {
  const bool pairs = kind == TokenKind::byte_pairs;
  std::size_t bound = most != 0 ? most : pairs ? kDefaultBytePairs : 0;
  if (kind == TokenKind::characters) bound = 0;
  if (bound != 0 && bound < 3)
    return Error{"", "A vocabulary has at least 3 tokens, the end of an item and the unknown token among them, but " +
                         std::to_string(bound) + (bound == 1 ? " was" : " were") + " asked for."};
  Vocabulary vocabulary;
  vocabulary.kind_ = kind;
  Counts counts;
  std::string lower;
  std::vector<std::string_view> parts;
  for (const std::string& item : training) {
    parts.clear();
    const std::string spaced = pairs ? with_space(item) : std::string();
    cut(kind, pairs ? std::string_view(spaced) : item, lower, parts);
    for (const std::string_view part : parts) counts.add(part);
  }
  if (counts.times.empty()) return Error{"", "There is no text to learn from."};

  const std::vector<std::uint32_t> order = counts.ranked();
  std::size_t kept = order.size();
  bool unknown = bound != 0 && kept + 1 > bound;
  for (std::size_t i = 0; i < held_out.size() && !unknown; ++i) {
    parts.clear();
    cut(kind, held_out[i], lower, parts);
    unknown = std::any_of(parts.begin(), parts.end(),
                          [&](std::string_view part) { return counts.table.find(part) == StringTable::kNone; });
  }
  vocabulary.pieces_.push_back("\n");
  if (unknown) {
    vocabulary.unknown_ = static_cast<Token>(vocabulary.pieces_.size());
    vocabulary.pieces_.push_back(kind == TokenKind::words ? kUnknownWord : kUnknownCharacter);
  }
  vocabulary.first_ = static_cast<Token>(vocabulary.pieces_.size());
  if (bound != 0) kept = std::min(kept, bound - vocabulary.pieces_.size());
  for (std::size_t i = 0; i < kept; ++i) {
    vocabulary.known_.add(counts.table[order[i]]);
    vocabulary.pieces_.emplace_back(counts.table[order[i]]);
  }
  if (!pairs) return vocabulary;

  Counts chunks;
  for (const std::string& item : training) {
    parts.clear();
    const std::string spaced = with_space(item);
    cut_chunks(spaced, parts);
    for (const std::string_view chunk : parts) chunks.add(chunk);
  }
  // The character that has no token stands as one no pair may hold.
  constexpr Token kBarrier = 0xffffffffu;
  std::vector<BytePairs::Counted> texts(chunks.times.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    texts[i].count = chunks.times[i];
    parts.clear();
    cut(kind, chunks.table[i], lower, parts);
    for (const std::string_view part : parts) {
      const std::uint32_t number = vocabulary.known_.find(part);
      texts[i].tokens.push_back(number == StringTable::kNone ? kBarrier : vocabulary.first_ + number);
    }
  }
  const std::size_t room = bound - vocabulary.pieces_.size();
  vocabulary.byte_pairs_ =
      BytePairs::learn(std::move(texts), static_cast<Token>(vocabulary.pieces_.size()), room, kBarrier);
  for (const BytePairs::Merge& merge : vocabulary.byte_pairs_.merges())
    vocabulary.pieces_.push_back(vocabulary.pieces_[merge.left] + vocabulary.pieces_[merge.right]);
  return vocabulary;
}

void Vocabulary::append_or_unknown(std::string_view part, std::vector<Token>& out) const {
  const std::uint32_t number = known_.find(part);
  if (number != StringTable::kNone)
    out.push_back(first_ + number);
  else if (unknown_)
    out.push_back(*unknown_);
}

void Vocabulary::append(std::string_view item, std::vector<Token>& out) const {
  std::string lower;
  std::vector<std::string_view> parts;
  if (kind_ != TokenKind::byte_pairs) {
    cut(kind_, item, lower, parts);
    for (const std::string_view part : parts) append_or_unknown(part, out);
    return;
  }
  const std::string spaced = with_space(item);
  std::vector<std::string_view> chunks;
  cut_chunks(spaced, chunks);
  for (const std::string_view chunk : chunks) {
    const std::vector<Token> tokens = chunk_tokens(chunk);
    out.insert(out.end(), tokens.begin(), tokens.end());
  }
}

std::vector<Token> Vocabulary::chunk_tokens(std::string_view chunk) const {
  std::string lower;
  std::vector<std::string_view> parts;
  cut(kind_, chunk, lower, parts);
  std::vector<Token> tokens;
  for (const std::string_view part : parts) append_or_unknown(part, tokens);
  byte_pairs_.apply(tokens);
  return tokens;
}

Corpus Vocabulary::encode(std::span<const std::string> items, bool real) const {
  Corpus corpus;
  std::vector<Token> tokens;
  // Every different chunk is merged once: in prose each comes ten times.
  StringTable chunks;
  std::vector<std::vector<Token>> merged;
  std::vector<std::string_view> parts;
  for (const std::string& item : items) {
    tokens.clear();
    if (kind_ == TokenKind::byte_pairs) {
      const std::string spaced = with_space(item);
      parts.clear();
      cut_chunks(spaced, parts);
      for (const std::string_view chunk : parts) {
        const std::uint32_t number = chunks.add(chunk);
        if (number == merged.size()) merged.push_back(chunk_tokens(chunk));
        tokens.insert(tokens.end(), merged[number].begin(), merged[number].end());
      }
    } else {
      append(item, tokens);
    }
    tokens.push_back(kBoundary);
    corpus.append(tokens, real);
  }
  return corpus;
}

std::string Vocabulary::text(std::span<const Token> tokens) const {
  if (kind_ == TokenKind::words) {
    WordJoiner joiner;
    for (const Token token : tokens) {
      if (token == kBoundary)
        joiner.end_line();
      else
        joiner.add(piece(token));
    }
    return joiner.text();
  }
  std::string text;
  for (const Token token : tokens) {
    std::string_view shown = piece(token);
    // The space byte pairs put before an item.
    const bool begins = text.empty() || text.back() == '\n';
    if (kind_ == TokenKind::byte_pairs && begins && shown.starts_with(' ')) shown.remove_prefix(1);
    text += shown;
  }
  return text;
}

}  // namespace collapse::data
