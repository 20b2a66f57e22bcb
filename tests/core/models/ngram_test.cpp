#include "models/language/ngram.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "models/ngram_naive.h"
#include "numerics/elementary.h"
#include "support/close.h"

using namespace collapse;
using models::fit_ngram;
using models::FitReport;
using models::FitStatus;
using models::NgramModel;
using models::NgramSettings;
using test::all_settings;
using test::close;
using test::corpus_of;
using test::NaiveNgrams;
using test::random_corpus;
using test::Tokens;

namespace {

std::shared_ptr<const NgramModel> fitted(const data::Corpus& corpus, const NgramSettings& settings) {
  FitReport report;
  return fit_ngram(corpus, settings, report);
}

std::vector<double> next(const NgramModel& model, const Tokens& before) {
  std::vector<double> probabilities(model.vocabulary());
  model.next(before, probabilities);
  return probabilities;
}

std::vector<float> nats(const NgramModel& model, const data::Corpus& corpus) {
  std::vector<float> result;
  model.append_nats(corpus, 0, corpus.items(), result);
  return result;
}

/// How many tokens there are, and how many the text has.
struct Words {
  std::size_t vocabulary, used;
};

/// Beginnings of items: seen ones, and ones with contexts that were never seen.
std::vector<Tokens> beginnings(const data::Corpus& corpus, std::size_t vocabulary) {
  std::set<Tokens> all{{}, {0}, {1, 0}, {1, 0, 1}};
  for (std::size_t i = 0; i < corpus.items() && i < 12; ++i)
    for (std::size_t length = 0; length <= corpus.item(i).size(); ++length)
      all.emplace(corpus.item(i).begin(), corpus.item(i).begin() + static_cast<std::ptrdiff_t>(length));
  random::Stream stream(20261124, 0, 0, random::Purpose::measurement);
  for (int i = 0; i < 12; ++i) {
    Tokens some;
    for (std::uint64_t length = 1 + stream.below(6); length > 0; --length)
      some.push_back(static_cast<data::Token>(stream.below(vocabulary)));
    all.insert(some);
  }
  return {all.begin(), all.end()};
}

}  // namespace

TEST_CASE("counts are those of a map") {
  for (int order = 1; order <= 5; ++order) {
    const data::Corpus corpus = random_corpus(60, 7, 1);
    const NgramSettings settings{order, SmoothingKind::none, LowerOrdersKind::interpolated, 0.75, 0.1, 7};
    const auto model = fitted(corpus, settings);
    const NaiveNgrams naive(corpus, settings);
    std::vector<std::size_t> different(static_cast<std::size_t>(order));
    for (const auto& [context, followers] : naive.raw) different[context.size()] += followers.size();
    for (int length = 1; length <= order; ++length)
      CHECK(model->different(length) == different[static_cast<std::size_t>(length - 1)]);
    REQUIRE(model->counts().size() == 7);
    for (std::uint32_t token = 0; token < 7; ++token) CHECK(model->counts()[token] == naive.count({}, token));
  }
}

TEST_CASE("probabilities of every smoothing, order and kind of lower orders are those of the formulas, and sum to 1") {
  for (int order = 1; order <= 5; ++order)
    // The last one's contexts are followed by every token there is.
    for (const Words words : {Words{4, 3}, Words{30, 29}, Words{3, 3}}) {
      const std::size_t vocabulary = words.vocabulary, used = words.used;
      const data::Corpus corpus = random_corpus(40, used, static_cast<std::uint32_t>(vocabulary));
      const std::vector<Tokens> befores = beginnings(corpus, vocabulary);
      for (const NgramSettings& settings : all_settings(order, vocabulary)) {
        CAPTURE(order);
        CAPTURE(words.vocabulary);
        CAPTURE(static_cast<int>(settings.smoothing));
        CAPTURE(static_cast<int>(settings.lower_orders));
        const auto model = fitted(corpus, settings);
        const NaiveNgrams naive(corpus, settings);
        double farthest = 0, least = 1;
        for (const Tokens& before : befores) {
          const std::vector<double> now = next(*model, before);
          const std::vector<double> expected = naive.distribution(before);
          double sum = 0;
          for (std::uint32_t token = 0; token < vocabulary; ++token) {
            sum += now[token];
            least = std::fmin(least, now[token]);
            farthest = std::fmax(farthest, std::fabs(now[token] - expected[token]));
          }
          CHECK(close(sum, 1, 1e-13));
        }
        CHECK(farthest < 1e-14);
        if (settings.smoothing != SmoothingKind::none)
          CHECK(least > 0);
        else if (used < vocabulary)
          CHECK(least == 0);
      }
    }
}

TEST_CASE("nats of a text are minus the logarithms of what next() says") {
  const data::Corpus corpus = random_corpus(40, 9, 3), text = random_corpus(40, 10, 4);
  for (int order = 1; order <= 4; ++order)
    for (const NgramSettings& settings : all_settings(order, 10)) {
      const auto model = fitted(corpus, settings);
      const std::vector<float> all = nats(*model, text);
      REQUIRE(all.size() == text.tokens.size());
      std::size_t at = 0;
      for (std::size_t i = 0; i < text.items(); ++i) {
        Tokens before;
        for (const data::Token token : text.item(i)) {
          const double p = next(*model, before)[token];
          CHECK(close(static_cast<double>(all[at++]), 0 - numerics::log(p), 1e-6, 1e-14));
          before.push_back(token);
        }
      }
      // Items asked for alone come out the same, behind what was there.
      std::vector<float> some{-1};
      model->append_nats(text, 3, 7, some);
      CHECK(std::equal(some.begin() + 1, some.end(), all.begin() + static_cast<std::ptrdiff_t>(text.starts[3])));
      CHECK(some.size() == 1 + text.starts[7] - text.starts[3]);
    }
}

TEST_CASE(
    "unsmoothed: relative frequencies, impossible what was never seen in a context that was, shorter contexts else") {
  // The first item is cut, so "3 4" is followed by nothing.
  const data::Corpus corpus = corpus_of({{1, 2, 1, 3, 4}, {1, 2, 2, 0}, {4, 1, 0}});
  const auto unigrams = fitted(corpus, {1, SmoothingKind::none, LowerOrdersKind::interpolated, 0.75, 0.1, 6});
  const double n = 12;
  const std::vector<double> expected{2 / n, 4 / n, 3 / n, 1 / n, 2 / n, 0};
  CHECK(next(*unigrams, {}) == expected);
  CHECK(next(*unigrams, {2, 2}) == expected);

  const auto trigrams = fitted(corpus, {3, SmoothingKind::none, LowerOrdersKind::interpolated, 0.75, 0.1, 6});
  CHECK(next(*trigrams, {}) == std::vector<double>{0, 2 / 3.0, 0, 0, 1 / 3.0, 0});
  CHECK(next(*trigrams, {1}) == std::vector<double>{0, 0, 1, 0, 0, 0});            // behind the boundary only
  CHECK(next(*trigrams, {5, 1, 2}) == std::vector<double>{0, 0.5, 0.5, 0, 0, 0});  // behind "1 2"
  CHECK(next(*trigrams, {1, 3, 4}) == std::vector<double>{0, 1, 0, 0, 0, 0});      // "3 4" is unknown: behind "4"
  CHECK(next(*trigrams, {5}) == expected);                                         // unknown altogether
  CHECK(next(*trigrams, {2, 2, 0}) == next(*trigrams, {}));                        // a boundary begins anew
  const float never = std::numeric_limits<float>::infinity();
  const auto nat = [](double p) { return static_cast<float>(0 - numerics::log(p)); };
  CHECK(nats(*trigrams, corpus_of({{1, 2, 4, 1, 0}, {3}, {}, {1, 9, 1}})) ==
        std::vector<float>{nat(2 / 3.0), 0, never, nat(1), nat(1), never, nat(2 / 3.0), never, nat(4 / n)});
}

TEST_CASE("a corpus does not tell one item with boundaries inside from several items") {
  const data::Corpus several = corpus_of({{1, 2, 0}, {0}, {3, 1, 0}, {2}}), one = corpus_of({{1, 2, 0, 0, 3, 1, 0, 2}});
  for (const NgramSettings& settings : all_settings(4, 5)) {
    CHECK(fitted(one, settings)->content() == fitted(several, settings)->content());
    CHECK(nats(*fitted(one, settings), one) == nats(*fitted(one, settings), several));
  }
}

TEST_CASE("an empty corpus is degenerate and counts as one empty item") {
  for (int order = 1; order <= 5; ++order)
    for (const NgramSettings& settings : all_settings(order, 3))
      for (const data::Corpus& corpus : {data::Corpus{}, corpus_of({{}}), corpus_of({{}, {}})}) {
        FitReport report;
        const auto model = fit_ngram(corpus, settings, report);
        CHECK(report.status == FitStatus::degenerate);
        const auto same = fit_ngram(corpus_of({{0}}), settings, report);
        CHECK(report.status == FitStatus::converged);
        CHECK(report.iterations == 1);
        CHECK(model->content() == same->content());
        if (settings.smoothing == SmoothingKind::none) CHECK(next(*model, {}) == std::vector<double>{1, 0, 0});
        CHECK(draw(*model, 7, 1, 0, 1).tokens.size() == 7);
        CHECK(nats(*model, corpus).empty());
      }
}

TEST_CASE("a vocabulary of the boundary alone, single tokens and orders beyond every item leave a distribution") {
  for (const data::Corpus& corpus :
       {corpus_of({{0}}), corpus_of({{0, 0, 0}}), corpus_of({{2}}), corpus_of({{1, 0}, {2}})})
    for (const int order : {1, 2, 3, 5, models::kMaxNgramOrder})
      for (const NgramSettings& settings : all_settings(order, 0)) {
        const auto model = fitted(corpus, settings);
        CHECK(model->vocabulary() == *std::max_element(corpus.tokens.begin(), corpus.tokens.end()) + 1);
        for (const Tokens& before : {Tokens{}, Tokens{0}, Tokens{2}, Tokens{1, 1}, Tokens{7}}) {
          double sum = 0;
          for (const double p : next(*model, before)) {
            CHECK(p >= 0);
            sum += p;
          }
          CHECK(close(sum, 1, 1e-14));
        }
        const data::Corpus text = draw(*model, 20, 1, 0, 1);
        CHECK(text.tokens.size() == 20);
        for (const float value : nats(*model, text)) CHECK(std::isfinite(value));
      }
}

TEST_CASE("memory stays within what is told beforehand, whatever the text") {
  for (int order = 1; order <= 5; ++order)
    for (NgramSettings settings : all_settings(order, 40)) {
      for (const data::Corpus& corpus :
           {random_corpus(80, 40, 5), corpus_of({{0}}), corpus_of({{1}, {2}, {3}, {4}, {5}})}) {
        const auto model = fitted(corpus, settings);
        CHECK(model->memory_bytes() <= models::size_of(settings, corpus.tokens.size()).model_bytes);
        CHECK(model->memory_bytes() >= 4 * 40);
      }
    }
}

TEST_CASE("a large vocabulary and a long text are counted as well") {
  const std::size_t size = std::size_t{1} << 20;
  data::Corpus corpus;
  Tokens item(1 << 16);
  for (std::uint32_t i = 0; i < 16; ++i) {
    for (std::uint32_t j = 0; j < item.size(); ++j) item[j] = (j * 16 + i) * 2654435761u % size;
    corpus.append(item, true);
  }
  const NgramSettings settings{3, SmoothingKind::kneser_ney, LowerOrdersKind::backoff, 0.75, 0.1, size};
  const auto model = fitted(corpus, settings);
  CHECK(model->different(1) == size);       // every token once
  CHECK(model->different(3) == size - 17);  // not the first of 16 items, and not the one behind the boundary among them
  CHECK(model->memory_bytes() <= models::size_of(settings, size).model_bytes);
  CHECK(draw(*model, 1000, 1, 0, 1).tokens.size() == 1000);
}
