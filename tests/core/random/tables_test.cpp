#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "data/tally.h"
#include "numerics/elementary.h"
#include "random/alias.h"
#include "random/chi_square.h"
#include "random/poisson.h"
#include "support/close.h"

// Draws of categories and counts, each against its law; false alarms 1e-6 a test, fixed seeds.

using namespace collapse;
using namespace collapse::random;
using collapse::test::close;
using collapse::test::plausible;

namespace {

Stream stream_of(std::uint32_t part) { return Stream(11, 0, 0, Purpose::synthetic, part); }

// Chi-square of counts against expectations; bins that expect fewer than 20 are pooled with the next.
bool follows(const std::vector<double>& counts, const std::vector<double>& expected) {
  double statistic = 0, count = 0, expectation = 0;
  int bins = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    count += counts[i];
    expectation += expected[i];
    if (expectation < 20 && i + 1 < counts.size()) continue;
    if (expectation > 0) {
      statistic += (count - expectation) * (count - expectation) / expectation;
      ++bins;
    }
    count = expectation = 0;
  }
  return bins < 2 || plausible(statistic, bins - 1);
}

template <class Weight>
void check_table(const std::vector<Weight>& weights) {
  const AliasTable<Weight> table{std::span<const Weight>(weights)};
  Stream stream = stream_of(1);
  const int draws = 200000;
  double total = 0;
  for (const Weight weight : weights) total += static_cast<double>(weight);
  std::vector<double> counts(weights.size(), 0), expected;
  for (const Weight weight : weights) expected.push_back(draws * static_cast<double>(weight) / total);
  for (int i = 0; i < draws; ++i) counts[table.draw(stream)] += 1;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (!(weights[i] > 0)) CHECK(counts[i] == 0);
  CHECK(follows(counts, expected));
}

}  // namespace

TEST_CASE("alias table: draws follow the weights, and weight 0 is never drawn") {
  check_table<std::uint64_t>({5, 0, 1, 94, 0, 300, 7, 7});
  check_table<std::uint64_t>({0, 0, 3});
  check_table<double>({0.1, 0, 0.7, 0.05, 0.15, 0});
  std::vector<double> zipf;
  for (int i = 1; i <= 500; ++i) zipf.push_back(1.0 / i);
  check_table(zipf);
}

TEST_CASE("alias table: names stand for indices") {
  const std::vector<std::uint64_t> weights{2, 3};
  const std::vector<std::uint32_t> names{17, 40};
  const AliasTable<std::uint64_t> table(weights, names);
  Stream stream = stream_of(2);
  int first = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint32_t drawn = table.draw(stream);
    CHECK((drawn == 17 || drawn == 40));
    first += drawn == 17;
  }
  CHECK(first > 300);  // 400 expected, standard deviation 15
  CHECK(first < 500);
}

TEST_CASE("Poisson draws follow the law below and above the rate where the method changes") {
  for (const double rate : {0.01, 1.0, 9.999, 10.0, 57.3, 4000.0}) {
    CAPTURE(rate);
    const Poisson poisson(rate);
    Stream stream = stream_of(3);
    const int draws = 100000;
    const auto bins = static_cast<std::size_t>(rate + 12 * std::sqrt(rate) + 20);
    std::vector<double> counts(bins, 0), expected;
    for (std::size_t k = 0; k < bins; ++k) {
      const double x = static_cast<double>(k);
      expected.push_back(draws * numerics::exp(x * numerics::log(rate) - rate - numerics::log_gamma(x + 1)));
    }
    for (int i = 0; i < draws; ++i) {
      const std::uint32_t k = poisson.draw(stream);
      REQUIRE(k < bins);
      counts[k] += 1;
    }
    CHECK(follows(counts, expected));
  }
  Stream stream = stream_of(4);
  for (int i = 0; i < 100; ++i) CHECK(Poisson(0).draw(stream) == 0);
}

// Law: the count of a kind is hypergeometric, mean n K/N, variance n (K/N)(1 - K/N)(N - n)/(N - 1). 2,000 subsamples.
TEST_CASE("a subsample of a tally is one without replacement, its real items among them") {
  data::Tally pool;
  pool.counts = {40, 0, 25, 35, 100};
  pool.real = {10, 0, 25, 0, 60};
  for (const std::uint64_t n : {1u, 60u, 150u, 199u}) {
    CAPTURE(n);
    const int times = 2000;
    double counts[5] = {}, real = 0;
    for (int i = 0; i < times; ++i) {
      Stream stream(3, static_cast<std::uint32_t>(i), 1, Purpose::subsample);
      const data::Tally taken = data::subsample(pool, n, stream);
      CHECK(taken.items() == n);
      for (std::size_t k = 0; k < 5; ++k) {
        REQUIRE(taken.counts[k] <= pool.counts[k]);
        REQUIRE(taken.real[k] <= taken.counts[k]);
        REQUIRE(taken.counts[k] - taken.real[k] <= pool.counts[k] - pool.real[k]);
        counts[k] += taken.counts[k];
      }
      real += static_cast<double>(taken.real_items());
    }
    const auto z = [&](double sum, double of) {
      const double share = of / 200, size = static_cast<double>(n);
      return (sum / times - size * share) / std::sqrt(size * share * (1 - share) * (200 - size) / 199 / times);
    };
    for (const std::size_t k : {0u, 2u, 3u, 4u}) CHECK(std::fabs(z(counts[k], pool.counts[k])) < 5.2);
    CHECK(std::fabs(z(real, 95)) < 5.2);
    CHECK(counts[1] == 0);
  }
  Stream stream(3, 0, 1, Purpose::subsample);
  CHECK(data::subsample(pool, 500, stream).counts == pool.counts);
}

TEST_CASE("tallies of different lengths are put together") {
  data::Tally a, b;
  a.counts = {1, 2};
  a.real = {1, 0};
  b.counts = {0, 1, 5};
  b.real = {0, 1, 2};
  for (const data::Tally& both : {data::concatenate(a, b), data::concatenate(b, a)}) {
    CHECK(both.counts == std::vector<std::uint32_t>{1, 3, 5});
    CHECK(both.real == std::vector<std::uint32_t>{1, 1, 2});
    CHECK(both.items() == 9);
    CHECK(both.real_items() == 4);
  }
}
