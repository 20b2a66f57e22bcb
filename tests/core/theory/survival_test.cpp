#include "theory/survival.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "collapse/stream.h"
#include "numerics/elementary.h"
#include "random/chi_square.h"
#include "support/close.h"

using namespace collapse;
using test::close;
using theory::expected_survivors;

namespace {

using Counts = std::vector<std::uint32_t>;

/// Whether a kind with `count` of `all` is alive after 0 .. generations rounds of n draws: the chain Binomial(n, k/n)
/// itself.
std::vector<double> exactly_alive(double count, double all, std::size_t n, int generations) {
  const auto size = static_cast<double>(n);
  const auto binomial = [&](double p) {
    std::vector<double> row(n + 1);
    for (std::size_t k = 0; k <= n; ++k) {
      const auto x = static_cast<double>(k);
      row[k] = numerics::exp(numerics::log_gamma(size + 1) - numerics::log_gamma(x + 1) -
                             numerics::log_gamma(size - x + 1)) *
               numerics::pow(p, x) * numerics::pow(1 - p, size - x);
    }
    return row;
  };
  std::vector<std::vector<double>> transition;
  for (std::size_t k = 0; k <= n; ++k) transition.push_back(binomial(static_cast<double>(k) / size));
  std::vector<double> alive{1}, chance = binomial(count / all);
  for (int t = 1; t <= generations; ++t) {
    alive.push_back(1 - chance[0]);
    std::vector<double> then(n + 1);
    for (std::size_t from = 0; from <= n; ++from)
      for (std::size_t to = 0; to <= n; ++to) then[to] += chance[from] * transition[from][to];
    chance = then;
  }
  return alive;
}

}  // namespace

TEST_CASE("survivors: exact after one generation, later below the exact chain and close to it") {
  // As many draws as counts, half as many, twice as many.
  const Counts counts{1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 8, 13, 18, 0};
  for (const std::size_t n : {30u, 60u, 120u}) {
    const std::vector<double> law = expected_survivors(counts, n, 20);
    REQUIRE(law.size() == 21);
    std::vector<double> exact(21);
    for (const std::uint32_t count : counts) {
      if (count == 0) continue;
      const std::vector<double> alive = exactly_alive(count, 60, n, 20);
      for (std::size_t t = 0; t <= 20; ++t) exact[t] += alive[t];
    }
    CHECK(law[0] == 13);
    CHECK(close(law[1], exact[1], 1e-12));
    for (std::size_t t = 2; t <= 20; ++t) {
      CAPTURE(t);
      CHECK(law[t] <= exact[t]);
      CHECK(law[t] >= exact[t] * (1 - 0.25 * static_cast<double>(t) / static_cast<double>(n)));
    }
  }
}

TEST_CASE(
    "survivors: a simulation's mean is the law's after one generation and at most 0.5 % above it later, false alarm "
    "1e-6") {
  // A Zipf-like text: 300 kinds of which most are rare.
  constexpr std::size_t kKinds = 300, kRuns = 400, kN = 2000;
  constexpr int kGenerations = 10;
  Counts start(kKinds);
  for (std::size_t i = 0; i < kKinds; ++i) start[i] = static_cast<std::uint32_t>(400 / (i + 1)) + 1;
  const std::vector<double> law = expected_survivors(start, kN, kGenerations);
  std::vector<double> sum(kGenerations + 1), squares(kGenerations + 1);
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    Counts counts = start;
    for (int t = 1; t <= kGenerations; ++t) {
      random::Stream stream(20261124, run, static_cast<std::uint32_t>(t), random::Purpose::synthetic);
      Counts running(counts.size());
      std::uint32_t total = 0;
      for (std::size_t i = 0; i < kKinds; ++i) running[i] = total += counts[i];
      std::fill(counts.begin(), counts.end(), 0u);
      for (std::size_t i = 0; i < kN; ++i)
        ++counts[static_cast<std::size_t>(std::upper_bound(running.begin(), running.end(), stream.below(total)) -
                                          running.begin())];
      const auto alive =
          static_cast<double>(kKinds - static_cast<std::size_t>(std::count(counts.begin(), counts.end(), 0u)));
      sum[static_cast<std::size_t>(t)] += alive;
      squares[static_cast<std::size_t>(t)] += alive * alive;
    }
  }
  for (std::size_t t = 1; t <= kGenerations; ++t) {
    CAPTURE(t);
    const double mean = sum[t] / kRuns, error = std::sqrt((squares[t] / kRuns - mean * mean) / kRuns);
    if (t == 1) CHECK(test::plausible_normal((mean - law[t]) / error));
    CHECK(mean >= law[t] - 4.892 * error);
    CHECK(mean <= law[t] * 1.005 + 4.892 * error);
  }
}

TEST_CASE("survivors of a single kind, of none, of no draws, and of counts in any order") {
  CHECK(expected_survivors(Counts{7}, 5, 1)[1] == 1);
  CHECK(expected_survivors(Counts{7, 0, 0}, 5, 0) == std::vector<double>{1});
  CHECK(expected_survivors(Counts{}, 5, 2) == std::vector<double>{0, 0, 0});
  CHECK(expected_survivors(Counts{0, 0}, 5, 2) == std::vector<double>{0, 0, 0});
  CHECK(expected_survivors(Counts{3, 4}, 0, 2) == std::vector<double>{2, 0, 0});
  CHECK(expected_survivors(Counts{7}, 0, 2) == std::vector<double>{1, 0, 0});
  CHECK(expected_survivors(Counts{3, 0, 4, 3}, 9, 5) == expected_survivors(Counts{4, 3, 3}, 9, 5));
  // n kinds that stand once each: 1 - (1 - 1/n)^n of them, then about 1 - e^-(1 - 1/e).
  const std::vector<double> once = expected_survivors(Counts(1000000, 1), 1000000, 2);
  CHECK(close(once[1] / 1e6, 1 - numerics::exp(-1), 1e-6));
  CHECK(close(once[2] / 1e6, 1 - numerics::exp(-(1 - numerics::exp(-1))), 1e-6));
}
