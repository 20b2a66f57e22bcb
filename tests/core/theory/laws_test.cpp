#include "theory/laws.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "numerics/elementary.h"
#include "support/close.h"

using collapse::EstimatorKind;
using collapse::WorkflowKind;
using collapse::test::close;
using collapse::theory::Law;
using collapse::theory::LawKind;
using collapse::theory::Setting;

namespace {

Setting constant(WorkflowKind workflow, EstimatorKind estimator, double n, std::size_t generations, double real = 0) {
  Setting s;
  s.plan.workflow = workflow;
  s.estimator = estimator;
  s.n.assign(generations, n);
  s.real.assign(generations, real);
  s.mean = {0};
  s.covariance = {1};
  return s;
}

const Law* find(const std::vector<Law>& laws, const std::string& metric, LawKind kind = LawKind::expectation) {
  for (const Law& law : laws) {
    if (law.metric == metric && law.kind == kind) return &law;
  }
  return nullptr;
}

double last(const Setting& s, const std::string& metric, LawKind kind = LawKind::expectation) {
  const std::vector<Law> all = collapse::theory::laws(s);
  const Law* law = find(all, metric, kind);
  return law ? law->values.back() : std::nan("");
}

}  // namespace

TEST_CASE("the laws of the replace workflow have the published values at n = 100, t = 100") {
  const Setting unbiased = constant(WorkflowKind::replace, EstimatorKind::unbiased, 100, 100);
  const Setting mle = constant(WorkflowKind::replace, EstimatorKind::mle, 100, 100);
  CHECK(close(last(unbiased, "log_determinant"), -1.0135, 0, 5e-5));
  CHECK(close(last(mle, "log_determinant"), -2.0185, 0, 5e-5));
  CHECK(close(last(unbiased, "w2_squared"), 1.446, 0, 5e-4));
  CHECK(close(last(mle, "w2_squared"), 1.060, 0, 5e-4));
  CHECK(close(last(unbiased, "kl_model_truth"), 1.0068, 0, 5e-5));
  CHECK(close(last(mle, "kl_model_truth"), 1.0093, 0, 5e-5));
  CHECK(close(last(unbiased, "mean_shift_squared"), 1, 1e-13));
  CHECK(close(last(mle, "mean_shift_squared"), 0.634, 0, 5e-4));
  CHECK(close(last(unbiased, "variance"), 1, 1e-13));
  CHECK(close(last(mle, "variance"), 0.36603, 0, 5e-6));
  CHECK(close(last(unbiased, "variance", LawKind::geometric_mean), 0.363, 0, 5e-4));
  const auto laws = collapse::theory::laws(unbiased);
  CHECK(close(find(laws, "log_determinant")->sd.back(), 1.4285, 0, 5e-5));
}

TEST_CASE("the laws of the replace workflow have the published values at n = 10") {
  CHECK(close(last(constant(WorkflowKind::replace, EstimatorKind::unbiased, 10, 20), "log_determinant"), -2.304, 0,
              5e-4));
  CHECK(close(last(constant(WorkflowKind::replace, EstimatorKind::mle, 10, 20), "log_determinant"), -4.411, 0, 5e-4));
  CHECK(close(last(constant(WorkflowKind::replace, EstimatorKind::unbiased, 10, 20), "w2_squared"), 2.851, 0, 5e-4));
  CHECK(close(last(constant(WorkflowKind::replace, EstimatorKind::mle, 10, 20), "w2_squared"), 1.599, 0, 5e-4));
  CHECK(close(last(constant(WorkflowKind::replace, EstimatorKind::unbiased, 10, 100), "w2_squared"), 11.87, 0, 5e-3));
}

TEST_CASE("the expected log determinant in two dimensions is -4.102 at n = 50, t = 40") {
  Setting s = constant(WorkflowKind::replace, EstimatorKind::mle, 50, 40);
  s.dimension = 2;
  s.mean = {0, 0};
  s.covariance = {1, 0, 0, 1};
  CHECK(close(last(s, "log_determinant"), -4.102, 0, 5e-4));
  CHECK(close(last(s, "total_variance"), 2 * std::pow(0.98, 40), 1e-12));
  CHECK(close(last(s, "kl_model_truth"), 0.5 * 4.102, 0, 5e-4));
}

TEST_CASE("accumulating forgets no more than sin(x)/x, x = pi/sqrt(n)") {
  const Setting s = constant(WorkflowKind::accumulate, EstimatorKind::mle, 100, 4000);
  CHECK(close(last(s, "variance", LawKind::limit), 0.98363, 0, 5e-6));
  CHECK(last(s, "variance") > last(s, "variance", LawKind::limit));
  CHECK(close(last(s, "variance"), 0.98363, 0, 1e-5));
  CHECK(close(last(s, "variance") + last(s, "mean_shift_squared"), 1, 1e-12));
  CHECK(close(last(constant(WorkflowKind::accumulate, EstimatorKind::mle, 7, 3), "variance"),
              (1 - 1 / 7.0) * (1 - 1 / 28.0) * (1 - 1 / 63.0), 1e-14));
}

TEST_CASE("a fixed subsample of the pool settles on a plateau of 0.97100 at n = 100, and n E mu^2 nears pi^2/2 - 2") {
  CHECK(close(last(constant(WorkflowKind::accumulate_subsample, EstimatorKind::mle, 100, 20000), "variance"), 0.97100,
              0, 6e-6));
  const double large =
      last(constant(WorkflowKind::accumulate_subsample, EstimatorKind::mle, 1e6, 20000), "mean_shift_squared");
  CHECK(close(1e6 * large, 2.9348, 0, 5e-4));
}

TEST_CASE("mixed workflows have the published limits and the recursions run into them") {
  const struct {
    bool fresh;
    double n, k, limit, precision;
  } cases[] = {{true, 100, 1, 0.6644, 5e-5},   {true, 100, 10, 0.9498, 1e-4}, {true, 100, 50, 0.9868, 5e-5},
               {false, 100, 10, 0.8593, 5e-5}, {false, 20, 4, 0.675, 5e-4},   {false, 20, 1, 0, 1e-12}};
  for (const auto& c : cases) {
    CAPTURE(c.n);
    CAPTURE(c.k);
    Setting s = constant(WorkflowKind::mix, EstimatorKind::mle, c.n, 10000, c.k);
    s.real[0] = c.n;  // generation 1 has nothing else
    s.plan.fresh_real = c.fresh;
    CHECK(close(last(s, "variance", LawKind::limit), c.limit, 0, c.precision));
    CHECK(close(last(s, "variance"), last(s, "variance", LawKind::limit), 1e-9, 1e-9));
    CHECK(close(last(s, "mean_shift_squared"), last(s, "mean_shift_squared", LawKind::limit), 1e-9));
    s.estimator = EstimatorKind::unbiased;
    CHECK(close(last(s, "variance"), last(s, "variance", LawKind::limit), 1e-9, 1e-9));
    s.estimator = EstimatorKind::known_covariance;
    CHECK(close(last(s, "mean_shift_squared"), last(s, "mean_shift_squared", LawKind::limit), 1e-9));
  }
}

TEST_CASE("fixed real data never used is the replace workflow") {
  Setting mix = constant(WorkflowKind::mix, EstimatorKind::mle, 30, 12, 0);
  mix.real[0] = 30;
  mix.plan.fresh_real = false;
  CHECK(last(mix, "variance") == last(constant(WorkflowKind::replace, EstimatorKind::mle, 30, 12), "variance"));
}

TEST_CASE("under maximum likelihood, expected variance and squared shift add up to the source's variance") {
  for (WorkflowKind workflow :
       {WorkflowKind::replace, WorkflowKind::accumulate, WorkflowKind::accumulate_subsample, WorkflowKind::mix}) {
    Setting s = constant(workflow, EstimatorKind::mle, 12, 30, 3);
    s.plan.growth = 1;
    for (std::size_t i = 0; i < s.n.size(); ++i) s.n[i] = 12 + static_cast<double>(i * i % 17);
    s.covariance = {2.5};
    const auto laws = collapse::theory::laws(s);
    REQUIRE(find(laws, "variance"));
    for (std::size_t t = 0; t <= 30; ++t) {
      CHECK(close(find(laws, "variance")->values[t] + find(laws, "mean_shift_squared")->values[t], 2.5, 1e-13));
    }
  }
}

TEST_CASE("with independent growing samples the mean's squared error is the sum of 1/n") {
  Setting s = constant(WorkflowKind::replace, EstimatorKind::unbiased, 10, 5);
  s.plan.growth = 1;
  s.n = {10, 40, 90, 160, 250};
  CHECK(close(last(s, "mean_shift_squared"), 0.1 + 1 / 40.0 + 1 / 90.0 + 1 / 160.0 + 1 / 250.0, 1e-14));
}

TEST_CASE("laws scale with the source's covariance and start at the truth") {
  Setting unit = constant(WorkflowKind::replace, EstimatorKind::mle, 20, 10);
  Setting wide = unit;
  wide.mean = {3};
  wide.covariance = {16};
  const auto a = collapse::theory::laws(unit);
  const auto b = collapse::theory::laws(wide);
  REQUIRE(a.size() == b.size());
  CHECK(find(b, "mean")->values[0] == 3);
  CHECK(find(b, "variance")->values[0] == 16);
  CHECK(find(b, "sd")->values[0] == 4);
  CHECK(close(find(b, "log_determinant")->values[0], std::log(16.0), 1e-14));
  for (const char* metric : {"w2_squared", "kl_model_truth", "mean_shift_squared"})
    CHECK(find(b, metric)->values[0] == 0);
  CHECK(close(find(b, "variance")->values[10], 16 * find(a, "variance")->values[10], 1e-14));
  CHECK(close(find(b, "sd")->values[10], 4 * find(a, "sd")->values[10], 1e-14));
  CHECK(close(find(b, "w2_squared")->values[10], 16 * find(a, "w2_squared")->values[10], 1e-12));
  CHECK(close(find(b, "kl_model_truth")->values[10], find(a, "kl_model_truth")->values[10], 1e-13));
  for (const Law& law : b) {
    CAPTURE(law.metric);
    CHECK(law.values.size() == 11);
    CHECK((law.sd.empty() || law.sd.size() == 11));
    CHECK_FALSE(law.label.empty());
    CHECK_FALSE(law.source.empty());
  }
}

TEST_CASE(
    "the stated spread of one run is that of a chi-square in generation 1 and of a product of two in generation 2") {
  const double n = 12;
  const auto laws = collapse::theory::laws(constant(WorkflowKind::replace, EstimatorKind::mle, n, 2));
  const double second = (n - 1) * (n + 1) / (n * n);  // E (chi^2/n)^2
  const double first = (n - 1) / n;
  const Law* variance = find(laws, "variance");
  REQUIRE(variance->sd.size() == 3);
  CHECK(variance->sd[0] == 0);
  CHECK(close(variance->sd[1], std::sqrt(2 * (n - 1)) / n, 1e-14));
  CHECK(close(variance->sd[2], std::sqrt(second * second - first * first * first * first), 1e-13));
  CHECK(close(find(laws, "mean")->sd[1], std::sqrt(1 / n), 1e-14));
  CHECK(close(find(laws, "sd")->sd[1], std::sqrt(first * (1 - std::pow(collapse::theory::c4(n), 2))), 1e-12));
}

TEST_CASE("only the laws that hold are given") {
  Setting s = constant(WorkflowKind::replace, EstimatorKind::mle, 20, 10);
  s.gaussian_source = false;
  CHECK(find(collapse::theory::laws(s), "variance"));
  CHECK_FALSE(find(collapse::theory::laws(s), "log_determinant"));
  s.gaussian_source = true;
  s.mixture_model = true;
  CHECK(find(collapse::theory::laws(s), "mean_shift_squared"));
  CHECK_FALSE(find(collapse::theory::laws(s), "w2_squared"));
  // One point has no variance: its logarithm has no expectation.
  CHECK_FALSE(
      find(collapse::theory::laws(constant(WorkflowKind::replace, EstimatorKind::mle, 1, 3)), "log_determinant"));
  CHECK(
      find(collapse::theory::laws(constant(WorkflowKind::replace, EstimatorKind::mle, 1, 3)), "variance")->values[1] ==
      0);
  CHECK(collapse::theory::laws(constant(WorkflowKind::replace, EstimatorKind::unbiased, 1, 3)).empty());
  Setting table = constant(WorkflowKind::mix, EstimatorKind::mle, 20, 10, 5);
  table.population = 100;
  CHECK(collapse::theory::laws(table).empty());
}

TEST_CASE("c4 is the bias of the sample standard deviation") {
  // sqrt(2/pi) and sqrt(pi)/2 exactly; 0.9727 tabulated in every quality-control handbook.
  CHECK(close(collapse::theory::c4(2), std::sqrt(2 / collapse::numerics::kPi), 1e-14));
  CHECK(close(collapse::theory::c4(3), 0.5 * std::sqrt(collapse::numerics::kPi), 1e-14));
  CHECK(close(collapse::theory::c4(10), 0.9727, 0, 5e-5));
}
