#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "chi_square.h"
#include "collapse/stream.h"

namespace {

using namespace collapse::test;
using collapse::random::fill_categorical;
using collapse::random::Purpose;
using collapse::random::sample_without_replacement;
using collapse::random::Stream;

Stream stream(std::uint32_t generation) { return Stream(5, 1, generation, Purpose::subsample); }

}  // namespace

TEST_CASE("sampling without replacement gives different numbers of the population") {
  for (const std::uint32_t population : {1u, 2u, 10u, 1000u}) {
    for (const std::uint32_t count : {0u, 1u, population / 2, population}) {
      Stream s = stream(population);
      std::vector<std::uint32_t> sample = sample_without_replacement(s, population, count);
      CHECK(sample.size() == count);
      std::sort(sample.begin(), sample.end());
      CHECK(std::adjacent_find(sample.begin(), sample.end()) == sample.end());
      if (!sample.empty()) CHECK(sample.back() < population);
    }
  }
  Stream s = stream(0);
  CHECK(sample_without_replacement(s, 0, 0).empty());
}

TEST_CASE("a shorter sample without replacement is a prefix of a longer one") {
  Stream long_stream = stream(8);
  const std::vector<std::uint32_t> whole = sample_without_replacement(long_stream, 500, 500);
  for (const std::uint32_t count : {0u, 1u, 7u, 250u, 499u}) {
    Stream s = stream(8);
    const std::vector<std::uint32_t> part = sample_without_replacement(s, 500, count);
    CHECK(std::equal(part.begin(), part.end(), whole.begin()));
  }
}

TEST_CASE("a small sample of a large population is the beginning of the whole shuffled population") {
  // Where few are asked for, the list is not written down; which way is taken must not matter.
  for (const std::uint32_t population : {17u, 100u, 1000u, 70000u})
    for (std::uint32_t t = 0; t < 40; ++t) {
      Stream dense = stream(t), sparse = stream(t);
      const std::vector<std::uint32_t> whole = sample_without_replacement(dense, population, population);
      const std::uint32_t count = t % 20 == 0 ? population / 17 : t % 4;
      const std::vector<std::uint32_t> part = sample_without_replacement(sparse, population, count);
      REQUIRE(part.size() == count);
      CHECK(std::equal(part.begin(), part.end(), whole.begin()));
    }
}

// Chi-square over the 60 ordered triples out of 5, over which number comes at each of 4 places out of 20, and over how
// often each of 20 is chosen; 120,000 samples each; false alarms 1e-6 a check.
TEST_CASE("every ordered sample without replacement is equally likely") {
  std::vector<std::uint32_t> triples(125), places(4 * 20);
  for (std::uint32_t t = 0; t < 120000; ++t) {
    Stream s = stream(t);
    const auto three = sample_without_replacement(s, 5, 3);
    ++triples[three[0] * 25 + three[1] * 5 + three[2]];
    const auto four = sample_without_replacement(s, 20, 4);
    for (std::size_t i = 0; i < 4; ++i) ++places[i * 20 + four[i]];
  }
  std::vector<std::uint32_t> possible;
  for (std::uint32_t a = 0; a < 5; ++a) {
    for (std::uint32_t b = 0; b < 5; ++b) {
      for (std::uint32_t c = 0; c < 5; ++c) {
        if (a != b && b != c && a != c) possible.push_back(triples[a * 25 + b * 5 + c]);
      }
    }
  }
  CHECK(std::accumulate(possible.begin(), possible.end(), 0u) == 120000);
  CHECK(plausibly_equal(possible));
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(plausibly_equal(std::span(places).subspan(i * 20, 20)));
  }
}

// n = 400,000; chi-square with 2 degrees of freedom of the counts against n times the weights' shares, and over 32 x 32
// pairs of successive draws of 32 equal components; false alarms 1e-6 each.
TEST_CASE("categorical draws have the weights' probabilities and never weight 0") {
  Stream s = stream(1);
  std::vector<std::uint16_t> drawn(400000);
  const std::vector<double> weights{0.3, 0.6, 0, 1.5, 0};
  fill_categorical(s, weights, drawn);
  REQUIRE(*std::max_element(drawn.begin(), drawn.end()) < 5);
  std::vector<double> counts(5);
  for (const std::uint16_t k : drawn) counts[k] += 1;
  CHECK(counts[2] == 0);
  CHECK(counts[4] == 0);
  double statistic = 0;
  for (const std::size_t k : {0u, 1u, 3u}) {
    const double expected = 400000 * weights[k] / 2.4;
    statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
  }
  CHECK(plausible(statistic, 2));

  const std::vector<double> equal(32, 0.25);
  fill_categorical(s, equal, drawn);
  REQUIRE(*std::max_element(drawn.begin(), drawn.end()) < 32);
  std::vector<std::uint32_t> pairs(1024);
  for (std::size_t i = 1; i < drawn.size(); ++i) ++pairs[drawn[i - 1] * 32u + drawn[i]];
  CHECK(plausibly_equal(pairs));
}

TEST_CASE("a categorical draw costs one uniform, whatever the weights") {
  Stream drawing = stream(2), counting = stream(2);
  std::vector<std::uint16_t> drawn(100);
  fill_categorical(drawing, std::vector<double>{1, 2, 3}, drawn);
  for (int i = 0; i < 100; ++i) counting.next();
  CHECK(drawing.next() == counting.next());
}

TEST_CASE("leading and trailing components of weight 0 are never drawn, even when all the weight is tiny") {
  Stream s = stream(3);
  std::vector<std::uint16_t> drawn(1000);
  fill_categorical(s, std::vector<double>{0, 5e-324, 0}, drawn);
  CHECK(std::all_of(drawn.begin(), drawn.end(), [](std::uint16_t k) { return k == 1; }));
  fill_categorical(s, std::vector<double>{4}, drawn);
  CHECK(std::all_of(drawn.begin(), drawn.end(), [](std::uint16_t k) { return k == 0; }));
}
