#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <set>
#include <vector>

#include "collapse/stream.h"
#include "metrics/text_measures.h"
#include "support/close.h"

namespace {

using collapse::data::Corpus;
using collapse::data::Token;
using collapse::test::close;
using namespace collapse::metrics;

Corpus corpus(std::initializer_list<std::vector<Token>> items) {
  Corpus made;
  for (const std::vector<Token>& item : items) made.append(item, false);
  return made;
}

// Random text of few types, so that strings come again.
Corpus random_text(std::size_t items, std::size_t length, std::uint64_t types) {
  collapse::random::Stream stream(11, 0, 0, collapse::random::Purpose::measurement);
  Corpus text;
  for (std::size_t i = 0; i < items; ++i) {
    std::vector<Token> item;
    for (std::size_t k = 0; k < length; ++k) item.push_back(static_cast<Token>(stream.below(types)));
    text.append(item, false);
  }
  return text;
}

}  // namespace

TEST_CASE("token counts count every token, and leave out what the vocabulary lacks") {
  const std::vector<Token> tokens = {3, 0, 3, 1, 9};
  CHECK(token_counts(tokens, 4) == std::vector<std::uint32_t>{1, 1, 0, 2});
  CHECK(token_counts({}, 2) == std::vector<std::uint32_t>{0, 0});
}

TEST_CASE("the entropy of k equal counts is ln k, and of one type or none 0") {
  CHECK(close(entropy_nats(std::vector<std::uint32_t>{5, 5, 0, 5, 5}), std::log(4.0), 1e-14, 0));
  CHECK(entropy_nats(std::vector<std::uint32_t>{7}) == 0);
  CHECK(entropy_nats(std::vector<std::uint32_t>{0, 0}) == 0);
  CHECK(entropy_nats({}) == 0);
  // H(1/4, 3/4)
  CHECK(
      close(entropy_nats(std::vector<std::uint32_t>{1, 3}), 0.25 * std::log(4.0) + 0.75 * std::log(4.0 / 3), 1e-14, 0));
}

TEST_CASE("distinct-n counts different strings within items and never across two") {
  CHECK(distinct_share(corpus({{1, 2}, {1, 2}}), 1) == 0.5);
  CHECK(distinct_share(corpus({{1, 2}, {1, 2}}), 2) == 0.5);  // (2, 1) would be a third
  CHECK(distinct_share(corpus({{1, 2, 3}}), 3) == 1);
  CHECK(std::isnan(distinct_share(corpus({{1, 2}, {3}}), 3)));
  CHECK(std::isnan(distinct_share({}, 1)));
}

TEST_CASE("distinct-n agrees with a set of strings on random text") {
  const Corpus text = random_text(20, 50, 4);
  for (std::size_t n = 1; n <= 4; ++n) {
    std::set<std::vector<Token>> different;
    std::size_t all = 0;
    for (std::size_t i = 0; i < text.items(); ++i)
      for (std::size_t at = 0; at + n <= text.item(i).size(); ++at, ++all)
        different.emplace(text.item(i).begin() + static_cast<std::ptrdiff_t>(at),
                          text.item(i).begin() + static_cast<std::ptrdiff_t>(at + n));
    CHECK(distinct_share(text, n) == static_cast<double>(different.size()) / static_cast<double>(all));
  }
}

TEST_CASE("self-BLEU is 1 for copies, 0 for items without a token in common, and needs two items of four tokens") {
  CHECK(close(self_bleu(corpus({{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}}), 9), 1, 1e-14, 0));
  CHECK(self_bleu(corpus({{1, 2, 3, 4}, {5, 6, 7, 8}}), 9) == 0);
  CHECK(std::isnan(self_bleu(corpus({{1, 2, 3, 4}}), 9)));
  CHECK(std::isnan(self_bleu(corpus({{1, 2, 3, 4}, {1, 2, 3}}), 9)));
  CHECK(std::isnan(self_bleu(corpus({{1, 2, 3, 4}, {1, 2, 3, 4}}), 1)));
}

TEST_CASE(
    "self-BLEU is the mean of the items' BLEU, with clipped counts, one added above single tokens, and the brevity "
    "penalty") {
  // Item a = 1 1 2 3 against b = 1 2 3 4 4: single tokens 3/4 (the second 1 is clipped); pairs (1,2), (2,3) of 3:
  // (2+1)/(3+1); triples (1,2,3) of 2: (1+1)/(2+1); quadruples 0 of 1: 1/2. Length 4 against 5: exp(1 - 5/4).
  const double a =
      std::exp((std::log(3.0 / 4) + std::log(3.0 / 4) + std::log(2.0 / 3) + std::log(1.0 / 2)) / 4 + 1 - 5.0 / 4);
  // Item b against a: single 3/5; pairs (1,2), (2,3) of 4: 3/5; triples (1,2,3) of 3: 2/4; quadruples 0 of 2: 1/3.
  // Longer: no penalty.
  const double b = std::exp((std::log(3.0 / 5) + std::log(3.0 / 5) + std::log(1.0 / 2) + std::log(1.0 / 3)) / 4);
  CHECK(close(self_bleu(corpus({{1, 1, 2, 3}, {1, 2, 3, 4, 4}}), 9), (a + b) / 2, 1e-13, 0));
}

TEST_CASE("the longest loop is the longest stretch that repeats with a period, at least twice, within one item") {
  CHECK(longest_loop(corpus({{1, 2, 3, 4}}), 16) == 0);
  CHECK(longest_loop(corpus({{7, 7}}), 16) == 2);
  CHECK(longest_loop(corpus({{9, 1, 2, 1, 2, 1, 8}}), 16) == 5);
  CHECK(longest_loop(corpus({{1, 2, 3, 1, 2}}), 16) == 0);  // not yet twice
  CHECK(longest_loop(corpus({{1, 2, 3, 1, 2, 3}}), 16) == 6);
  CHECK(longest_loop(corpus({{1, 2, 3, 1, 2, 3}}), 2) == 0);  // the period is longer
  CHECK(longest_loop(corpus({{5, 6}, {5, 6}}), 16) == 0);     // two items
  CHECK(longest_loop({}, 16) == 0);
}
