#include "models/language/decoding.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "nn/naive_attention.h"
#include "support/close.h"

using namespace collapse;
using data::Token;
using models::Decoding;
using models::TokenChooser;
using test::close;
using test::Doubles;

namespace {

using Floats = std::vector<float>;

const Floats kLogits{1, -2, 3, 0, 2.5f, -1, 3, 0.5f};

Doubles probabilities(const Decoding& decoding, const Floats& logits = kLogits, const std::vector<Token>& seen = {}) {
  TokenChooser chooser(decoding, logits.size());
  const std::span<const double> p = chooser.probabilities(logits.data(), seen);
  return {p.begin(), p.end()};
}

double sum_of(const Doubles& p) {
  double sum = 0;
  for (const double value : p) sum += value;
  return sum;
}

random::Stream stream() { return {5, 0, 1, random::Purpose::synthetic, 0}; }

}  // namespace

TEST_CASE("at temperature 1 a token's probability is its softmax, at others its power") {
  const Doubles plain = test::naive_softmax(test::doubles(kLogits).data(), kLogits.size());
  CHECK(test::relative_difference(probabilities({}), plain) < 1e-14);
  for (const double temperature : {0.25, 2.0, 100.0}) {
    Doubles cooled = test::doubles(kLogits);
    for (double& x : cooled) x /= temperature;
    CHECK(test::relative_difference(probabilities({.temperature = temperature}),
                                    test::naive_softmax(cooled.data(), cooled.size())) < 1e-14);
  }
}

TEST_CASE("temperature 0 takes the most probable token, the lower number among equals") {
  CHECK(probabilities({.temperature = 0}) == Doubles{0, 0, 1, 0, 0, 0, 0, 0});
  TokenChooser chooser({.temperature = 0}, kLogits.size());
  random::Stream untouched = stream(), given = stream();
  CHECK(chooser.draw(kLogits.data(), {}, given) == 2);
  CHECK(given.next() == untouched.next());
}

TEST_CASE("top-k keeps the k most probable tokens in their proportions, the lower number among equals") {
  const Doubles all = probabilities({});
  const std::vector<std::size_t> rank{2, 6, 4, 0, 7, 3, 5, 1};
  for (std::size_t k = 1; k <= 8; ++k) {
    const Doubles p = probabilities({.top_k = k});
    double kept = 0;
    for (std::size_t i = 0; i < k; ++i) kept += all[rank[i]];
    for (std::size_t i = 0; i < 8; ++i) CHECK(close(p[rank[i]], i < k ? all[rank[i]] / kept : 0, 1e-14));
  }
  CHECK(probabilities({.top_k = 0}) == all);
  CHECK(probabilities({.top_k = 1000}) == all);
}

TEST_CASE("top-p keeps the fewest most probable tokens that reach p") {
  const Doubles all = probabilities({});
  const std::vector<std::size_t> rank{2, 6, 4, 0, 7, 3, 5, 1};
  double reached = 0;
  for (std::size_t k = 1; k <= 8; ++k) {
    const double before = reached;
    reached += all[rank[k - 1]];
    for (const double p : {before + 1e-9, reached - 1e-9}) {
      const Doubles kept = probabilities({.top_p = p});
      CHECK(std::count_if(kept.begin(), kept.end(), [](double q) { return q > 0; }) == static_cast<std::ptrdiff_t>(k));
      CHECK(close(kept[rank[k - 1]], all[rank[k - 1]] / reached, 1e-13));
    }
  }
  // Of what top-k has left.
  const Doubles both = probabilities({.top_k = 2, .top_p = 0.4});
  CHECK(both == Doubles{0, 0, 1, 0, 0, 0, 0, 0});
}

TEST_CASE("the repetition penalty divides positive logits and multiplies negative ones, once for each token seen") {
  const Doubles penalised = probabilities({.repetition_penalty = 2}, kLogits, {2, 1, 2, 2, 3});
  Doubles expected = test::doubles(kLogits);
  expected[2] = 1.5;
  expected[1] = -4;
  CHECK(test::relative_difference(penalised, test::naive_softmax(expected.data(), 8)) < 1e-14);
  // Before the temperature and the truncation.
  CHECK(probabilities({.temperature = 0, .repetition_penalty = 2}, kLogits, {2})[6] == 1);
  CHECK(probabilities({.top_k = 1, .repetition_penalty = 2}, kLogits, {6, 2})[4] == 1);
  // A chooser used before remembers nothing.
  TokenChooser chooser({.repetition_penalty = 2}, 8);
  const std::vector<Token> seen{2};
  static_cast<void>(chooser.probabilities(kLogits.data(), seen));
  const std::span<const double> later = chooser.probabilities(kLogits.data(), {});
  CHECK(Doubles(later.begin(), later.end()) == probabilities({}));
}

TEST_CASE("whatever the decoding, probabilities sum to 1 and only tokens with one are drawn") {
  const Floats logits = test::normals(50, 1, 3);
  for (const Decoding& decoding :
       {Decoding{}, Decoding{.temperature = 0.3}, Decoding{.top_k = 7}, Decoding{.top_p = 0.5},
        Decoding{.temperature = 2, .top_k = 20, .top_p = 0.9, .repetition_penalty = 1.3}, Decoding{.temperature = 0}}) {
    TokenChooser chooser(decoding, logits.size());
    random::Stream numbers = stream();
    const std::vector<Token> seen{4, 9, 4};
    const Doubles p = probabilities(decoding, logits, seen);
    CHECK(close(sum_of(p), 1, 1e-14));
    for (int i = 0; i < 200; ++i) CHECK(p[chooser.draw(logits.data(), seen, numbers)] > 0);
  }
}

TEST_CASE("tokens are drawn with their probabilities") {
  // Chi-square of 40,000 draws on 7 degrees of freedom, passed by chance with probability 1e-6.
  const Decoding decoding{.temperature = 1.5};
  const Doubles p = probabilities(decoding);
  TokenChooser chooser(decoding, 8);
  random::Stream numbers = stream();
  Doubles count(8);
  for (int i = 0; i < 40000; ++i) count[chooser.draw(kLogits.data(), {}, numbers)] += 1;
  double chi_square = 0;
  for (std::size_t v = 0; v < 8; ++v)
    chi_square += (count[v] - 40000 * p[v]) * (count[v] - 40000 * p[v]) / (40000 * p[v]);
  CHECK(numerics::chi_square_survival(7, chi_square) > 1e-6);
}

TEST_CASE("log-probabilities are those of the softmax after the penalty, whatever the temperature") {
  TokenChooser chooser({.beam = true, .temperature = 0.1, .top_k = 1, .repetition_penalty = 2}, 8);
  const std::vector<Token> seen{0};
  const std::span<const double> log_p = chooser.log_probabilities(kLogits.data(), seen);
  Doubles expected = test::doubles(kLogits);
  expected[0] = 0.5;
  const Doubles p = test::naive_softmax(expected.data(), 8);
  for (std::size_t v = 0; v < 8; ++v) CHECK(close(log_p[v], numerics::log(p[v]), 1e-14));
}

TEST_CASE("logits that are not finite still give a token") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
  for (const Floats& logits : {Floats{nan, nan, nan}, Floats{1, nan, 2}, Floats{infinite, infinite, 0},
                               Floats{-infinite, -infinite, -infinite}})
    for (const Decoding& decoding : {Decoding{}, Decoding{.top_k = 2, .top_p = 0.5}, Decoding{.temperature = 0}}) {
      TokenChooser chooser(decoding, 3);
      random::Stream numbers = stream();
      CHECK(chooser.draw(logits.data(), {}, numbers) < 3);
      CHECK(sum_of(probabilities(decoding, logits)) == 1);
    }
}
