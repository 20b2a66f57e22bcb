#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "numerics/elementary.h"
#include "support/close.h"
#include "theory/discrete.h"
#include "theory/regression.h"
#include "theory/survival.h"

using namespace collapse::theory;
using collapse::WorkflowKind;
using collapse::test::close;

namespace {

Schedule setting_of(WorkflowKind workflow, int generations, double n, double real = 0) {
  Schedule s;
  s.plan.workflow = workflow;
  s.n.assign(static_cast<std::size_t>(generations), n);
  s.real.assign(static_cast<std::size_t>(generations), real);
  s.real[0] = n;
  return s;
}

// Two categories by the whole Markov chain: E H_t exactly, by the distribution of the count of the first one.
std::vector<double> chain_heterozygosity(int n, int real, double p, int generations) {
  const auto size = static_cast<std::size_t>(n) + 1;
  const auto binomial = [](int draws, double q) {
    std::vector<double> out(static_cast<std::size_t>(draws) + 1, 0);
    out[0] = 1;
    for (int i = 0; i < draws; ++i)
      for (std::size_t k = out.size(); k-- > 0;) out[k] = out[k] * (1 - q) + (k > 0 ? out[k - 1] * q : 0);
    return out;
  };
  std::vector<double> state = binomial(n, p), h{2 * p * (1 - p)};
  for (int t = 1;; ++t) {
    double sum = 0;
    for (std::size_t k = 0; k < size; ++k) {
      const double q = static_cast<double>(k) / n;
      sum += state[k] * 2 * q * (1 - q);
    }
    h.push_back(sum);
    if (t == generations) return h;
    std::vector<double> next(size, 0);
    const std::vector<double> fresh = binomial(real, p);
    for (std::size_t k = 0; k < size; ++k) {
      const std::vector<double> drawn = binomial(n - real, static_cast<double>(k) / n);
      for (std::size_t a = 0; a < fresh.size(); ++a)
        for (std::size_t b = 0; b < drawn.size(); ++b) next[a + b] += state[k] * fresh[a] * drawn[b];
    }
    state = next;
  }
}

}  // namespace

TEST_CASE("heterozygosity: the laws are those of the whole Markov chain of two categories") {
  const double p = 0.3, f0 = p * p + (1 - p) * (1 - p);
  const std::vector<double> replace = expected_heterozygosity(setting_of(WorkflowKind::replace, 12, 7), f0),
                            chain = chain_heterozygosity(7, 0, p, 12);
  const std::vector<double> mix = expected_heterozygosity(setting_of(WorkflowKind::mix, 12, 7, 2), f0),
                            mixed = chain_heterozygosity(7, 2, p, 12);
  REQUIRE(replace.size() == 13);
  for (std::size_t t = 0; t <= 12; ++t) {
    CHECK(close(replace[t], chain[t], 1e-12));
    CHECK(close(mix[t], mixed[t], 1e-12));
  }
}

TEST_CASE(
    "heterozygosity: replace falls by 1 - 1/n, accumulate by 1 - 1/(n t^2), and real data alone stay at the first "
    "sample's") {
  const std::vector<double> replace = expected_heterozygosity(setting_of(WorkflowKind::replace, 50, 20), 0.1);
  CHECK(close(replace[50], 0.9 * std::pow(0.95, 50), 1e-12));
  const std::vector<double> kept = expected_heterozygosity(setting_of(WorkflowKind::accumulate, 50, 20), 0.1);
  double product = 0.9;
  for (int t = 1; t <= 50; ++t) product *= 1 - 1.0 / (20.0 * t * t);
  CHECK(close(kept[50], product, 1e-12));
  for (const bool fresh : {true, false}) {
    Schedule all = setting_of(WorkflowKind::mix, 5, 20, 20);
    all.plan.fresh_real = fresh;
    CHECK(close(expected_heterozygosity(all, 0.1)[5], 0.9 * 0.95, 1e-12));
    Schedule none = setting_of(WorkflowKind::mix, 5, 20, 0);
    none.plan.fresh_real = fresh;
    CHECK(close(expected_heterozygosity(none, 0.1)[5], 0.9 * std::pow(0.95, 5), 1e-12));
  }
}

TEST_CASE("heterozygosity: with fresh real data it settles where the recursion stands still") {
  const double n = 40, r = 4, s = 36, f0 = 0.05;
  const std::vector<double> h = expected_heterozygosity(setting_of(WorkflowKind::mix, 4000, n, r), f0);
  CHECK(close(1 - h[4000], (n + (r * (r - 1) + 2 * r * s) * f0) / (n * n - s * (s - 1)), 1e-12));
}

TEST_CASE(
    "heterozygosity: the general recursion is replace at alpha = 1, all real at gamma = 1, and one sample for ever at "
    "beta = 1") {
  Schedule s = setting_of(WorkflowKind::recursion, 30, 12);
  s.plan.alpha = 1;
  s.plan.beta = 0;
  const std::vector<double> replace = expected_heterozygosity(setting_of(WorkflowKind::replace, 30, 12), 0.2),
                            closed = expected_heterozygosity(s, 0.2);
  for (std::size_t t = 0; t <= 30; ++t) CHECK(close(closed[t], replace[t], 1e-12));
  for (const double beta : {0.0, 1.0}) {
    s.plan.alpha = 0;
    s.plan.beta = beta;
    CHECK(close(expected_heterozygosity(s, 0.2)[30], 0.8 * (1 - 1 / 12.0), 1e-12));
  }
  // Each item real with a chance gamma: 1 - [1/n + (1 - 1/n)(2 gamma - gamma^2) F0]/[1 - (1 - 1/n)(1 - gamma)^2] in the
  // end.
  Schedule each = setting_of(WorkflowKind::recursion, 4000, 12);
  each.plan.alpha = 0.9;
  CHECK(close(1 - expected_heterozygosity(each, 0.2)[4000],
              (1 / 12.0 + 11 / 12.0 * 0.19 * 0.2) / (1 - 11 / 12.0 * 0.81), 1e-12));
}

TEST_CASE("survivors: equal and given probabilities agree, and the first generation is exact") {
  const std::vector<std::uint32_t> counts{1, 1, 2, 4};
  const std::vector<double> p{0.125, 0.125, 0.25, 0.5, 0};
  const std::vector<double> a = expected_survivors(counts, 8, 6), b = expected_survivors(p, 8, 6);
  REQUIRE(a.size() == b.size());
  for (std::size_t t = 0; t < a.size(); ++t) CHECK(close(a[t], b[t], 1e-14));
  CHECK(close(b[1], 2 * (1 - std::pow(0.875, 8)) + 1 - std::pow(0.75, 8) + 1 - std::pow(0.5, 8), 1e-12));
}

TEST_CASE("Poisson: the chance to be alive is that of the branching process") {
  // By its generating function: P(total_t = 0) from total_1 ~ Poisson(n rate), total_{t+1} ~ Poisson(total_t).
  Schedule s = setting_of(WorkflowKind::replace, 30, 10);
  const std::vector<double> alive = poisson_alive(s, 0.7);
  for (int t = 1; t <= 30; ++t) {
    double dead = 0;  // from one of generation 1's total
    for (int i = 1; i < t; ++i) dead = std::exp(dead - 1);
    CHECK(close(alive[static_cast<std::size_t>(t)], 1 - std::exp(7 * (dead - 1)), 1e-12));
  }
  s.plan.growth = 1;
  CHECK(poisson_alive(s, 0.7).empty());
  CHECK(poisson_alive(setting_of(WorkflowKind::mix, 30, 10, 1), 0.7).empty());
}

TEST_CASE("regression: the published figures of Gerstgrasser et al. are met") {
  RegressionSetting s;
  s.n.assign(10, 100);
  s.features = 10;
  CHECK(close(expected_test_error(s)[10], 10 * 10 / 89.0, 1e-14));
  s.plan.workflow = WorkflowKind::accumulate;
  CHECK(close(expected_test_error(s)[10], 0.17413, 1e-4));
  s.n.assign(10000, 100);
  CHECK(close(expected_test_error(s)[10000], 10 / 89.0 * collapse::numerics::kPi * collapse::numerics::kPi / 6, 1e-4));
  s.n.assign(10, 11);
  CHECK(expected_test_error(s).empty());  // n = d + 1: infinite
  s.n.assign(10, 100);
  s.plan.workflow = WorkflowKind::mix;
  CHECK(expected_test_error(s).empty());
}
