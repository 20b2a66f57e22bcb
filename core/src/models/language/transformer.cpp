#include "models/language/transformer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "collapse/stream.h"
#include "models/language/transformer_network.h"
#include "numerics/elementary.h"

namespace collapse::models {

namespace {

constexpr int kMaxLayers = 8, kMaxWidth = 256, kMaxHeads = 8, kMaxContext = 1024;
constexpr std::size_t kMaxVocabulary = 1u << 20;

// Of all random weights but the two layers of each block that add to the residual, whose is this over sqrt(2 layers),
// as in GPT-2. GPT-2 has 0.02 for a width of 768 and more; at widths of 32 and 64 this one trains better
// (docs/models/transformer.md).
constexpr double kInitialSd = 0.1;

}  // namespace

std::string problem_of(const TransformerShape& shape) {
  const auto outside = [](const char* what, const std::string& value, const std::string& most) {
    return std::string(what) + " is " + value + "; it must be between 1 and " + most + ".";
  };
  const std::pair<const char*, std::pair<int, int>> numbers[] = {{"layers", {shape.layers, kMaxLayers}},
                                                                 {"width", {shape.width, kMaxWidth}},
                                                                 {"heads", {shape.heads, kMaxHeads}},
                                                                 {"context", {shape.context, kMaxContext}}};
  for (const auto& [what, value] : numbers)
    if (value.first < 1 || value.first > value.second)
      return outside(what, std::to_string(value.first), std::to_string(value.second));
  if (shape.vocabulary < 1 || shape.vocabulary > kMaxVocabulary)
    return outside("vocabulary", std::to_string(shape.vocabulary), std::to_string(kMaxVocabulary));
  if (shape.width % shape.heads != 0)
    return "width is " + std::to_string(shape.width) + "; it must be a multiple of heads, " +
           std::to_string(shape.heads) + ".";
  return {};
}

TransformerSize size_of(const TransformerShape& shape) {
  // Computed with 64 bits also where size_t has 32.
  const auto d = static_cast<std::uint64_t>(shape.width), layers = static_cast<std::uint64_t>(shape.layers);
  const std::uint64_t tables =
      (static_cast<std::uint64_t>(shape.vocabulary) + static_cast<std::uint64_t>(shape.context)) * d;
  TransformerSize size{};
  size.parameters = tables + layers * (12 * d * d + 13 * d) + 2 * d;
  size.model_bytes = sizeof(float) * size.parameters;
  // Now, before, gradient and Adam's two means; activations.
  size.fitting_bytes =
      sizeof(float) * (5 * size.parameters + TransformerNetwork::activation_floats(shape, tokens_at_once(shape), true));
  return size;
}

Transformer::Transformer(const TransformerShape& shape, std::shared_ptr<const std::vector<float>> parameters)
    : shape_(shape), parameters_(std::move(parameters)) {}

void Transformer::append_nats(const data::Corpus& corpus, std::size_t first, std::size_t last,
                              std::vector<float>& out) const {
  std::vector<Piece> pieces;
  for (std::size_t i = first; i < last; ++i)
    append_pieces(corpus.item(i), static_cast<std::size_t>(shape_.context), pieces);
  std::size_t tokens = 0;
  for (const Piece piece : pieces) tokens += piece.size();
  if (tokens == 0) return;
  const std::size_t before = out.size();
  out.resize(before + tokens);
  TransformerNetwork network(
      shape_, std::min(tokens_at_once(shape_), std::max(tokens, static_cast<std::size_t>(shape_.context))), false);
  network.loss(parameters_->data(), pieces, out.data() + before);
}

void Transformer::next(std::span<const data::Token> before, std::span<double> probabilities) const {
  const std::size_t seen = std::min(before.size(), static_cast<std::size_t>(shape_.context) - 1);
  std::vector<float> logits(shape_.vocabulary);
  TransformerNetwork(shape_, seen + 1, false).logits_after(parameters_->data(), before.last(seen), logits.data());
  const double top = static_cast<double>(*std::max_element(logits.begin(), logits.end()));
  double sum = 0;
  for (std::size_t v = 0; v < logits.size(); ++v)
    sum += probabilities[v] = numerics::exp(static_cast<double>(logits[v]) - top);
  for (double& p : probabilities) p /= sum;
}

Transformer untrained_transformer(const TransformerShape& shape, std::uint64_t seed, std::uint32_t run,
                                  std::uint32_t generation) {
  const TransformerLayout layout(shape);
  std::vector<float> parameters(layout.size, 0.0f);
  const std::size_t width = static_cast<std::size_t>(shape.width);
  const auto stream = [&](std::size_t part) {
    return random::Stream(seed, run, generation, random::Purpose::initialisation, static_cast<std::uint32_t>(part));
  };
  const auto fill = [&](random::Stream& from, std::size_t first, std::size_t count, double sd) {
    for (std::size_t i = first; i < first + count; ++i) parameters[i] = static_cast<float>(sd * from.normal());
  };
  const auto ones = [&](std::size_t first) {
    std::fill_n(parameters.begin() + static_cast<std::ptrdiff_t>(first), width, 1.0f);
  };
  const double sd = kInitialSd, residual = sd / std::sqrt(2.0 * shape.layers);
  for (std::size_t l = 0; l < layout.layers.size(); ++l) {
    const TransformerLayout::Layer& layer = layout.layers[l];
    random::Stream from = stream(l);
    fill(from, layer.qkv, 3 * width * width, sd);
    fill(from, layer.out, width * width, residual);
    fill(from, layer.up, 4 * width * width, sd);
    fill(from, layer.down, 4 * width * width, residual);
    ones(layer.norm1_gain);
    ones(layer.norm2_gain);
  }
  ones(layout.norm_gain);
  random::Stream from = stream(layout.layers.size());
  fill(from, layout.tokens, (shape.vocabulary + static_cast<std::size_t>(shape.context)) * width, sd);
  return {shape, std::make_shared<const std::vector<float>>(std::move(parameters))};
}

}  // namespace collapse::models
