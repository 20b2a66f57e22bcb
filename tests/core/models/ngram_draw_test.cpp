#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "models/ngram_naive.h"
#include "numerics/hash.h"
#include "random/chi_square.h"
#include "support/close.h"

using namespace collapse;
using models::fit_ngram;
using models::FitReport;
using models::NgramModel;
using models::NgramSettings;
using random::Purpose;
using random::Stream;
using test::all_settings;
using test::close;
using test::corpus_of;
using test::random_corpus;
using test::Tokens;

namespace {

std::shared_ptr<const NgramModel> fitted(const data::Corpus& corpus, const NgramSettings& settings) {
  FitReport report;
  return fit_ngram(corpus, settings, report);
}

const NgramSettings kUnigrams{1, SmoothingKind::none, LowerOrdersKind::interpolated, 0.75, 0.1, 8};

/// Pearson's statistic of counts against probabilities, summed over contexts; cells that expect fewer than 10 are
/// thrown together.
struct Pearson {
  double statistic = 0;
  int degrees = 0;
  bool impossible = false;  // something was drawn that has no probability

  void add(const std::vector<double>& counts, const std::vector<double>& probabilities) {
    double total = 0, cells = 0, rare = 0, rare_expected = 0;
    for (const double count : counts) total += count;
    const auto cell = [&](double count, double expected) {
      statistic += (count - expected) * (count - expected) / expected;
      cells += 1;
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const double expected = total * probabilities[i];
      if (expected == 0 && counts[i] > 0) impossible = true;
      if (expected >= 10) {
        cell(counts[i], expected);
      } else {
        rare += counts[i];
        rare_expected += expected;
      }
    }
    if (rare_expected >= 10) cell(rare, rare_expected);
    // Too few left over to be a cell: as good as determined by the others.
    if (cells > 1) degrees += static_cast<int>(cells) - 1;
  }
  bool plausible() const { return !impossible && degrees > 0 && test::plausible(statistic, degrees); }
};

}  // namespace

TEST_CASE(
    "tokens are drawn as next() says: chi-square over 40 contexts, seen and unseen, 1,000 draws each, false alarm "
    "1e-6") {
  for (const int order : {1, 2, 3, 4})
    for (const auto& [vocabulary, used] : {std::pair<std::size_t, std::size_t>{12, 10}, {3, 3}}) {
      const data::Corpus corpus = random_corpus(60, used, 6);
      for (const NgramSettings& settings : all_settings(order, vocabulary)) {
        CAPTURE(order);
        CAPTURE(static_cast<int>(settings.smoothing));
        CAPTURE(static_cast<int>(settings.lower_orders));
        const auto model = fitted(corpus, settings);
        Pearson pearson;
        Stream stream(20261124, 0, 1, Purpose::measurement);
        for (int i = 0; i < 40; ++i) {
          Tokens before;
          for (int length = i % 4; length > 0; --length)
            before.push_back(static_cast<data::Token>(stream.below(vocabulary)));
          std::vector<double> counts(vocabulary), probabilities(vocabulary);
          for (int draws = 0; draws < 1000; ++draws) counts[go_on(*model, before, 1, stream)[0]] += 1;
          model->next(before, probabilities);
          pearson.add(counts, probabilities);
        }
        CHECK(pearson.plausible());
      }
    }
}

TEST_CASE("back-off draws as next() says where the lower orders give almost nothing to tokens not seen") {
  // Behind 1 everything but 8 and 9 stands once. Those have 1 % of the unigrams, so that most draws end by listing what
  // is left.
  Tokens item;
  for (std::uint32_t token = 0; token < 8; ++token) item.insert(item.end(), {1, token == 0 ? 1 : token});
  for (std::uint32_t token = 2; token < 8; ++token) item.insert(item.end(), 100, token);
  item.insert(item.end(), {8, 8, 9, 8, 8, 0});
  data::Corpus corpus = corpus_of({item, {1, 0}});
  for (const SmoothingKind smoothing :
       {SmoothingKind::absolute_discounting, SmoothingKind::witten_bell, SmoothingKind::kneser_ney})
    for (const int order : {2, 3}) {
      const auto model = fitted(corpus, {order, smoothing, LowerOrdersKind::backoff, 0.9, 0.1, 11});
      Stream stream(20261124, 0, 2, Purpose::measurement);
      std::vector<double> counts(11), probabilities(11);
      for (int draws = 0; draws < 10000; ++draws) counts[go_on(*model, Tokens{5, 1}, 1, stream)[0]] += 1;
      model->next(Tokens{5, 1}, probabilities);
      Pearson pearson;
      pearson.add(counts, probabilities);
      CHECK(pearson.plausible());
      CHECK(counts[8] > 0);
      CHECK(counts[9] > 0);
    }
}

TEST_CASE("a text drawn freely has the contexts and tokens that next() says, false alarm 1e-6") {
  const data::Corpus corpus = random_corpus(60, 8, 7);
  for (const NgramSettings& settings : all_settings(3, 9)) {
    const auto model = fitted(corpus, settings);
    const data::Corpus text = draw(*model, 40000, 20261124, 3, 5);
    std::map<Tokens, std::vector<double>> counts;
    for (std::size_t i = 0; i < text.items(); ++i) {
      Tokens before;
      for (const data::Token token : text.item(i)) {
        std::vector<double>& row = counts[test::context_of(before, 3)];
        row.resize(9);
        row[token] += 1;
        before.push_back(token);
      }
    }
    Pearson pearson;
    std::vector<double> probabilities(9);
    for (const auto& [context, row] : counts) {
      model->next(context.size() == 2 && context[0] != 0 ? context : Tokens(context.begin() + 1, context.end()),
                  probabilities);
      pearson.add(row, probabilities);
    }
    CHECK(pearson.plausible());
  }
}

TEST_CASE("a drawn text has whole items that end with the boundary, a last one cut to fit, and none of it is real") {
  const data::Corpus corpus = random_corpus(60, 8, 8);
  for (const NgramSettings& settings : all_settings(2, 9)) {
    const auto model = fitted(corpus, settings);
    const data::Corpus text = draw(*model, 1001, 1, 2, 3);
    REQUIRE(text.tokens.size() == 1001);
    REQUIRE(text.is_real == std::vector<std::uint8_t>(text.items(), 0));
    for (std::size_t i = 0; i < text.items(); ++i) {
      const auto item = text.item(i);
      REQUIRE(!item.empty());
      for (std::size_t j = 0; j + 1 < item.size(); ++j) CHECK(item[j] != data::kBoundary);
      if (i + 1 < text.items()) CHECK(item.back() == data::kBoundary);
    }
    // Less of it is its beginning, and every address has a text of its own.
    const data::Corpus less = draw(*model, 600, 1, 2, 3);
    CHECK(std::equal(less.tokens.begin(), less.tokens.end(), text.tokens.begin()));
    CHECK(std::equal(less.starts.begin(), less.starts.end(), text.starts.begin()));
    CHECK(draw(*model, 1001, 1, 2, 3).tokens == text.tokens);
    CHECK(draw(*model, 1001, 2, 2, 3).tokens != text.tokens);
    CHECK(draw(*model, 1001, 1, 3, 3).tokens != text.tokens);
    CHECK(draw(*model, 1001, 1, 2, 4).tokens != text.tokens);
    CHECK(draw(*model, 0, 1, 2, 3).tokens.empty());
  }
}

TEST_CASE("a model that has never seen an item's end draws one item") {
  for (const int order : {1, 2, 4}) {
    const auto model =
        fitted(corpus_of({{1, 2, 3}, {2}}), {order, SmoothingKind::none, LowerOrdersKind::interpolated, 0.75, 0.1, 4});
    const data::Corpus text = draw(*model, 5000, 1, 0, 1);
    CHECK(text.tokens.size() == 5000);
    CHECK(text.items() == 1);
  }
}

TEST_CASE("unsmoothed models never draw what they have not seen; unsmoothed unigrams never bring a token back") {
  const data::Corpus corpus = random_corpus(60, 20, 9);
  for (const int order : {1, 2, 3, 5}) {
    NgramSettings settings = kUnigrams;
    settings.order = order;
    settings.vocabulary = 20;
    auto model = fitted(corpus, settings);
    for (std::uint32_t t = 1; t <= 10; ++t) {
      const data::Corpus text = draw(*model, 200, 5, 0, t);
      std::vector<float> nats;
      model->append_nats(text, 0, text.items(), nats);
      for (const float value : nats) CHECK(std::isfinite(value));
      const auto next = fitted(text, settings);
      for (std::size_t token = 0; token < 20; ++token)
        CHECK((model->counts()[token] > 0 || next->counts()[token] == 0));
      model = next;
    }
  }
}

TEST_CASE("unsmoothed unigrams: a token's count is a binomial chain, and its chance to be alive what the chain gives") {
  // Binomial(n, c/n) each generation. 4,000 runs; each of the 30 comparisons has a false-alarm rate of 1e-6.
  constexpr int kN = 60, kRuns = 4000, kGenerations = 20;
  const std::vector<std::uint32_t> start{12, 1, 2, 4, 7, 13, 20, 1};
  data::Corpus first;
  {
    Tokens all;
    for (std::uint32_t token = 1; token < 8; ++token) all.insert(all.end(), start[token], token);
    all.push_back(0);
    first.append(all, true);
    for (int i = 1; i < 12; ++i) first.append(Tokens{0}, true);
  }
  REQUIRE(first.tokens.size() == kN);
  std::vector<std::vector<double>> alive(kGenerations + 1, std::vector<double>(8)),
      transition(kN + 1, std::vector<double>(kN + 1));
  std::vector<double> variety(kGenerations + 1), squares(kGenerations + 1);
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    auto model = fitted(first, kUnigrams);
    for (int t = 0;; ++t) {
      double h = 1;
      for (std::size_t token = 0; token < 8; ++token) {
        const double p = model->counts()[token] / static_cast<double>(kN);
        alive[static_cast<std::size_t>(t)][token] += p > 0 ? 1 : 0;
        h -= p * p;
      }
      variety[static_cast<std::size_t>(t)] += h;
      squares[static_cast<std::size_t>(t)] += h * h;
      if (t == kGenerations) break;
      model = fitted(draw(*model, kN, 20261124, run, static_cast<std::uint32_t>(t + 1)), kUnigrams);
    }
  }

  for (int c = 0; c <= kN; ++c)
    for (int k = 0; k <= kN; ++k) {
      const double p = c / static_cast<double>(kN);
      const double ways = numerics::log_gamma(kN + 1) - numerics::log_gamma(k + 1) - numerics::log_gamma(kN - k + 1);
      transition[static_cast<std::size_t>(c)][static_cast<std::size_t>(k)] =
          numerics::exp(ways) * numerics::pow(p, k) * numerics::pow(1 - p, kN - k);
    }
  for (std::size_t token = 0; token < 8; ++token) {
    std::vector<double> chance(kN + 1), then(kN + 1);
    chance[start[token]] = 1;
    for (int t = 1; t <= kGenerations; ++t) {
      for (std::size_t k = 0; k <= kN; ++k) {
        then[k] = 0;
        for (std::size_t c = 0; c <= kN; ++c) then[k] += chance[c] * transition[c][k];
      }
      chance = then;
      if (t != 1 && t != 3 && t != 10 && t != 20) continue;
      const double expected = 1 - chance[0], seen = alive[static_cast<std::size_t>(t)][token] / kRuns;
      CAPTURE(token);
      CAPTURE(t);
      CHECK(test::plausible_normal((seen - expected) / std::sqrt(expected * (1 - expected) / kRuns + 1e-12)));
    }
  }
  // E H_t = H_0 (1 - 1/n)^t for H = 1 - sum p^2, whatever the number of tokens.
  for (const int t : {1, 5, 20}) {
    const double mean = variety[static_cast<std::size_t>(t)] / kRuns;
    const double sd = std::sqrt((squares[static_cast<std::size_t>(t)] / kRuns - mean * mean) / kRuns);
    const double expected = variety[0] / kRuns * numerics::pow(1 - 1.0 / kN, t);
    CHECK(test::plausible_normal((mean - expected) / sd));
  }
}

TEST_CASE("counts, texts and nats have the same bits everywhere") {
  const data::Corpus corpus = random_corpus(300, 40, 10);
  numerics::Hash hash;
  for (const int order : {1, 2, 3, 5})
    for (const NgramSettings& settings : all_settings(order, 41)) {
      const auto model = fitted(corpus, settings);
      const data::Corpus text = draw(*model, 2000, 7, 0, 1);
      std::vector<float> nats;
      model->append_nats(text, 0, text.items(), nats);
      for (const std::uint32_t number : model->content()) hash.add(std::uint64_t{number});
      for (const data::Token token : text.tokens) hash.add(std::uint64_t{token});
      hash.add(std::span<const float>(nats));
      std::vector<double> probabilities(41);
      model->next(Tokens{1, 2, 3}, probabilities);
      hash.add(probabilities);
    }
  CHECK(hash.value() == 6068119221540106559u);
}
