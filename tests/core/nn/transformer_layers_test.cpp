// The layers of transformers against the same written plainly in doubles, and their gradients against central
// differences of those, as in layers_test.cpp.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "nn/attention.h"
#include "nn/naive_attention.h"
#include "nn/normalisation.h"
#include "nn/tokens.h"
#include "support/close.h"

using namespace collapse;
using test::close;
using test::dot;
using test::doubles;
using test::Doubles;
using test::gradient_of;
using test::normals;
using test::relative_difference;

namespace {

constexpr double kFloatTolerance = 3e-6;

using Floats = std::vector<float>;

/// The first token each token may look at, for items of these lengths one behind another.
std::vector<std::size_t> firsts(const std::vector<nn::Segment>& segments) {
  std::vector<std::size_t> first;
  for (const nn::Segment& segment : segments) first.insert(first.end(), segment.count, segment.first);
  return first;
}

std::vector<nn::Segment> segments_of(const std::vector<std::size_t>& lengths) {
  std::vector<nn::Segment> segments;
  std::size_t at = 0;
  for (const std::size_t length : lengths) {
    segments.push_back({at, length});
    at += length;
  }
  return segments;
}

struct Attention {
  nn::AttentionShape shape;
  std::vector<nn::Segment> segments;
  std::size_t tokens = 0, longest = 0, kept = 0;

  Attention(nn::AttentionShape of, const std::vector<std::size_t>& lengths)
      : shape(of), segments(segments_of(lengths)) {
    for (const std::size_t length : lengths) {
      tokens += length;
      longest = std::max(longest, length);
      kept += nn::attention_probabilities(shape, length);
    }
  }
  Floats forward(const Floats& qkv, float* probabilities = nullptr) const {
    Floats out(tokens * shape.width());
    nn::AttentionBuffers buffers(shape, longest);
    nn::attention_forward(shape, segments.data(), segments.size(), qkv.data(), probabilities, out.data(), buffers);
    return out;
  }
};

const std::vector<Attention> kAttentions{{{1, 1}, {1}}, {{2, 3}, {5, 1, 9}}, {{3, 8}, {4, 13}}, {{1, 12}, {16, 7, 2}}};

}  // namespace

TEST_CASE("layer normalisation and its gradients are those of the definition") {
  for (const std::size_t columns : {1u, 3u, 8u, 21u}) {
    const std::size_t rows = 4;
    const Floats x = normals(rows * columns, 1, 3), gain = normals(columns, 2), bias = normals(columns, 3),
                 c = normals(rows * columns, 4);
    Floats y(x.size()), moments(2 * rows);
    nn::layer_norm(rows, columns, x.data(), gain.data(), bias.data(), y.data(), moments.data());
    const Doubles xd = doubles(x), gd = doubles(gain), bd = doubles(bias);
    CHECK(relative_difference(y, test::naive_layer_norm(rows, columns, xd.data(), gd.data(), bd.data())) <
          kFloatTolerance);
    if (columns == 1) continue;  // its true gradient by x is 0
    const auto loss = [&](const Doubles& xs, const Doubles& gs, const Doubles& bs) {
      return dot(test::naive_layer_norm(rows, columns, xs.data(), gs.data(), bs.data()), c);
    };
    // Added to what is there.
    Floats dgain(columns, 1.0f), dbias(columns, 1.0f), dx(x.size(), 1.0f);
    nn::layer_norm_backward(rows, columns, x.data(), gain.data(), moments.data(), c.data(), dgain.data(), dbias.data(),
                            dx.data());
    const auto with_one = [](Doubles gradient) {
      for (double& g : gradient) g += 1;
      return gradient;
    };
    CHECK(relative_difference(dx, with_one(gradient_of([&](const Doubles& p) { return loss(p, gd, bd); }, xd))) <
          kFloatTolerance);
    CHECK(relative_difference(dgain, with_one(gradient_of([&](const Doubles& p) { return loss(xd, p, bd); }, gd))) <
          kFloatTolerance);
    CHECK(relative_difference(dbias, with_one(gradient_of([&](const Doubles& p) { return loss(xd, gd, p); }, bd))) <
          kFloatTolerance);
  }
}

TEST_CASE("attention and its gradients are those of the definition, item by item") {
  for (const Attention& a : kAttentions) {
    CAPTURE(a.shape.head);
    const std::size_t width = a.shape.width();
    const Floats qkv = normals(a.tokens * 3 * width, 1, 1.5), c = normals(a.tokens * width, 2);
    Floats probabilities(a.kept);
    const Floats out = a.forward(qkv, probabilities.data());
    CHECK(a.forward(qkv) == out);  // with nothing kept
    const auto naive = [&](const Doubles& p) { return test::naive_attention(a.shape, firsts(a.segments), p.data()); };
    CHECK(relative_difference(out, naive(doubles(qkv))) < kFloatTolerance);
    Floats dqkv(qkv.size(), 7.0f);  // all of it is overwritten
    nn::AttentionBuffers buffers(a.shape, a.longest);
    nn::attention_backward(a.shape, a.segments.data(), a.segments.size(), qkv.data(), probabilities.data(), c.data(),
                           dqkv.data(), buffers);
    CHECK(relative_difference(dqkv, gradient_of([&](const Doubles& p) { return dot(naive(p), c); }, doubles(qkv))) <
          kFloatTolerance);
  }
}

TEST_CASE("a token's attention has the same bits whatever comes later and wherever its item lies") {
  const nn::AttentionShape shape{2, 5};
  const Floats qkv = normals(20 * 30, 1);
  const Floats whole = Attention(shape, {20}).forward(qkv);
  for (std::size_t length = 1; length < 20; ++length) {
    const Floats start = Attention(shape, {length}).forward(qkv);
    CHECK(std::equal(start.begin(), start.end(), whole.begin()));
  }
  // The first 7 tokens' numbers behind 3 of other items.
  Floats moved = normals(3 * 30, 2);
  moved.insert(moved.end(), qkv.begin(), qkv.begin() + 7 * 30);
  const Floats behind = Attention(shape, {1, 2, 7}).forward(moved);
  CHECK(std::equal(behind.begin() + 3 * 10, behind.end(), whole.begin()));
}

TEST_CASE("attention token by token has the bits of attention at once") {
  for (const Attention& a : kAttentions) {
    const std::size_t width = a.shape.width(), tokens = a.segments[0].count, longest = tokens + 3;
    const Floats qkv = normals(a.tokens * 3 * width, 1, 1.5), whole = a.forward(qkv);
    Floats cache(nn::attention_cache(a.shape, longest), std::numeric_limits<float>::quiet_NaN());
    Floats room(nn::attention_step_room(a.shape, longest)), out(width), other(cache.size(), 9.0f);
    for (std::size_t i = 0; i < tokens; ++i) {
      nn::attention_step(a.shape, longest, i, qkv.data() + i * 3 * width, cache.data(), room.data(), out.data());
      CHECK(std::equal(out.begin(), out.end(), whole.begin() + static_cast<std::ptrdiff_t>(i * width)));
      nn::attention_copy(a.shape, longest, i + 1, cache.data(), other.data());
      cache.swap(other);
    }
  }
}

TEST_CASE("embeddings are sums of two rows, and their gradients go back to those rows") {
  const std::size_t width = 5;
  const Floats tokens = normals(4 * width, 1), places = normals(3 * width, 2), dx = normals(3 * width, 3);
  const std::vector<std::uint32_t> ids{2, 0, 2}, positions{0, 1, 0};
  Floats x(3 * width), dtokens(tokens.size()), dplaces(places.size());
  nn::embed(3, width, ids.data(), positions.data(), tokens.data(), places.data(), x.data());
  nn::embed_backward(3, width, ids.data(), positions.data(), dx.data(), dtokens.data(), dplaces.data());
  for (std::size_t c = 0; c < width; ++c) {
    CHECK(x[c] == tokens[2 * width + c] + places[c]);
    CHECK(x[width + c] == tokens[c] + places[width + c]);
    CHECK(dtokens[c] == dx[width + c]);
    CHECK(dtokens[2 * width + c] == dx[c] + dx[2 * width + c]);
    CHECK(dtokens[width + c] == 0);
    CHECK(dplaces[c] == dx[c] + dx[2 * width + c]);
    CHECK(dplaces[2 * width + c] == 0);
  }
}

TEST_CASE("cross-entropy over a vocabulary and its gradient are those of the definition") {
  for (const std::size_t vocabulary : {1u, 4u, 7u, 130u}) {
    const std::size_t rows = 3;
    const Floats logits = normals(rows * vocabulary, 1, 3);
    std::vector<std::uint32_t> targets;
    for (std::size_t i = 0; i < rows; ++i) targets.push_back(static_cast<std::uint32_t>((5 * i + 2) % vocabulary));
    Floats nats(rows), gradient(logits.size());
    const double value =
        nn::token_cross_entropy(rows, vocabulary, logits.data(), targets.data(), 0.5f, gradient.data(), nats.data());
    const auto truth = [&](const Doubles& x, std::size_t i) {
      return -numerics::log(test::naive_softmax(x.data() + i * vocabulary, vocabulary)[targets[i]]);
    };
    const auto half = [&](const Doubles& x) { return 0.5 * (truth(x, 0) + truth(x, 1) + truth(x, 2)); };
    for (std::size_t i = 0; i < rows; ++i)
      CHECK(close(static_cast<double>(nats[i]), truth(doubles(logits), i), 1e-6, 1e-6));
    CHECK(close(0.5 * value, half(doubles(logits)), 1e-6, 1e-6));
    if (vocabulary > 1) CHECK(relative_difference(gradient, gradient_of(half, doubles(logits))) < 1e-6);
    Floats in_place = logits;
    nn::token_cross_entropy(rows, vocabulary, in_place.data(), targets.data(), 0.5f, in_place.data(), nullptr);
    CHECK(in_place == gradient);
  }
}

TEST_CASE("cross-entropy of extreme logits is finite, of one that is not a number it is none") {
  const std::uint32_t targets[]{1, 0};
  Floats logits{1e4f, -1e4f, 0, 0, 1e4f, 1e4f}, nats(2);
  CHECK(close(nn::token_cross_entropy(2, 3, logits.data(), targets, 1, nullptr, nats.data()), 3e4 + numerics::kLn2,
              1e-6));
  CHECK(nats[0] == 2e4f);
  logits[2] = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(nn::token_cross_entropy(2, 3, logits.data(), targets, 1, nullptr, nullptr)));
}
