#pragma once

// How varied a text is: figures of token sequences, independent of any model.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/corpus.h"

namespace collapse::metrics {

/// How often each of `vocabulary` tokens stands in the text.
std::vector<std::uint32_t> token_counts(std::span<const data::Token> tokens, std::size_t vocabulary);

/// Entropy of the shares of the counts, in nats (the plug-in estimate): ln of the effective number of types. 0 without
/// counts.
double entropy_nats(std::span<const std::uint32_t> counts);

/// Different strings of `length` tokens over all of them, within items (distinct-n of Li et al. 2016); 1: nothing is
/// said twice. NaN if no item is long enough.
double distinct_share(const data::Corpus& text, std::size_t length);

/// Mean over the items of BLEU-4 (Papineni et al. 2002) against all others: 0 nothing in common, 1 all said before. Of
/// items 0 .. `most`-1 that have at least 4 tokens; precisions of 0 are smoothed as in Lin, Och 2004 (add 1 to both
/// sides above single tokens). Self-BLEU of Zhu et al. 2018. NaN with fewer than two such items.
double self_bleu(const data::Corpus& text, std::size_t most);

/// Longest stretch of tokens within an item in which a string of at most `longest_period` tokens is said again and
/// again; at least twice, so 2 is the least there can be but 0.
std::size_t longest_loop(const data::Corpus& text, std::size_t longest_period);

}  // namespace collapse::metrics
