#pragma once

// Word n-grams: how often each string of up to `order` tokens stands in a text, and the probabilities of the next token
// made of those counts. docs/models/ngram.md has the formulas.
//
// The context of a token: the up to order - 1 tokens before it, back to the boundary before the first of its item, that
// boundary included (one, not order - 1 of them). A boundary within an item begins anew what follows it. So the first
// token of an item has the context (0), the second (0, w0), and with order 1 every token the empty one.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collapse/fit.h"
#include "collapse/stream.h"
#include "models/language/language_model.h"
#include "models/language/ngram_tables.h"

namespace collapse::models {

/// Counted n-grams. An immutable value.
class NgramModel final : public LanguageModel {
 public:
  explicit NgramModel(NgramTables tables) : tables_(std::move(tables)) {}

  std::size_t vocabulary() const override { return tables_.vocabulary(); }
  /// Without smoothing a token never counted behind its context is ruled out. A context never seen is shortened until
  /// it was: what next() and draw() do too, so the model rules out nothing it draws. Tokens outside the vocabulary are
  /// ruled out.
  void append_nats(const data::Corpus& corpus, std::size_t first, std::size_t last,
                   std::vector<float>& out) const override;
  void next(std::span<const data::Token> before, std::span<double> probabilities) const override;

  const NgramSettings& settings() const { return tables_.settings; }
  /// How often each token stands in the text the model was fitted on; `vocabulary()` of them.
  std::span<const std::uint32_t> counts() const { return tables_.counts; }
  /// How many different strings of `length` tokens were counted, 1 <= length <= order; from 2 on, the boundary before
  /// an item counts as a token that can begin one.
  std::size_t different(int length) const;
  /// Bytes the model keeps.
  std::size_t memory_bytes() const;

  /// Everything that defines the model, as numbers: equal content, equal model.
  std::vector<std::uint32_t> content() const;
  /// The same, compressed (some 3 bytes an n-gram), put behind what is in `bytes`.
  void append(std::string& bytes) const;
  /// Takes a model that append() wrote off the front of `bytes`; null, and `bytes` as they were, if there is none.
  static std::shared_ptr<const NgramModel> restore(std::string_view& bytes);

  const NgramTables& tables() const { return tables_; }

 private:
  NgramTables tables_;
};

/// Counts the corpus. A closed form: one unit of work. Status converged; degenerate for a corpus without tokens, which
/// is taken for a single empty item: one boundary. The vocabulary is raised to the largest token + 1 where the settings
/// have less. Fewer than 2^32 tokens, items counted once more.
std::shared_ptr<const NgramModel> fit_ngram(const data::Corpus& corpus, const NgramSettings& settings,
                                            FitReport& report);

struct NgramSize {
  std::uint64_t model_bytes;    // one model kept, at most
  std::uint64_t fitting_bytes;  // a fit going on, the model included, its data not, at most
};
/// What a model of that many tokens takes at most, computed without making it.
NgramSize size_of(const NgramSettings& settings, std::uint64_t tokens);

/// Text from the model: items that each begin at the boundary and end with it, `tokens` tokens in all, so that the last
/// one is cut. (Where the model never draws a boundary the text is one item.) Item i takes its numbers from
/// Stream(seed, run, generation, synthetic, i). With order 1 and no smoothing the counts of what is drawn are a
/// multinomial sample.
data::Corpus draw(const NgramModel& model, std::size_t tokens, std::uint64_t seed, std::uint32_t run,
                  std::uint32_t generation);

/// `tokens` tokens that go on behind `before`, the beginning of an item; behind a boundary a new item begins.
std::vector<data::Token> go_on(const NgramModel& model, std::span<const data::Token> before, std::size_t tokens,
                               random::Stream& stream);

}  // namespace collapse::models
