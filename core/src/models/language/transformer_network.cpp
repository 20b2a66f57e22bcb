#include "models/language/transformer_network.h"

#include <algorithm>

#include "nn/normalisation.h"
#include "nn/tokens.h"

namespace collapse::models {

namespace {

std::size_t size(int number) { return static_cast<std::size_t>(number); }

/// Tokens whose logits are made at a time: no more than 4 MB of them, but some.
std::uint64_t rows_of_logits(const TransformerShape& shape, std::uint64_t tokens) {
  return std::min<std::uint64_t>(tokens, std::max<std::uint64_t>((1u << 20) / shape.vocabulary, 16));
}

/// Floats that the probabilities of attention take for `tokens` tokens, whatever the lengths of their pieces: one of n
/// tokens takes less than (n + 3) (n + 7) a head.
std::uint64_t probability_floats(const TransformerShape& shape, std::uint64_t tokens) {
  return tokens * static_cast<std::uint64_t>(shape.heads) * (static_cast<std::uint64_t>(shape.context) + 31);
}

}  // namespace

TransformerLayout::TransformerLayout(const TransformerShape& shape) : layers(models::size(shape.layers)) {
  const std::size_t width = models::size(shape.width);
  const auto part = [&](std::size_t count) {
    const std::size_t first = size;
    size += count;
    return first;
  };
  tokens = part(shape.vocabulary * width);
  positions = part(models::size(shape.context) * width);
  for (Layer& layer : layers) {
    layer.norm1_gain = part(width);
    layer.norm1_bias = part(width);
    layer.qkv = part(3 * width * width);
    layer.qkv_bias = part(3 * width);
    layer.out = part(width * width);
    layer.out_bias = part(width);
    layer.norm2_gain = part(width);
    layer.norm2_bias = part(width);
    layer.up = part(4 * width * width);
    layer.up_bias = part(4 * width);
    layer.down = part(4 * width * width);
    layer.down_bias = part(width);
  }
  norm_gain = part(width);
  norm_bias = part(width);
}

// In the order in which TransformerLayout lays them out.
std::vector<Tensor> tensors_of(const TransformerShape& shape) {
  const std::size_t width = size(shape.width);
  std::vector<Tensor> list{{"tokens", {shape.vocabulary, width}}, {"positions", {size(shape.context), width}}};
  const auto norm = [&](const std::string& name) {
    list.push_back({name + ".gain", {width}});
    list.push_back({name + ".bias", {width}});
  };
  for (int l = 0; l < shape.layers; ++l) {
    const std::string layer = "layer" + std::to_string(l) + ".";
    norm(layer + "norm1");
    add_weight_and_bias(list, layer + "qkv", {3 * width, width}, 3 * width);
    add_weight_and_bias(list, layer + "out", {width, width}, width);
    norm(layer + "norm2");
    add_weight_and_bias(list, layer + "up", {4 * width, width}, 4 * width);
    add_weight_and_bias(list, layer + "down", {width, 4 * width}, width);
  }
  norm("norm");
  return list;
}

void append_pieces(std::span<const data::Token> item, std::size_t context, std::vector<Piece>& pieces) {
  for (std::size_t at = 0; at < item.size(); at += context)
    pieces.push_back(item.subspan(at, std::min(context, item.size() - at)));
}

std::size_t tokens_at_once(const TransformerShape& shape) { return std::max(size(shape.context), nn::kGemmDepth); }

std::uint64_t TransformerNetwork::activation_floats(const TransformerShape& shape, std::uint64_t tokens,
                                                    bool training) {
  const auto width = static_cast<std::uint64_t>(shape.width),
             kept = training ? static_cast<std::uint64_t>(shape.layers) : 1;
  const std::uint64_t layer = tokens * (12 * width + 4) + (training ? probability_floats(shape, tokens) : 0);
  return kept * layer + tokens * (2 * width + 2 + (training ? 6 * width : 0)) +
         rows_of_logits(shape, tokens) * shape.vocabulary;
}

TransformerNetwork::TransformerNetwork(const TransformerShape& shape, std::size_t tokens, bool training)
    : shape_(shape),
      layout_(shape),
      attention_{size(shape.heads), size(shape.width / shape.heads)},
      capacity_(tokens),
      width_(size(shape.width)),
      head_rows_(static_cast<std::size_t>(rows_of_logits(shape, tokens))),
      kept_(size(shape.layers)),
      room_(static_cast<std::size_t>(activation_floats(shape, tokens, training))),
      attention_buffers_(attention_, size(shape.context)),
      step_room_(nn::attention_step_room(attention_, size(shape.context))) {
  float* next = room_.data();
  const auto part = [&](std::size_t numbers) {
    float* const first = next;
    next += numbers;
    return first;
  };
  for (std::size_t l = 0; l < kept_.size(); ++l) {
    if (l > 0 && !training) {
      kept_[l] = kept_[0];  // nothing is kept
      continue;
    }
    Kept& kept = kept_[l];
    kept.x = part(tokens * width_);
    kept.moments1 = part(tokens * 2);
    kept.y1 = part(tokens * width_);
    kept.qkv = part(tokens * 3 * width_);
    kept.attended = part(tokens * width_);
    kept.middle = part(tokens * width_);
    kept.moments2 = part(tokens * 2);
    kept.y2 = part(tokens * width_);
    kept.hidden = part(tokens * 4 * width_);
    kept.probabilities = training ? part(static_cast<std::size_t>(probability_floats(shape, tokens))) : nullptr;
  }
  x_ = part(tokens * width_);
  moments_ = part(tokens * 2);
  y_ = part(tokens * width_);
  logits_ = part(head_rows_ * shape.vocabulary);
  dx_ = dy_ = dwide_ = nullptr;
  if (!training) return;
  dx_ = part(tokens * width_);
  dy_ = part(tokens * width_);
  dwide_ = part(tokens * 4 * width_);
}

void TransformerNetwork::take(std::span<const Piece> pieces) {
  segments_.clear();
  inputs_.clear();
  targets_.clear();
  positions_.clear();
  for (const Piece piece : pieces) {
    segments_.push_back({targets_.size(), piece.size()});
    inputs_.push_back(data::kBoundary);
    inputs_.insert(inputs_.end(), piece.begin(), piece.end() - 1);
    targets_.insert(targets_.end(), piece.begin(), piece.end());
    for (data::Token position = 0; position < piece.size(); ++position) positions_.push_back(position);
  }
}

void TransformerNetwork::forward(const float* parameters) {
  forward(parameters, [&](std::size_t l, const float* qkv, float* out) {
    nn::attention_forward(attention_, segments_.data(), segments_.size(), qkv, kept_[l].probabilities, out,
                          attention_buffers_);
  });
}

template <class Attend>
void TransformerNetwork::forward(const float* parameters, Attend attend) {
  const std::size_t tokens = inputs_.size();
  nn::embed(tokens, width_, inputs_.data(), positions_.data(), parameters + layout_.tokens,
            parameters + layout_.positions, kept_[0].x);
  const auto norm = [&](const float* x, std::size_t gain, std::size_t bias, float* y, float* moments) {
    nn::layer_norm(tokens, width_, x, parameters + gain, parameters + bias, y, moments);
  };
  // x2 = x + y W^T + bias; x2 may be x.
  const auto add = [&](const float* x, const float* y, std::size_t inputs, std::size_t weight, std::size_t bias,
                       float* x2) {
    if (x2 != x) std::copy_n(x, tokens * width_, x2);
    nn::gemm(tokens, width_, inputs, nn::row_major(y, inputs),
             nn::transposed(nn::row_major(parameters + weight, inputs)), {x2, true, parameters + bias}, buffers_);
  };
  for (std::size_t l = 0; l < kept_.size(); ++l) {
    const TransformerLayout::Layer& layer = layout_.layers[l];
    const Kept& kept = kept_[l];
    norm(kept.x, layer.norm1_gain, layer.norm1_bias, kept.y1, kept.moments1);
    nn::dense_forward({width_, 3 * width_}, tokens, kept.y1, parameters + layer.qkv, parameters + layer.qkv_bias, false,
                      kept.qkv, buffers_);
    attend(l, kept.qkv, kept.attended);
    add(kept.x, kept.attended, width_, layer.out, layer.out_bias, kept.middle);
    norm(kept.middle, layer.norm2_gain, layer.norm2_bias, kept.y2, kept.moments2);
    nn::dense_forward({width_, 4 * width_}, tokens, kept.y2, parameters + layer.up, parameters + layer.up_bias, true,
                      kept.hidden, buffers_);
    add(kept.middle, kept.hidden, 4 * width_, layer.down, layer.down_bias, l + 1 < kept_.size() ? kept_[l + 1].x : x_);
  }
  norm(x_, layout_.norm_gain, layout_.norm_bias, y_, moments_);
}

void TransformerNetwork::backward(const float* parameters, float* gradient) {
  const std::size_t tokens = inputs_.size();
  const auto norm = [&](const float* x, std::size_t gain, std::size_t bias, const float* moments) {
    nn::layer_norm_backward(tokens, width_, x, parameters + gain, moments, dy_, gradient + gain, gradient + bias, dx_);
  };
  const auto dense = [&](nn::DenseShape shape, const float* x, std::size_t weight, std::size_t bias, const float* dy,
                         float* dx) {
    nn::dense_backward(shape, tokens, x, parameters + weight, dy, gradient + weight, gradient + bias, dx, buffers_);
  };
  std::fill_n(dx_, tokens * width_, 0.0f);
  norm(x_, layout_.norm_gain, layout_.norm_bias, moments_);
  for (std::size_t l = kept_.size(); l-- > 0;) {
    const TransformerLayout::Layer& layer = layout_.layers[l];
    const Kept& kept = kept_[l];
    dense({4 * width_, width_}, kept.hidden, layer.down, layer.down_bias, dx_, dwide_);
    nn::relu_backward(tokens * 4 * width_, kept.hidden, dwide_);
    dense({width_, 4 * width_}, kept.y2, layer.up, layer.up_bias, dwide_, dy_);
    norm(kept.middle, layer.norm2_gain, layer.norm2_bias, kept.moments2);
    dense({width_, width_}, kept.attended, layer.out, layer.out_bias, dx_, dy_);
    nn::attention_backward(attention_, segments_.data(), segments_.size(), kept.qkv, kept.probabilities, dy_, dwide_,
                           attention_buffers_);
    dense({width_, 3 * width_}, kept.y1, layer.qkv, layer.qkv_bias, dwide_, dy_);
    norm(kept.x, layer.norm1_gain, layer.norm1_bias, kept.moments1);
  }
  nn::embed_backward(tokens, width_, inputs_.data(), positions_.data(), dx_, gradient + layout_.tokens,
                     gradient + layout_.positions);
}

double TransformerNetwork::part(const float* parameters, std::span<const Piece> pieces, float scale, float* gradient,
                                float* nats) {
  take(pieces);
  forward(parameters);
  double sum = 0;
  for (std::size_t first = 0; first < targets_.size(); first += head_rows_) {
    const std::size_t rows = std::min(head_rows_, targets_.size() - first), v = shape_.vocabulary;
    const float* const y = y_ + first * width_;
    logits_of(parameters, rows, y, logits_);
    sum += nn::token_cross_entropy(rows, v, logits_, targets_.data() + first, scale, gradient ? logits_ : nullptr,
                                   nats ? nats + first : nullptr);
    if (!gradient) continue;
    const nn::Matrix dlogits = nn::row_major(logits_, v);
    nn::gemm(v, width_, rows, nn::transposed(dlogits), nn::row_major(y, width_), {gradient + layout_.tokens, true},
             buffers_);
    nn::gemm(rows, width_, v, dlogits, nn::row_major(parameters + layout_.tokens, width_), {dy_ + first * width_},
             buffers_);
  }
  if (gradient) backward(parameters, gradient);
  return sum;
}

double TransformerNetwork::in_parts(const float* parameters, std::span<const Piece> pieces, float scale,
                                    float* gradient, float* nats) {
  double sum = 0;
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t tokens = pieces[first].size(), last = first + 1;
    for (; last < pieces.size() && tokens + pieces[last].size() <= capacity_; ++last) tokens += pieces[last].size();
    sum += part(parameters, pieces.subspan(first, last - first), scale, gradient, nats);
    if (nats) nats += tokens;
    first = last;
  }
  return sum;
}

double TransformerNetwork::loss(const float* parameters, std::span<const Piece> pieces, float* nats) {
  return in_parts(parameters, pieces, 1, nullptr, nats);
}

double TransformerNetwork::loss_and_gradient(const float* parameters, std::span<const Piece> pieces, float scale,
                                             float* gradient) {
  return in_parts(parameters, pieces, scale, gradient, nullptr);
}

void TransformerNetwork::logits_after(const float* parameters, Piece piece, float* logits) {
  // As in take(), with one input more and no targets.
  segments_.assign(1, {0, piece.size() + 1});
  inputs_.assign(1, data::kBoundary);
  inputs_.insert(inputs_.end(), piece.begin(), piece.end());
  positions_.clear();
  for (data::Token position = 0; position <= piece.size(); ++position) positions_.push_back(position);
  forward(parameters);
  logits_of(parameters, 1, y_ + piece.size() * width_, logits);
}

void TransformerNetwork::step(const float* parameters, std::span<const Step> steps, float* logits) {
  inputs_.clear();
  positions_.clear();
  for (const Step& step : steps) {
    inputs_.push_back(step.input);
    positions_.push_back(step.position);
  }
  const std::size_t longest = size(shape_.context), cache = nn::attention_cache(attention_, longest);
  forward(parameters, [&](std::size_t l, const float* qkv, float* out) {
    for (std::size_t i = 0; i < steps.size(); ++i)
      nn::attention_step(attention_, longest, steps[i].position, qkv + i * 3 * width_, steps[i].cache + l * cache,
                         step_room_.data(), out + i * width_);
  });
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].wanted) std::copy_n(y_ + i * width_, width_, y_ + wanted++ * width_);
  logits_of(parameters, wanted, y_, logits);
}

std::uint64_t TransformerNetwork::cache_floats(const TransformerShape& shape) {
  return static_cast<std::uint64_t>(shape.layers) *
         nn::attention_cache({size(shape.heads), size(shape.width / shape.heads)}, size(shape.context));
}

void TransformerNetwork::copy_cache(std::size_t inputs, const float* from, float* to) const {
  const std::size_t longest = size(shape_.context), cache = nn::attention_cache(attention_, longest);
  for (std::size_t l = 0; l < kept_.size(); ++l)
    nn::attention_copy(attention_, longest, inputs, from + l * cache, to + l * cache);
}

// The output layer has the token embeddings as weights and no biases (Press, Wolf 2017).
void TransformerNetwork::logits_of(const float* parameters, std::size_t rows, const float* y, float* logits) {
  nn::gemm(rows, shape_.vocabulary, width_, nn::row_major(y, width_),
           nn::transposed(nn::row_major(parameters + layout_.tokens, width_)), {logits}, buffers_);
}

}  // namespace collapse::models
