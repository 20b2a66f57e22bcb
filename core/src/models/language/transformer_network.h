#pragma once

// The layers of a transformer, forward and backward, on a limited number of tokens at a time. Only
// models/transformer*.cpp and the tests include it.

#include <cstddef>
#include <span>
#include <vector>

#include "data/corpus.h"
#include "models/language/transformer.h"
#include "nn/attention.h"
#include "nn/dense.h"
#include "nn/gemm.h"

namespace collapse::models {

/// Numbers of the first parameter of each part in the flat list. Weights are outputs x inputs.
struct TransformerLayout {
  explicit TransformerLayout(const TransformerShape& shape);

  struct Layer {
    std::size_t norm1_gain, norm1_bias;  // width each
    std::size_t qkv, qkv_bias;           // 3 width x width, 3 width
    std::size_t out, out_bias;           // width x width, width
    std::size_t norm2_gain, norm2_bias;
    std::size_t up, up_bias;      // 4 width x width, 4 width
    std::size_t down, down_bias;  // width x 4 width, width
  };
  std::size_t tokens = 0, positions = 0;  // vocabulary x width, context x width
  std::vector<Layer> layers;
  std::size_t norm_gain = 0, norm_bias = 0;
  std::size_t size = 0;
};

/// Text as the network takes it: pieces of at most `context` tokens, each without anything before it.
using Piece = std::span<const data::Token>;

/// The pieces of an item, all of `context` tokens but perhaps the last, put behind what is in `pieces`.
void append_pieces(std::span<const data::Token> item, std::size_t context, std::vector<Piece>& pieces);

class TransformerNetwork {
 public:
  /// Room for `tokens` tokens at a time. Without `training` there is room for the way forward only.
  TransformerNetwork(const TransformerShape& shape, std::size_t tokens, bool training);

  /// The cross-entropy in nats of all tokens of the pieces, summed; `nats`, unless null, receives each token's. There
  /// is room for the longest piece.
  double loss(const float* parameters, std::span<const Piece> pieces, float* nats);
  /// The same, and gradient += that of `scale` times it. Only with `training`. The pieces go through the network in
  /// parts of whole pieces, as many as there is room for; the parts decide the order of sums and so the gradient's last
  /// bits.
  double loss_and_gradient(const float* parameters, std::span<const Piece> pieces, float scale, float* gradient);
  /// The logits of what follows a piece of fewer than `context` tokens, or of none.
  void logits_after(const float* parameters, Piece piece, float* logits);

  /// One more input of an item: the token that stands at `position` - 1, or the boundary at 0.
  struct Step {
    data::Token input, position;
    float* cache;  // cache_floats numbers that remember the item's inputs before it, and from now on this one
    bool wanted;   // whether the logits of what follows are asked for
  };
  /// Takes steps of different items together, as many as there is room for. The logits of those that want them are put
  /// one row behind another, with the bits of logits_after.
  void step(const float* parameters, std::span<const Step> steps, float* logits);
  static std::uint64_t cache_floats(const TransformerShape& shape);
  /// Copies what is remembered of the first `inputs` inputs of an item.
  void copy_cache(std::size_t inputs, const float* from, float* to) const;

  /// Floats of room for so many tokens at a time.
  static std::uint64_t activation_floats(const TransformerShape& shape, std::uint64_t tokens, bool training);

 private:
  struct Kept {  // of a layer, for the way back
    float *x, *moments1, *y1, *qkv, *probabilities, *attended, *middle, *moments2, *y2, *hidden;
  };
  void take(std::span<const Piece> pieces);
  /// attend(layer, qkv, out) is the attention of that layer.
  template <class Attend>
  void forward(const float* parameters, Attend attend);
  void forward(const float* parameters);
  void logits_of(const float* parameters, std::size_t rows, const float* y, float* logits);
  void backward(const float* parameters, float* gradient);
  double part(const float* parameters, std::span<const Piece> pieces, float scale, float* gradient, float* nats);
  double in_parts(const float* parameters, std::span<const Piece> pieces, float scale, float* gradient, float* nats);

  TransformerShape shape_;
  TransformerLayout layout_;
  nn::AttentionShape attention_;
  std::size_t capacity_, width_, head_rows_;
  std::vector<Kept> kept_;
  float *x_, *moments_, *y_, *logits_, *dx_, *dy_, *dwide_;
  std::vector<float> room_;
  nn::GemmBuffers buffers_;
  nn::AttentionBuffers attention_buffers_;
  std::vector<float> step_room_;

  // The part of the batch that is in the network.
  std::vector<nn::Segment> segments_;
  std::vector<data::Token> inputs_, targets_, positions_;
};

/// Tokens that a training takes through the network at a time: it depends on the shape only.
std::size_t tokens_at_once(const TransformerShape& shape);

}  // namespace collapse::models
