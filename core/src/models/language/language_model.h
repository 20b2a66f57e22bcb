#pragma once

// What every language model can be asked, whatever it is made of.

#include <memory>
#include <span>
#include <vector>

#include "data/corpus.h"

namespace collapse::models {

/// Probabilities of the next token given those before it in its item. An immutable value, shared by pointer.
class LanguageModel {
 public:
  virtual ~LanguageModel() = default;
  /// Tokens it tells apart, 0 (data::kBoundary) among them.
  virtual std::size_t vocabulary() const = 0;
  /// -ln p in nats of every token of items [first, last), in order, put behind what is in `out`; infinite where the
  /// model rules a token out.
  virtual void append_nats(const data::Corpus& corpus, std::size_t first, std::size_t last,
                           std::vector<float>& out) const = 0;
  /// Probabilities (vocabulary() of them, summing to 1) of the token that follows `before`, the beginning of an item;
  /// empty: the item's first token. A model with a limited context looks at the last tokens only.
  virtual void next(std::span<const data::Token> before, std::span<double> probabilities) const = 0;
};

using SharedModel = std::shared_ptr<const LanguageModel>;

}  // namespace collapse::models
