#pragma once

// What an n-gram model consists of: its settings, sorted arrays of counted n-grams, and how a context shares out its
// probability.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collapse/choices.h"
#include "data/corpus.h"

namespace collapse::models {

inline constexpr int kMaxNgramOrder = 16;

struct NgramSettings {
  int order = 3;  // 1 to kMaxNgramOrder; the context is order - 1 tokens
  SmoothingKind smoothing = SmoothingKind::none;
  // Interpolated: shorter contexts always have a say. Back-off: only for tokens never counted in the longer one. No
  // matter for none and add_alpha, which have no lower orders.
  LowerOrdersKind lower_orders = LowerOrdersKind::interpolated;
  double discount = 0.75;      // absolute discounting and Kneser-Ney: off every count, inside (0, 1)
  double alpha = 0.1;          // add-alpha: on every count, > 0
  std::size_t vocabulary = 1;  // tokens there are, below 2^31

  friend bool operator==(const NgramSettings&, const NgramSettings&) = default;
};

/// The n-grams of one length k, in lexicographic order. An n-gram is known by its place in it; for k = 1 that is its
/// token, and tokens never counted have a place too.
struct NgramLevel {
  std::vector<data::Token> last;  // of each its newest token; k = 1: empty
  std::vector<std::uint32_t>
      suffix;  // of each the place of what is left without its oldest token; k <= 2: empty (see suffixes())
  std::vector<std::uint32_t> sums;  // running totals: n-gram i counts sums[i + 1] - sums[i]
  std::vector<std::uint32_t>
      children;  // n-gram i begins those of length k + 1 from children[i] to children[i + 1]; k = order: empty

  /// For k >= 2: what is left of a pair of tokens without the first is the second.
  const std::vector<std::uint32_t>& suffixes() const { return suffix.empty() ? last : suffix; }
  std::uint32_t count(std::uint32_t i) const { return sums[i + 1] - sums[i]; }
};

/// Tokens before the next one: an n-gram of that length, by its place. Length 0: nothing is looked at.
struct NgramContext {
  int length = 0;
  std::uint32_t place = 0;
};

/// What was counted behind a context: the n-grams from `first` to `last` of the next level.
struct NgramFollowers {
  std::uint32_t first, last;
  std::uint32_t total;      // their counts' sum; 0: the context was never seen
  std::uint32_t different;  // tokens among them with a count
};

/// How a context shares out its probability: (c - off) / denominator to a token counted c > 0 times, `rest` to the
/// lower orders.
struct NgramShare {
  double off, denominator, rest;
};

struct NgramTables {
  NgramSettings settings;
  std::vector<std::uint32_t> counts;  // of each token in the text
  std::vector<std::uint32_t>
      rank;  // of each token: how many smaller ones have a count in levels[0]; then how many in all
  std::vector<NgramLevel> levels;  // [k - 1]: the n-grams of length k. Kneser-Ney: below the order, with its own counts
  /// [k], for back-off: of each context of length k the factor on the lower orders' probability of a token it was never
  /// followed by.
  std::vector<std::vector<double>> backoff;

  std::size_t vocabulary() const { return counts.size(); }

  /// The context at the beginning of an item.
  NgramContext start() const { return {settings.order > 1 ? 1 : 0, data::kBoundary}; }

  /// The context without its oldest token; length >= 1.
  NgramContext shorter(NgramContext context) const {
    if (context.length == 1) return {};
    return {context.length - 1, levels[static_cast<std::size_t>(context.length - 1)].suffixes()[context.place]};
  }

  NgramFollowers followers(NgramContext context) const {
    if (context.length == 0) return {0, static_cast<std::uint32_t>(vocabulary()), levels[0].sums.back(), rank.back()};
    const std::vector<std::uint32_t>& children = levels[static_cast<std::size_t>(context.length - 1)].children;
    const std::uint32_t first = children[context.place], last = children[context.place + 1];
    const std::vector<std::uint32_t>& sums = levels[static_cast<std::size_t>(context.length)].sums;
    return {first, last, sums[last] - sums[first], last - first};
  }

  /// The n-gram "context, token", as a context; length 0 if it was never counted. The empty context has every token of
  /// the vocabulary.
  NgramContext behind(NgramContext context, data::Token token) const {
    if (context.length == 0) return {1, token};
    const std::vector<std::uint32_t>& children = levels[static_cast<std::size_t>(context.length - 1)].children;
    const data::Token* const all = levels[static_cast<std::size_t>(context.length)].last.data();
    const data::Token* const end = all + children[context.place + 1];
    const data::Token* const at = std::lower_bound(all + children[context.place], end, token);
    if (at == end || *at != token) return {};
    return {context.length + 1, static_cast<std::uint32_t>(at - all)};
  }

  /// The longest counted n-gram that ends the text "context, token"; the token is one of the vocabulary.
  NgramContext longest(NgramContext context, data::Token token) const {
    for (;; context = shorter(context))
      if (const NgramContext found = behind(context, token); found.length > 0) return found;
  }

  /// The context behind the n-gram that `longest` found.
  NgramContext after(NgramContext ngram, data::Token token) const {
    if (token == data::kBoundary || settings.order == 1) return start();
    return ngram.length == settings.order ? shorter(ngram) : ngram;
  }

  /// Whether lower orders take part in the probabilities.
  bool has_lower_orders() const {
    return settings.smoothing != SmoothingKind::none && settings.smoothing != SmoothingKind::add_alpha;
  }
  bool backs_off() const { return has_lower_orders() && settings.lower_orders == LowerOrdersKind::backoff; }

  /// For a context that was seen.
  NgramShare share(const NgramFollowers& followers) const {
    const double total = followers.total, different = followers.different, all = static_cast<double>(vocabulary());
    if (settings.smoothing == SmoothingKind::none) return {0, total, 0};
    if (settings.smoothing == SmoothingKind::add_alpha)
      return {0, total + settings.alpha * all, settings.alpha * all / (total + settings.alpha * all)};
    // Back-off leaves nothing to lower orders where no token is left for them.
    if (settings.lower_orders == LowerOrdersKind::backoff && followers.different == vocabulary()) return {0, total, 0};
    if (settings.smoothing == SmoothingKind::witten_bell)
      return {0, total + different, different / (total + different)};
    return {settings.discount, total, settings.discount * different / total};
  }

  /// Probabilities of the next token; `full` as in NgramWalk.
  void distribution(NgramContext context, bool full, std::span<double> probabilities) const;
};

/// A text read from the beginning of an item: the longest counted string that ends it, and whether it is all of the
/// context.
struct NgramWalk {
  NgramContext context;
  int wanted;  // the length of the context the model is to look at

  explicit NgramWalk(const NgramTables& tables) : context(tables.start()), wanted(context.length) {}
  /// Behind `before`, the beginning of an item.
  NgramWalk(const NgramTables& tables, std::span<const data::Token> before);
  bool full() const { return context.length == wanted; }
  /// Goes on behind `token`, with the n-gram that `longest` found there.
  void step(const NgramTables& tables, NgramContext ngram, data::Token token) {
    context = tables.after(ngram, token);
    wanted = token == data::kBoundary ? context.length : std::min(wanted + 1, tables.settings.order - 1);
  }
  /// Goes on behind a token outside the vocabulary: nothing was counted there.
  void lose(const NgramTables& tables) {
    context = {};
    wanted = std::min(wanted + 1, tables.settings.order - 1);
  }
};

/// The counted n-grams of a corpus with at least one token; the vocabulary of the settings is larger than every token.
NgramTables count_ngrams(const data::Corpus& corpus, const NgramSettings& settings);

// Steps of making tables, for who reads them from elsewhere: counts, and of every level `last`, `sums` and `children`,
// are there.
/// Finds the suffixes. False if the tables are not those of a text: some string is counted without the one it ends
/// with.
bool link_suffixes(NgramTables& tables);
/// Fills in rank and back-off factors, which follow from everything else.
void finish_tables(NgramTables& tables);

}  // namespace collapse::models
