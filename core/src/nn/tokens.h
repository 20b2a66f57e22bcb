#pragma once

// Where tokens become vectors and where vectors become probabilities of tokens.

#include <cstddef>
#include <cstdint>

namespace collapse::nn {

/// x (tokens x width) = token_table[id] + position_table[position], row by row.
void embed(std::size_t tokens, std::size_t width, const std::uint32_t* ids, const std::uint32_t* positions,
           const float* token_table, const float* position_table, float* x);
/// Adds every row of dx to the rows of the two tables' gradients that it was made from, tokens rising.
void embed_backward(std::size_t tokens, std::size_t width, const std::uint32_t* ids, const std::uint32_t* positions,
                    const float* dx, float* dtoken_table, float* dposition_table);

/// Cross-entropy of a softmax over a vocabulary, in nats, summed over rows: ln(sum over v of e^x_v) - x_target. Made in
/// floats, four lanes a row: off by 1e-6 and a few units in the last place of the largest logit. `nats`, unless null,
/// receives each row's; `gradient`, unless null, becomes scale (softmax - 1[target]) and may be `logits`. Targets are
/// below `vocabulary`.
double token_cross_entropy(std::size_t rows, std::size_t vocabulary, const float* logits, const std::uint32_t* targets,
                           float scale, float* gradient, float* nats);

}  // namespace collapse::nn
