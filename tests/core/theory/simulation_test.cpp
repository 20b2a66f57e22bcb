// Every law against a literal simulation of its workflow (lineage.h), and mixtures against the product's own EM.
//
// Each check compares the mean of R independent runs with the law by |mean - law| < 5.7 standard errors. By the central
// limit theorem one check fails falsely with probability 1.2e-8; the 100 checks of this file together stay
// below 1.2e-6. The seeds are fixed, so that a failure repeats.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "models/mixture/gmm.h"
#include "theory/laws.h"
#include "theory/lineage.h"

using collapse::EstimatorKind;
using collapse::WorkflowKind;
using collapse::test::Average;
using collapse::test::average;
using collapse::test::Fit;
using collapse::theory::Law;
using collapse::theory::LawKind;
using collapse::theory::Setting;

namespace {

constexpr double kErrors = 5.7;
constexpr std::uint32_t kRuns = 20000;

double value(const Setting& s, const std::string& metric, std::size_t t) {
  for (const Law& law : collapse::theory::laws(s)) {
    if (law.metric == metric && law.kind == LawKind::expectation) return law.values[t];
  }
  return std::nan("");
}

Setting setting(WorkflowKind workflow, EstimatorKind estimator, std::vector<double> n) {
  Setting s;
  s.plan.workflow = workflow;
  s.estimator = estimator;
  s.n = n;
  s.real.assign(n.size(), 0);
  s.mean = {0};
  s.covariance = {1};
  s.plan.growth = 1;
  return s;
}

void check(const Setting& s, const std::string& metric, std::size_t t, const std::vector<double>& values) {
  const Average a = average(values);
  const double law = value(s, metric, t);
  CAPTURE(metric);
  CAPTURE(t);
  CAPTURE(a.mean);
  CAPTURE(a.error);
  CAPTURE(law);
  CHECK(std::fabs(a.mean - law) < kErrors * a.error);
}

void check_moments(const Setting& s, const std::vector<double>& table = {}, double mean = 0) {
  std::vector<double> variance, shift, early;
  const std::size_t middle = s.n.size() / 2;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    const std::vector<Fit> fits = collapse::test::lineage(s, run, table);
    variance.push_back(fits.back().variance);
    shift.push_back((fits.back().mean - mean) * (fits.back().mean - mean));
    early.push_back((fits[middle - 1].mean - mean) * (fits[middle - 1].mean - mean));
  }
  if (s.estimator != EstimatorKind::known_covariance) check(s, "variance", s.n.size(), variance);
  check(s, "mean_shift_squared", s.n.size(), shift);
  check(s, "mean_shift_squared", middle, early);
}

}  // namespace

TEST_CASE("expected variance and shift of every workflow and estimator agree with 20,000 simulated runs") {
  for (EstimatorKind estimator : {EstimatorKind::mle, EstimatorKind::unbiased, EstimatorKind::known_covariance}) {
    CAPTURE(static_cast<int>(estimator));
    check_moments(setting(WorkflowKind::replace, estimator, {8, 10, 9, 12, 8, 8}));
    check_moments(setting(WorkflowKind::accumulate, estimator, {6, 5, 9, 4, 6, 6}));
    check_moments(setting(WorkflowKind::accumulate_subsample, estimator, {6, 6, 6, 6, 6, 6}));
    Setting fresh = setting(WorkflowKind::mix, estimator, {8, 8, 10, 10, 8, 8});
    fresh.real = {8, 2, 3, 2, 1, 2};
    check_moments(fresh);
    Setting fixed = setting(WorkflowKind::mix, estimator, {8, 8, 8, 8, 8, 8});
    fixed.real = {8, 3, 3, 3, 3, 3};
    fixed.plan.fresh_real = false;
    fixed.plan.growth = 0;
    check_moments(fixed);
  }
}

TEST_CASE("the general recursion and weighted real data agree with 20,000 simulated runs") {
  for (EstimatorKind estimator : {EstimatorKind::mle, EstimatorKind::unbiased, EstimatorKind::known_covariance}) {
    CAPTURE(static_cast<int>(estimator));
    for (const auto& [alpha, beta] : {std::pair{0.5, 0.3}, {0.6, 0.4}}) {
      Setting s = setting(WorkflowKind::recursion, estimator, {8, 7, 9, 8, 8, 6});
      s.plan.alpha = alpha;
      s.plan.beta = beta;
      check_moments(s);
    }
    Setting fresh = setting(WorkflowKind::mix, estimator, {8, 8, 10, 10, 8, 8});
    fresh.real = {8, 2, 3, 2, 4, 2};
    fresh.plan.real_weight = 0.6;
    check_moments(fresh);
    Setting fixed = setting(WorkflowKind::mix, estimator, {8, 8, 8, 8, 8, 8});
    fixed.real = {8, 3, 3, 3, 3, 3};
    fixed.plan.fresh_real = false;
    fixed.plan.growth = 0;
    fixed.plan.real_weight = 0.6;
    check_moments(fixed);
  }
}

TEST_CASE("rows of a table taken without replacement obey the finite-population laws over 20,000 runs") {
  const std::vector<double> table = {0.1, 0.4, -1.2, 3.5, 0.9, -0.3, 2.2, 1.0, -2.7, 0.0, 0.6, 1.5};
  double mean = 0, variance = 0;
  for (double x : table) mean += x / 12;
  for (double x : table) variance += (x - mean) * (x - mean) / 12;
  for (WorkflowKind workflow : {WorkflowKind::replace, WorkflowKind::accumulate}) {
    for (EstimatorKind estimator : {EstimatorKind::mle, EstimatorKind::unbiased}) {
      Setting s = setting(workflow, estimator, {8, 9, 8, 10});
      s.population = 12;
      s.gaussian_source = false;
      s.mean = {mean};
      s.covariance = {variance};
      check_moments(s, table, mean);
    }
  }
}

TEST_CASE("the laws of spread and distance under replacement agree with 20,000 simulated runs") {
  for (EstimatorKind estimator : {EstimatorKind::mle, EstimatorKind::unbiased}) {
    CAPTURE(static_cast<int>(estimator));
    const Setting s = setting(WorkflowKind::replace, estimator, {9, 12, 10, 11});
    std::vector<double> sd, log_variance, w2, kl;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      const Fit f = collapse::test::lineage(s, run).back();
      const double sigma = std::sqrt(f.variance);
      sd.push_back(sigma);
      log_variance.push_back(std::log(f.variance));
      w2.push_back(f.mean * f.mean + (sigma - 1) * (sigma - 1));
      kl.push_back(0.5 * (f.variance + f.mean * f.mean - 1 - std::log(f.variance)));
    }
    check(s, "sd", 4, sd);
    check(s, "log_determinant", 4, log_variance);
    check(s, "w2_squared", 4, w2);
    check(s, "kl_model_truth", 4, kl);
    // The stated spread of one run: a sample sd of R values errs by about sd sqrt((kurtosis - 1)/R)/2 < 3 %.
    for (const Law& law : collapse::theory::laws(s)) {
      if (law.sd.empty() || law.kind != LawKind::expectation) continue;
      const std::vector<double>* values = law.metric == "sd"                ? &sd
                                          : law.metric == "log_determinant" ? &log_variance
                                                                            : nullptr;
      if (!values) continue;
      const double spread = average(*values).error * std::sqrt(static_cast<double>(kRuns));
      CAPTURE(law.metric);
      CHECK(std::fabs(spread / law.sd[4] - 1) < 0.06);
    }
  }
}

TEST_CASE("a mixture refitted by EM keeps the laws of total variance and mean") {
  // Components -4 and 4 with sd 1, equal weights; n = 60, R = 600 runs, t = 3.
  namespace models = collapse::models;
  const models::Mixture truth{1, {0.5, 0.5}, {-4, 4}, {1, 1}};
  Setting s = setting(WorkflowKind::replace, EstimatorKind::mle, {60, 60, 60});
  s.mixture_model = true;
  s.gaussian_source = false;
  s.covariance = {17};
  std::vector<double> variance, shift;
  for (std::uint32_t run = 0; run < 600; ++run) {
    models::Mixture model = truth;
    for (std::uint32_t t = 1; t <= 3; ++t) {
      collapse::random::Stream stream(11, run, t, collapse::random::Purpose::synthetic);
      const auto points = models::sample(model, 60, stream);
      models::EmOptions options;
      options.max_iterations = 30;
      models::EmEstimator em(options);
      em.begin(points, nullptr, 11, run, t);
      while (!em.done()) em.advance(100);
      models::FitReport report;
      model = em.finish(report);
    }
    const models::Moments m = models::moments(model);
    variance.push_back(m.covariance[0]);
    shift.push_back(m.mean[0] * m.mean[0]);
  }
  check(s, "variance", 3, variance);
  check(s, "mean_shift_squared", 3, shift);
}
