#pragma once

// How many kinds survive when each generation is a sample of the one before: words of unsmoothed unigrams, categories,
// alleles.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace collapse::theory {

/// Expected number of kinds alive, for t = 0 .. generations. Generation 0 are the counts; 1 is `n` independent draws in
/// proportion to them; every later one `n` draws in proportion to the counts of the one before (multinomial, or
/// Wright-Fisher, drift). A kind that is not drawn is gone for good.
///
/// With p_i a kind's share of the counts: sum of 1 - (1 - p_i g_t)^n, where g_1 = 1 and g_{t+1} = 1 - e^{-g_t} (about
/// 2/t). Exact for t = 1, a lower bound later, and close while many survive (t well below n). It is the bound sum of 1
/// - e^{-n p_i g_t} of Suresh, Thangaraj and Khandavally (2024, arXiv 2412.17646) with the first generation taken
/// exactly; derived in docs/models/ngram.md.
std::vector<double> expected_survivors(std::span<const std::uint32_t> counts, std::size_t n, int generations);

/// The same where generation 0 is the truth with its probabilities (>= 0, sum 1): generation 1 is exact then too.
std::vector<double> expected_survivors(std::span<const double> probabilities, std::size_t n, int generations);

}  // namespace collapse::theory
