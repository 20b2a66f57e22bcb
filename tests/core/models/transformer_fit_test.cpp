#include "models/language/transformer_fit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "collapse/stream.h"
#include "models/language/transformer_network.h"
#include "numerics/elementary.h"
#include "numerics/hash.h"
#include "support/close.h"

using namespace collapse;
using data::Token;
using models::FitReport;
using models::FitStatus;
using models::Transformer;
using models::TransformerEstimator;
using models::TransformerSettings;
using models::TransformerShape;
using test::close;

namespace {

using Floats = std::vector<float>;
using Model = std::shared_ptr<const Transformer>;

constexpr TransformerShape kShape{2, 12, 2, 8, 6};

TransformerSettings settings_of(const TransformerShape& shape, int epochs) {
  return {.shape = shape, .epochs = epochs, .batch = 4, .learning_rate = 5e-3};
}

/// Items of a first-order source: the successor of token v is v + 1 with probability 3/4, else v + 2 (round 1 ..
/// vocabulary - 1); the first token is 1.
data::Corpus source(std::size_t vocabulary, std::size_t items, std::size_t length, std::uint32_t part) {
  data::Corpus corpus;
  random::Stream stream(11, 0, 0, random::Purpose::measurement, part);
  for (std::size_t i = 0; i < items; ++i) {
    std::vector<Token> item{1};
    while (item.size() < length) {
      const Token step = stream.uniform() < 0.75 ? 1 : 2;
      item.push_back(1 + (item.back() - 1 + step) % static_cast<Token>(vocabulary - 1));
    }
    corpus.append(item, true);
  }
  return corpus;
}

Model fit(const TransformerSettings& settings, const data::Corpus& corpus, FitReport& report,
          const Transformer* start = nullptr, long slice = 1000) {
  TransformerEstimator estimator(settings);
  estimator.begin(corpus, start, 7, 0, 1);
  while (estimator.advance(slice) > 0) {
  }
  return estimator.finish(report);
}

double mean_nats(const Transformer& model, const data::Corpus& corpus) {
  Floats nats;
  model.append_nats(corpus, 0, corpus.items(), nats);
  double sum = 0;
  for (const float value : nats) sum += static_cast<double>(value);
  return sum / static_cast<double>(nats.size());
}

bool is_fresh(const Transformer& model) {
  return model.parameters() == models::untrained_transformer(model.shape(), 7, 0, 1).parameters();
}

}  // namespace

TEST_CASE("slices of 1, 7 and all minibatches give the same transformer, to the bit") {
  const data::Corpus corpus = source(6, 30, 7, 1);
  const TransformerSettings settings = settings_of(kShape, 2);
  FitReport report;
  const Model whole = fit(settings, corpus, report);
  // 4 rows of 8 tokens hold 4.6 items of 7, so 5 go together.
  CHECK(report.iterations == 12);
  CHECK(report.status == FitStatus::iteration_limit);
  CHECK(fit(settings, corpus, report, nullptr, 1)->parameters() == whole->parameters());
  CHECK(fit(settings, corpus, report, nullptr, 7)->parameters() == whole->parameters());
  CHECK(!is_fresh(*whole));
}

TEST_CASE("an estimator used before fits text as a new one, and its progress is that of the fit going on") {
  const data::Corpus corpus = source(6, 30, 7, 1), other = source(6, 9, 8, 2);
  const TransformerSettings settings = settings_of(kShape, 2);
  FitReport report;
  const Model fresh = fit(settings, corpus, report);
  TransformerEstimator estimator(settings);
  estimator.begin(other, nullptr, 99, 1, 5);
  estimator.advance(4);
  estimator.begin(corpus, nullptr, 7, 0, 1);
  CHECK(estimator.total() == 12);
  CHECK(estimator.losses().empty());
  CHECK(estimator.tokens_taken() == 0);
  CHECK(is_fresh(*estimator.current()));
  CHECK(estimator.advance(4) == 4);
  CHECK(estimator.taken() == 4);
  CHECK(estimator.tokens_taken() == 4 * 5 * 7);
  CHECK(estimator.losses().size() == 4);
  CHECK(!estimator.done());
  CHECK(estimator.current()->parameters() != fresh->parameters());
  CHECK(estimator.advance(100) == 8);
  CHECK(estimator.advance(1) == 0);
  CHECK(estimator.tokens_taken() == 2 * 30 * 7);
  CHECK(estimator.finish(report)->parameters() == fresh->parameters());
}

TEST_CASE("a minibatch has as many tokens as its rows of context on average, items being cut where they are too long") {
  const auto total = [](const TransformerSettings& settings, const data::Corpus& corpus) {
    TransformerEstimator estimator(settings);
    estimator.begin(corpus, nullptr, 7, 0, 1);
    return estimator.total();
  };
  // 8 blocks of 8 and one of 3: 9 pieces, 4 at a time.
  data::Corpus blocks = source(6, 8, 8, 1);
  blocks.append(std::vector<Token>{1, 2, 3}, true);
  CHECK(total(settings_of(kShape, 1), blocks) == 3);
  CHECK(total(settings_of(kShape, 3), blocks) == 9);
  // One item of 80 tokens is ten blocks; 80 items of one token are two and a half rows of 32.
  CHECK(total(settings_of(kShape, 1), source(6, 1, 80, 1)) == 3);
  CHECK(total(settings_of(kShape, 1), source(6, 80, 1, 1)) == 3);
  TransformerSettings huge = settings_of(kShape, 1);
  huge.batch = 2'000'000'000;
  CHECK(total(huge, blocks) == 1);
}

TEST_CASE("a repeated pattern is learnt until almost nothing is left to say") {
  data::Corpus corpus;
  for (int i = 0; i < 40; ++i) corpus.append(std::vector<Token>{1, 2, 3, 1, 4, 5, 2, 0}, true);
  FitReport report;
  const Model model = fit(settings_of(kShape, 30), corpus, report);
  CHECK(mean_nats(*model, corpus) < 0.02);
  std::vector<double> p(6);
  model->next(std::vector<Token>{1, 2, 3, 1}, p);
  CHECK(p[4] > 0.95);
  model->next({}, p);
  CHECK(p[1] > 0.95);
}

TEST_CASE("a source that looks back one token is learnt to near its entropy") {
  const data::Corpus corpus = source(6, 800, 8, 1), unseen = source(6, 1000, 8, 2);
  FitReport report;
  const Model model = fit(settings_of(kShape, 6), corpus, report);
  // The first token is certain, each of the other seven costs H(1/4) = 0.5623 nats.
  const double entropy = 7.0 / 8 * -(0.75 * numerics::log(0.75) + 0.25 * numerics::log(0.25));
  // The mean of 7,000 independent terms with standard deviation ln(3) sqrt(3)/4 is off by 0.0057; 5 of those are passed
  // with probability 6e-7. What the model lacks is allowed 0.015.
  const double nats = mean_nats(*model, unseen);
  CAPTURE(nats);
  CHECK(nats > entropy - 5 * 0.005);
  CHECK(nats < entropy + 5 * 0.005 + 0.015);
  // Far above it without looking at the token before.
  CHECK(nats < numerics::log(5) - 0.5);
}

TEST_CASE("training goes on from a network given, unless it is of another shape") {
  const data::Corpus corpus = source(6, 30, 7, 1);
  const TransformerSettings settings = settings_of(kShape, 1);
  FitReport report;
  const Model first = fit(settings, corpus, report);
  TransformerEstimator estimator(settings);
  estimator.begin(corpus, first.get(), 7, 0, 1);
  CHECK(estimator.current()->parameters() == first->parameters());
  const Transformer other = models::untrained_transformer({1, 12, 2, 8, 6}, 1, 0, 1);
  CHECK(fit(settings, corpus, report, &other)->parameters() == first->parameters());
  // A network made again from its parameters is the same.
  const Transformer again(kShape, std::make_shared<const Floats>(first->parameters()));
  CHECK(fit(settings, corpus, report, &again)->parameters() ==
        fit(settings, corpus, report, first.get())->parameters());
  CHECK(mean_nats(again, corpus) == mean_nats(*first, corpus));
}

TEST_CASE("a loss of text that is not finite ends the fit with the last finite parameters") {
  const data::Corpus corpus = source(6, 30, 7, 1);
  FitReport report;
  TransformerSettings settings = settings_of(kShape, 5);
  settings.learning_rate = 1e30;
  const Model wild = fit(settings, corpus, report);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(report.iterations < 10);
  for (const float p : wild->parameters()) CHECK_MESSAGE(std::isfinite(p), "kept parameters are finite");
  // The last step of all has no next one to show that it went wrong.
  settings.epochs = 1;
  settings.batch = 1000;
  const Model kept = fit(settings, corpus, report);
  CHECK(report.iterations == 1);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(is_fresh(*kept));
  // A start that is broken already.
  Floats broken = kept->parameters();
  broken.back() = std::numeric_limits<float>::infinity();
  const Transformer start(kShape, std::make_shared<const Floats>(broken));
  fit(settings_of(kShape, 1), corpus, report, &start);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(report.iterations == 1);
}

TEST_CASE("without text there is nothing to fit, and the report says so") {
  FitReport report;
  const Model start = fit(settings_of(kShape, 5), {}, report);
  CHECK(report.status == FitStatus::degenerate);
  CHECK(report.iterations == 0);
  CHECK(is_fresh(*start));
}

TEST_CASE("a trained transformer has the golden bits") {
  FitReport report;
  const Model model = fit(settings_of(kShape, 3), source(6, 40, 7, 1), report);
  numerics::Hash hash;
  hash.add(std::span<const float>(model->parameters()));
  CHECK(hash.value() == 0x960710f3b9efe9caull);
}
