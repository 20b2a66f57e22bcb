#include "models/language/transformer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "models/language/transformer_network.h"
#include "models/naive_transformer.h"
#include "support/close.h"

using namespace collapse;
using data::Token;
using models::Piece;
using models::Transformer;
using models::TransformerNetwork;
using models::TransformerShape;
using test::close;
using test::doubles;
using test::Doubles;

namespace {

using Floats = std::vector<float>;

const TransformerShape kTiny{2, 6, 2, 5, 4};

/// Parameters all at work: gains about 1, the rest normal.
Floats some_parameters(const TransformerShape& shape, double sd = 0.4) {
  const Floats start = models::untrained_transformer(shape, 1, 0, 1).parameters();
  Floats parameters = test::normals(start.size(), 5, sd);
  for (std::size_t i = 0; i < start.size(); ++i)
    if (start[i] == 1) parameters[i] += 1;
  return parameters;
}

Transformer some_transformer(const TransformerShape& shape, double sd = 0.4) {
  return {shape, std::make_shared<const Floats>(some_parameters(shape, sd))};
}

/// Items of these lengths, of tokens that look random.
data::Corpus text(std::size_t vocabulary, const std::vector<std::size_t>& lengths) {
  data::Corpus corpus;
  random::Stream stream(5, 0, 0, random::Purpose::measurement);
  for (const std::size_t length : lengths) {
    std::vector<Token> item(length);
    for (Token& token : item) token = static_cast<Token>(stream.below(vocabulary));
    corpus.append(item, true);
  }
  return corpus;
}

std::vector<Piece> pieces_of(const data::Corpus& corpus, std::size_t context) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < corpus.items(); ++i) models::append_pieces(corpus.item(i), context, pieces);
  return pieces;
}

}  // namespace

TEST_CASE("a transformer's loss and all its gradients are those of the plain one") {
  for (const TransformerShape& shape : {kTiny, TransformerShape{1, 3, 1, 4, 7}}) {
    const data::Corpus corpus = text(shape.vocabulary, {3, 1, 4, 2});
    const std::vector<Piece> pieces = pieces_of(corpus, static_cast<std::size_t>(shape.context));
    const Floats parameters = some_parameters(shape);
    const auto mean = [&](const Doubles& p) {
      double sum = 0;
      for (const Piece piece : pieces)
        for (const double nats : test::naive_transformer_nats(shape, p, piece)) sum += nats;
      return sum / 10;
    };
    TransformerNetwork network(shape, 16, true);
    Floats gradient(parameters.size());
    const double sum = network.loss_and_gradient(parameters.data(), pieces, 0.1f, gradient.data());
    CHECK(close(sum / 10, mean(doubles(parameters)), 1e-6));
    CHECK(network.loss(parameters.data(), pieces, nullptr) == sum);
    const Doubles truth = test::gradient_of(mean, doubles(parameters));
    CHECK(test::relative_difference(gradient, truth) < 5e-6);
    // Tensor by tensor, so that a small one cannot hide behind a large one.
    const models::TransformerLayout layout(shape);
    std::vector<std::size_t> cuts{layout.tokens, layout.positions, layout.norm_gain, layout.norm_bias, layout.size};
    for (const models::TransformerLayout::Layer& l : layout.layers)
      cuts.insert(cuts.end(), {l.norm1_gain, l.norm1_bias, l.qkv, l.qkv_bias, l.out, l.out_bias, l.norm2_gain,
                               l.norm2_bias, l.up, l.up_bias, l.down, l.down_bias});
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      CAPTURE(i);
      const auto part = [&](const auto& all) { return std::span(all).subspan(cuts[i], cuts[i + 1] - cuts[i]); };
      CHECK(test::relative_difference(part(gradient), part(truth)) < 2e-5);
    }
  }
}

TEST_CASE("a batch larger than the network's room is taken in parts of whole pieces, in order") {
  const data::Corpus corpus = text(4, {5, 5, 2, 5, 1, 3, 5, 5, 4});
  const std::vector<Piece> pieces = pieces_of(corpus, 5);
  const Floats p = some_parameters(kTiny);
  Floats whole(p.size()), parts(p.size()), nats(35), nats_in_parts(35);
  TransformerNetwork network(kTiny, 12, true);
  const double all = network.loss_and_gradient(p.data(), pieces, 1, whole.data());
  double sum = 0;
  for (const auto& [first, count] : {std::pair{0, 3}, {3, 3}, {6, 2}, {8, 1}})
    sum += network.loss_and_gradient(
        p.data(), std::span(pieces).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)), 1,
        parts.data());
  CHECK(all == sum);
  CHECK(whole == parts);
  // No token's figure depends on the room there is.
  network.loss(p.data(), pieces, nats.data());
  TransformerNetwork(kTiny, 64, false).loss(p.data(), pieces, nats_in_parts.data());
  CHECK(nats == nats_in_parts);
}

TEST_CASE("no token's figure depends on a later token or on another item, to the bit") {
  const Transformer model = some_transformer(kTiny);
  data::Corpus corpus = text(4, {4, 5, 3});
  Floats before, after;
  model.append_nats(corpus, 0, 3, before);
  REQUIRE(before.size() == 12);
  for (std::size_t changed = 0; changed < 12; ++changed) {
    data::Corpus other = corpus;
    other.tokens[changed] = (other.tokens[changed] + 1) % 4;
    after.clear();
    model.append_nats(other, 0, 3, after);
    const std::size_t end = changed < 4 ? 4 : changed < 9 ? 9 : 12;  // of the item it stands in
    for (std::size_t i = 0; i < 12; ++i) {
      if (i < changed || i >= end) CHECK(after[i] == before[i]);
      if (i == changed) CHECK(after[i] != before[i]);
    }
  }
}

TEST_CASE("items in the middle are given figures of their own, whatever stands beside them") {
  const Transformer model = some_transformer(kTiny);
  const data::Corpus corpus = text(4, {4, 0, 5, 3, 11, 2});
  Floats all{-1}, some;
  model.append_nats(corpus, 0, 6, all);
  CHECK(all[0] == -1);
  REQUIRE(all.size() == 26);
  model.append_nats(corpus, 2, 5, some);
  CHECK(std::equal(some.begin(), some.end(), all.begin() + 5));
  REQUIRE(some.size() == 19);
  const std::size_t size = some.size();
  model.append_nats(corpus, 3, 3, some);
  model.append_nats(corpus, 1, 2, some);
  CHECK(some.size() == size);
}

TEST_CASE("an item longer than the context is read in pieces, each as an item of its own") {
  const Transformer model = some_transformer(kTiny);
  const data::Corpus corpus = text(4, {12});
  Floats whole, pieces;
  model.append_nats(corpus, 0, 1, whole);
  const data::Corpus cut = data::blocks(corpus, 5);
  model.append_nats(cut, 0, 3, pieces);
  CHECK(whole == pieces);
}

TEST_CASE(
    "the distribution of the next token is the plain network's, sums to 1 and agrees with the figures of a text") {
  const TransformerShape shape{2, 8, 2, 9, 13};
  const Transformer model = some_transformer(shape);
  const data::Corpus corpus = text(13, {8});
  Floats nats;
  model.append_nats(corpus, 0, 1, nats);
  for (std::size_t t = 0; t < 8; ++t) {
    Doubles p(13);
    model.next(corpus.item(0).first(t), p);
    double sum = 0;
    for (const double value : p) sum += value;
    CHECK(close(sum, 1, 1e-15));
    CHECK(close(-numerics::log(p[corpus.tokens[t]]), static_cast<double>(nats[t]), 3e-6, 3e-6));
    const Doubles logits =
        test::naive_transformer_logits(shape, doubles(model.parameters()), corpus.item(0).first(t + 1));
    CHECK(test::relative_difference(p, test::naive_softmax(logits.data() + t * 13, 13)) < 1e-5);
  }
}

TEST_CASE("the next token depends on the last context - 1 tokens only") {
  const Transformer model = some_transformer(kTiny);
  const data::Corpus corpus = text(4, {9});
  Doubles longer(4), shorter(4);
  model.next(corpus.item(0), longer);
  model.next(corpus.item(0).last(4), shorter);
  CHECK(longer == shorter);
  model.next(corpus.item(0).last(3), shorter);
  CHECK(longer != shorter);
}

TEST_CASE("a network fresh from the start knows nothing, and every part of it has its own stream") {
  const TransformerShape shape{2, 16, 2, 8, 11};
  const Transformer a = models::untrained_transformer(shape, 1, 0, 1),
                    b = models::untrained_transformer(shape, 1, 0, 2);
  CHECK(a.parameters() == models::untrained_transformer(shape, 1, 0, 1).parameters());
  CHECK(a.parameters() != b.parameters());
  Floats nats;
  const data::Corpus corpus = text(11, {8, 8, 8, 8, 8, 8});
  a.append_nats(corpus, 0, 6, nats);
  double mean = 0;
  for (const float value : nats) mean += static_cast<double>(value) / 48;
  CHECK(close(mean, numerics::log(11), 0, 0.2));
  // One layer more leaves the layers before it as they were.
  const models::TransformerLayout two(shape);
  const Transformer three = models::untrained_transformer({3, 16, 2, 8, 11}, 1, 0, 1);
  CHECK(std::equal(a.parameters().begin() + static_cast<std::ptrdiff_t>(two.layers[0].qkv),
                   a.parameters().begin() + static_cast<std::ptrdiff_t>(two.layers[0].out),
                   three.parameters().begin() + static_cast<std::ptrdiff_t>(two.layers[0].qkv)));
}

TEST_CASE("sizes are those of the networks made, and GPT-2's own are those of GPT-2") {
  for (const TransformerShape& shape : {kTiny, TransformerShape{1, 1, 1, 1, 1}, TransformerShape{4, 64, 4, 64, 100}}) {
    const models::TransformerSize size = models::size_of(shape);
    CHECK(size.parameters == models::TransformerLayout(shape).size);
    CHECK(size.model_bytes == 4 * size.parameters);
    CHECK(size.fitting_bytes > 5 * size.model_bytes);
  }
  // Twelve layers of 768 numbers, 50,257 tokens, 1,024 positions: 124,439,808 parameters (Radford et al. 2019).
  CHECK(models::size_of({12, 768, 12, 1024, 50257}).parameters == 124439808);
}

TEST_CASE("absurd sizes are figures and sentences, not crashes") {
  // Beyond 4 GB, also where pointers have 32 bits.
  const models::TransformerSize size = models::size_of({1'000'000, 100'000, 1'000, 1'000, 1u << 20});
  CHECK(size.parameters > 100'000'000'000'000'000ull);
  CHECK(models::problem_of(kTiny).empty());
  CHECK(models::problem_of({0, 6, 2, 5, 4}) == "layers is 0; it must be between 1 and 8.");
  CHECK(models::problem_of({2, 257, 2, 5, 4}) == "width is 257; it must be between 1 and 256.");
  CHECK(models::problem_of({2, 6, 9, 5, 4}) == "heads is 9; it must be between 1 and 8.");
  CHECK(models::problem_of({2, 6, 2, -1, 4}) == "context is -1; it must be between 1 and 1024.");
  CHECK(models::problem_of({2, 6, 2, 5, 0}) == "vocabulary is 0; it must be between 1 and 1048576.");
  CHECK(models::problem_of({2, 6, 4, 5, 4}) == "width is 6; it must be a multiple of heads, 4.");
}

TEST_CASE("parameters that are not finite give figures that are not finite") {
  Floats parameters = some_parameters(kTiny);
  parameters[models::TransformerLayout(kTiny).layers[0].up] = std::numeric_limits<float>::quiet_NaN();
  const Transformer broken(kTiny, std::make_shared<const Floats>(parameters));
  Floats nats;
  broken.append_nats(text(4, {3}), 0, 1, nats);
  CHECK(std::isnan(nats[2]));
}
