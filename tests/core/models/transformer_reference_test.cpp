// The transformer against an independent implementation in PyTorch: the loss, every number of the gradient, and ten
// steps of Adam with their losses.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "models/language/transformer_fit.h"
#include "models/language/transformer_network.h"
#include "nn/naive.h"
#include "nn/training.h"
#include "support/close.h"

using namespace collapse;
using models::TransformerShape;
using test::close;

namespace {

#include "models/transformer_table.inc"

// The script's numbers.
std::uint32_t mixed(std::uint32_t i, std::uint32_t salt) {
  std::uint32_t x = (i + 1000003u * salt) * 2654435761u;
  x = (x ^ (x >> 15)) * 2246822519u;
  return x ^ (x >> 13);
}

std::vector<float> start() {
  const std::vector<float> fresh = models::untrained_transformer(kShape, 1, 0, 1).parameters();
  std::vector<float> parameters(fresh.size());
  for (std::uint32_t i = 0; i < parameters.size(); ++i)
    parameters[i] =
        static_cast<float>((mixed(i, 1) >> 8) * 0x1p-24 - 0.5 + (fresh[i] == 1 ? 1 : 0));  // gains are about 1
  return parameters;
}

data::Corpus text() {
  data::Corpus corpus;
  std::uint32_t next = 0;
  for (const std::size_t length : kLengths) {
    std::vector<data::Token> item(length);
    for (data::Token& token : item) token = (mixed(next++, 2) >> 8) % static_cast<data::Token>(kShape.vocabulary);
    corpus.append(item, true);
  }
  return corpus;
}

}  // namespace

TEST_CASE("the loss and every gradient of a transformer are those of an independent implementation") {
  const data::Corpus corpus = text();
  std::vector<models::Piece> pieces;
  for (std::size_t i = 0; i < corpus.items(); ++i)
    models::append_pieces(corpus.item(i), static_cast<std::size_t>(kShape.context), pieces);
  const std::vector<float> parameters = start();
  REQUIRE(parameters.size() == kGradient.size());
  models::TransformerNetwork network(kShape, 64, true);
  std::vector<float> gradient(parameters.size());
  const auto tokens = static_cast<double>(corpus.tokens.size());
  const double sum =
      network.loss_and_gradient(parameters.data(), pieces, static_cast<float>(1 / tokens), gradient.data());
  CHECK(close(sum / tokens, kLosses[0], 1e-6));
  CHECK(test::relative_difference(gradient, kGradient) < 2e-6);
  CHECK(close(nn::shorten(gradient.size(), gradient.data(), 1), kNorm, 1e-6));
}

TEST_CASE("ten steps of a transformer's training have the losses of an independent implementation") {
  const data::Corpus corpus = text();
  models::TransformerEstimator estimator(
      {.shape = kShape, .epochs = 10, .batch = 100, .learning_rate = kRate, .weight_decay = kDecay});
  const models::Transformer from(kShape, std::make_shared<const std::vector<float>>(start()));
  estimator.begin(corpus, &from, 1, 0, 1);
  CHECK(estimator.advance(100) == 10);
  REQUIRE(kLosses.size() == 10);
  for (std::size_t i = 0; i < 10; ++i) CHECK(close(static_cast<double>(estimator.losses()[i]), kLosses[i], 1e-5));
  const std::shared_ptr<const models::Transformer> model = estimator.current();
  const std::vector<float>& after = model->parameters();
  for (std::size_t i = 0; i < kWhich.size(); ++i)
    CHECK(close(static_cast<double>(after[kWhich[i]]), kAfter[i], 0, 1e-4));
}
