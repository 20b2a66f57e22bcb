#pragma once

// A small decoder-only transformer over tokens, in the manner of GPT-2 (Radford et al. 2019) and OPT (Zhang et al.
// 2022). docs/models/transformer.md derives what is computed here.
//
//   x = token embedding of the token before + position embedding
//   each layer: x += attention(norm(x)); x += down(max(0, up(norm(x))))
//   logits of the token = (token embeddings) norm(x)

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/corpus.h"
#include "models/language/language_model.h"
#include "models/tensor.h"

namespace collapse::models {

struct TransformerShape {
  int layers = 2;              // 1 to 8
  int width = 32;              // numbers that stand for a token, 1 to 256; a multiple of the heads
  int heads = 2;               // 1 to 8
  int context = 64;            // the most tokens that are read together, 1 to 1024
  std::size_t vocabulary = 0;  // tokens told apart, 1 to 2^20

  friend bool operator==(const TransformerShape&, const TransformerShape&) = default;
};

/// Why there is no such network: one sentence; empty if there is.
std::string problem_of(const TransformerShape& shape);

struct TransformerSize {
  std::uint64_t parameters;
  std::uint64_t model_bytes;    // one model kept
  std::uint64_t fitting_bytes;  // a fit going on, without its data: parameters, gradient, Adam's means, activations
};
/// What a network takes, computed without making it. The shape has no problem.
TransformerSize size_of(const TransformerShape& shape);

/// What the parameters are, in their order. docs/models/transformer.md says how they are used.
std::vector<Tensor> tensors_of(const TransformerShape& shape);

/// A trained network: an immutable value, cheap to copy.
///
/// Item by item: the first token is read after the boundary token, at position 0. An item of more than `context` tokens
/// is read in pieces of that many, each as if it were an item; next() looks at the last context - 1 tokens instead.
class Transformer final : public LanguageModel {
 public:
  /// As many parameters as size_of says, in the order of TransformerLayout (models/transformer_network.h).
  Transformer(const TransformerShape& shape, std::shared_ptr<const std::vector<float>> parameters);

  const TransformerShape& shape() const { return shape_; }
  const std::vector<float>& parameters() const { return *parameters_; }

  std::size_t vocabulary() const override { return shape_.vocabulary; }
  void append_nats(const data::Corpus& corpus, std::size_t first, std::size_t last,
                   std::vector<float>& out) const override;
  void next(std::span<const data::Token> before, std::span<double> probabilities) const override;

 private:
  TransformerShape shape_;
  std::shared_ptr<const std::vector<float>> parameters_;
};

/// A network with random parameters, as a fit starts from. Part l of Stream(seed, run, generation, initialisation, l)
/// is layer l's; the embeddings have part `layers`.
Transformer untrained_transformer(const TransformerShape& shape, std::uint64_t seed, std::uint32_t run,
                                  std::uint32_t generation);

}  // namespace collapse::models
