#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/close.h"
#include "theory/kde.h"
#include "theory/second_moments.h"

// The laws of kernel densities: closed forms, other recursions at h = 0, limits that are approached.
// tests/core/experiment compares them with simulated runs.

using namespace collapse::theory;
using collapse::BandwidthRule;
using collapse::WorkflowKind;
using collapse::test::close;

namespace {

KdeSetting setting_of(WorkflowKind workflow, int generations, double n, double h, double real = 0) {
  KdeSetting s;
  s.plan.workflow = workflow;
  s.n.assign(static_cast<std::size_t>(generations), n);
  s.real.assign(static_cast<std::size_t>(generations), real);
  s.real[0] = n;
  s.bandwidth = h;
  s.mean = {0};
  s.covariance = {1};
  return s;
}

/// Scott's rule in one dimension.
KdeSetting scott(WorkflowKind workflow, int generations, double n) {
  KdeSetting s = setting_of(workflow, generations, n, 0);
  s.rule = BandwidthRule::scott;
  double pool = 0;
  for (int t = 0; t < generations; ++t) {
    pool += n;
    const double size = workflow == WorkflowKind::accumulate ? pool : n;
    s.factor.push_back(std::pow(size, -0.4) * size / (size - 1));
  }
  return s;
}

const Law* law_of(const std::vector<Law>& laws, const char* metric, LawKind kind = LawKind::expectation) {
  for (const Law& law : laws)
    if (law.metric == metric && law.kind == kind) return &law;
  return nullptr;
}

}  // namespace

TEST_CASE(
    "kde laws: replaced data with a fixed kernel have E x^2 = 1 + t h^2, and a variance that tends to (n - 1) h^2") {
  const KdeSetting s = setting_of(WorkflowKind::replace, 2000, 20, 0.3);
  const KdeMoments m = kde_moments(s, 1, 0.09);
  REQUIRE(m.data.size() == 2001);
  for (std::size_t t = 0; t <= 2000; t += 40) CHECK(close(m.second(t), 1 + static_cast<double>(t) * 0.09, 1e-12));
  CHECK(close(m.data[1], 0.95, 1e-15));
  CHECK(close(m.data[2], 0.95 * (0.95 + 0.09), 1e-15));
  CHECK(close(m.data[2000], 19 * 0.09, 1e-12));
  const std::vector<Law> laws = kde_laws(s);
  CHECK(close(law_of(laws, "data_variance", LawKind::limit)->values[0], 19 * 0.09, 1e-13));
  CHECK(close(law_of(laws, "variance", LawKind::limit)->values[5], 20 * 0.09, 1e-13));
  CHECK(close(law_of(laws, "second_moment")->values[100], 10, 1e-13));
  CHECK(close(law_of(laws, "mean")->sd[100], std::sqrt(m.shift[100]), 1e-14));
}

TEST_CASE("kde laws: pooled data with a fixed kernel have E x^2 = 1 + h^2 (1 + 1/2 + ... + 1/t)") {
  const KdeMoments m = kde_moments(setting_of(WorkflowKind::accumulate, 100, 50, 0.5), 1, 0.25);
  double harmonic = 0;
  for (int t = 1; t <= 100; ++t) {
    harmonic += 1.0 / t;
    CHECK(close(m.second(static_cast<std::size_t>(t)), 1 + 0.25 * harmonic, 1e-12));
  }
  CHECK(close(m.second(100), 2.297, 0, 5e-4));
}

TEST_CASE("kde laws: Scott's rule multiplies the variance by 1 - 1/n + n^(-2/5) a generation") {
  const KdeMoments m = kde_moments(scott(WorkflowKind::replace, 30, 100), 1, 0);
  const double factor = 0.99 * (1 + std::pow(100, -0.4) * 100 / 99);
  CHECK(close(factor, 0.99 + std::pow(100, -0.4), 1e-14));
  for (std::size_t t = 1; t <= 30; ++t) {
    CHECK(close(m.variance[t], std::pow(factor, static_cast<double>(t)), 1e-12));
    CHECK(close(m.data[t], 0.99 * std::pow(factor, static_cast<double>(t - 1)), 1e-12));
  }
  CHECK(law_of(kde_laws(scott(WorkflowKind::replace, 30, 100)), "variance", LawKind::limit) == nullptr);
}

TEST_CASE(
    "kde laws: without a kernel they are the Gaussian's by maximum likelihood, in every workflow and with a growing "
    "sample") {
  for (const WorkflowKind workflow : {WorkflowKind::replace, WorkflowKind::accumulate,
                                      WorkflowKind::accumulate_subsample, WorkflowKind::mix, WorkflowKind::recursion})
    for (const bool fresh : {true, false})
      for (const bool growing : {false, true}) {
        if (!fresh && (workflow != WorkflowKind::mix || growing)) continue;
        KdeSetting s = setting_of(workflow, 12, 20, 0, 4);
        s.plan.fresh_real = fresh;
        s.plan.alpha = 0.6;
        s.plan.beta = 0.3;
        for (std::size_t i = 0; growing && i < s.n.size(); ++i) s.n[i] = s.real[i] = 20 + 3 * static_cast<double>(i);
        for (std::size_t i = 1; growing && i < s.n.size(); ++i) s.real[i] = 5;
        Setting gaussian;
        gaussian.plan.workflow = workflow;
        gaussian.n = s.n;
        gaussian.real = s.real;
        gaussian.plan.fresh_real = fresh;
        gaussian.plan.alpha = s.plan.alpha;
        gaussian.plan.beta = s.plan.beta;
        gaussian.plan.growth = growing ? 1 : 0;
        const SecondMoments expected = second_moments(gaussian);
        const KdeMoments m = kde_moments(s, 2.5, 0);
        REQUIRE(m.data.size() == expected.variance.size());
        for (std::size_t t = 0; t < m.data.size(); ++t) {
          CHECK(close(m.variance[t], 2.5 * expected.variance[t], 1e-12));
          CHECK(close(m.shift[t], 2.5 * expected.shift[t], 1e-12, 1e-15));
        }
      }
}

TEST_CASE("kde laws: what the runs tend to is where the recursion ends") {
  for (const double real : {1.0, 10.0, 45.0}) {
    const std::vector<Law> laws = kde_laws(setting_of(WorkflowKind::mix, 3000, 50, 0.4, real));
    CHECK(close(law_of(laws, "variance")->values[3000], law_of(laws, "variance", LawKind::limit)->values[0], 1e-10));
    CHECK(close(law_of(laws, "data_variance")->values[3000], law_of(laws, "data_variance", LawKind::limit)->values[0],
                1e-10));
  }
}

TEST_CASE("kde laws: a table's first generation has its covariance with divisor N - 1, and then the same recursion") {
  KdeSetting s = setting_of(WorkflowKind::replace, 3, 30, 0.2);
  s.population = 82;
  const KdeMoments m = kde_moments(s, 1, 0.04);
  CHECK(close(m.data[1], (1 - 1.0 / 30) * 82 / 81, 1e-14));
  CHECK(close(m.data[2], (1 - 1.0 / 30) * (m.data[1] + 0.04), 1e-14));
  CHECK(close(m.second(1), 1.04, 1e-14));
  s.plan.workflow = WorkflowKind::accumulate;
  CHECK(close(kde_moments(s, 1, 0.04).second(1), 1.04, 1e-14));
  s.plan.workflow = WorkflowKind::accumulate_subsample;
  CHECK(kde_laws(s).empty());
}

TEST_CASE("kde laws: in several dimensions the kernel adds h^2 to each") {
  KdeSetting s = setting_of(WorkflowKind::replace, 5, 40, 0.5);
  s.dimension = 2;
  s.mean = {1, -1};
  s.covariance = {3, 1, 1, 2};
  const std::vector<Law> laws = kde_laws(s);
  CHECK(close(law_of(laws, "second_moment")->values[4], 5 + 4 * 2 * 0.25, 1e-13));
  CHECK(law_of(laws, "mean_2")->values[3] == -1);
  CHECK(close(law_of(laws, "total_variance", LawKind::limit)->values[0], 40 * 0.5, 1e-13));
}
