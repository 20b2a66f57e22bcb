#pragma once

// The transformer written plainly in doubles, reading the flat list of parameters from its beginning to its end.

#include "data/corpus.h"
#include "models/language/transformer.h"
#include "nn/naive_attention.h"

namespace collapse::test {

/// The logits of every token of an item of at most `context` tokens, position by position.
inline Doubles naive_transformer_logits(const models::TransformerShape& shape, const Doubles& parameters,
                                        std::span<const data::Token> item) {
  const auto d = static_cast<std::size_t>(shape.width), n = item.size(), v = shape.vocabulary;
  const double* next = parameters.data();
  const auto part = [&](std::size_t count) {
    const double* const here = next;
    next += count;
    return here;
  };
  const double *tokens = part(v * d), *positions = part(static_cast<std::size_t>(shape.context) * d);
  Doubles x(n * d);
  for (std::size_t t = 0; t < n; ++t)
    for (std::size_t c = 0; c < d; ++c)
      x[t * d + c] = tokens[(t == 0 ? 0 : item[t - 1]) * d + c] + positions[t * d + c];
  const auto norm = [&] {
    const double *gain = part(d), *bias = part(d);
    return naive_layer_norm(n, d, x.data(), gain, bias);
  };
  const auto dense = [&](nn::DenseShape size, const Doubles& from, bool relu) {
    const double *weight = part(size.inputs * size.outputs), *bias = part(size.outputs);
    return naive_dense(size, n, from.data(), weight, bias, relu);
  };
  const auto add = [&](const Doubles& more) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += more[i];
  };
  const nn::AttentionShape attention{static_cast<std::size_t>(shape.heads), d / static_cast<std::size_t>(shape.heads)};
  for (int layer = 0; layer < shape.layers; ++layer) {
    const Doubles qkv = dense({d, 3 * d}, norm(), false);
    add(dense({d, d}, naive_attention(attention, std::vector<std::size_t>(n, 0), qkv.data()), false));
    const Doubles hidden = dense({d, 4 * d}, norm(), true);
    add(dense({4 * d, d}, hidden, false));
  }
  return naive_dense({d, v}, n, norm().data(), tokens, Doubles(v).data(), false);
}

/// -ln p of every token of an item of at most `context` tokens.
inline Doubles naive_transformer_nats(const models::TransformerShape& shape, const Doubles& parameters,
                                      std::span<const data::Token> item) {
  const Doubles logits = naive_transformer_logits(shape, parameters, item);
  Doubles nats;
  for (std::size_t t = 0; t < item.size(); ++t)
    nats.push_back(-numerics::log(naive_softmax(logits.data() + t * shape.vocabulary, shape.vocabulary)[item[t]]));
  return nats;
}

}  // namespace collapse::test
