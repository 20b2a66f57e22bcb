#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "collapse/recursion.h"
#include "random/chi_square.h"

// Where the points of the general recursion come from: D_t ~ alpha model_{t-1} + beta p_{t-1} + gamma p_0.

namespace {

using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::recursion::assemble;
using collapse::recursion::Plan;
using collapse::recursion::Pool;
using collapse::recursion::Workflow;
using collapse::test::plausible;

Plan plan_of(double alpha, double beta, double n) {
  Plan plan;
  plan.workflow = Workflow::recursion;
  plan.alpha = alpha;
  plan.beta = beta;
  plan.n = n;
  return plan;
}

std::vector<double> lineage_of(const Plan& plan, int t, unsigned generation) {
  double total = 0;
  std::vector<double> counts;
  for (const std::size_t count : plan.lineage(t, Stream(3, 0, generation, Purpose::lineage))) {
    counts.push_back(static_cast<double>(count));
    total += static_cast<double>(count);
  }
  REQUIRE(total == static_cast<double>(plan.samples(t)));
  return counts;
}

/// Writes down what it is asked for: "model generation:part:number".
struct AskedSystem {
  using Data = std::vector<std::string>;
  using Model = int;  // its generation
  struct Estimator {
    void begin(const Data&, const Model&, unsigned, unsigned) {}
    long advance(long) { return 1; }
    bool done() const { return true; }
    Model finish(collapse::models::FitReport&) const { return 0; }
  };
  Data named(const std::string& name, std::size_t count) const {
    Data data;
    for (std::size_t i = 0; i < count; ++i) data.push_back(name + ":" + std::to_string(i));
    return data;
  }
  Data real(unsigned, std::size_t count) const { return named("real", count); }
  Data fresh_real(unsigned, unsigned t, std::size_t count) const { return named("fresh" + std::to_string(t), count); }
  Data synthetic(const Model& model, unsigned, unsigned t, std::size_t count, unsigned part = 0) const {
    CHECK(model == static_cast<int>(t));
    return named("made" + std::to_string(t) + "." + std::to_string(part), count);
  }
  Stream lineage_stream(unsigned run, unsigned t) const { return {3, run, t, Purpose::lineage}; }
  Data concatenate(const Data& a, const Data& b) const {
    Data all = a;
    all.insert(all.end(), b.begin(), b.end());
    return all;
  }
  void append(Data& pool, Data more, std::size_t) const { pool = concatenate(pool, more); }
  Data subsample(const Data& pool, unsigned, unsigned, std::size_t) const { return pool; }
  Estimator make_estimator() const { return {}; }
};

}  // namespace

// One chi-square of 100,000 points for each generation, false-alarm rate 1e-6 each, five of them.
TEST_CASE(
    "lineage: a point comes from the model s generations back with probability alpha beta^(s-1), else from the truth") {
  for (const auto& shares : {std::pair{0.5, 0.4}, {0.6, 0.4}, {0.2, 0.7}}) {
    const double alpha = shares.first, beta = shares.second;
    const Plan plan = plan_of(alpha, beta, 100000);
    const int t = 6;
    const std::vector<double> seen = lineage_of(plan, t, 6);
    REQUIRE(seen.size() == 6);
    double statistic = 0, left = 1;
    for (int s = t - 1; s >= 1; --s) {
      const double p = alpha * std::pow(beta, t - 1 - s), expected = plan.n * p;
      statistic +=
          (seen[static_cast<std::size_t>(s)] - expected) * (seen[static_cast<std::size_t>(s)] - expected) / expected;
      left -= p;
    }
    const double expected = plan.n * left;
    statistic += (seen[0] - expected) * (seen[0] - expected) / expected;
    CAPTURE(alpha);
    CAPTURE(beta);
    CHECK(plausible(statistic, 5));
  }
  // Generation 2: D_1 was real, so "as before" is the truth as well.
  const std::vector<double> second = lineage_of(plan_of(0.3, 0.5, 100000), 2, 2);
  CHECK(plausible((second[1] - 30000) * (second[1] - 30000) / (100000 * 0.3 * 0.7), 1));
}

TEST_CASE(
    "lineage: alpha = 1 asks the newest model alone, alpha = beta = 0 the truth alone, beta = 1 keeps the truth") {
  CHECK(lineage_of(plan_of(1, 0, 50), 4, 4) == std::vector<double>{0, 0, 0, 50});
  CHECK(lineage_of(plan_of(0, 0, 50), 4, 4) == std::vector<double>{50, 0, 0, 0});
  CHECK(lineage_of(plan_of(0, 1, 50), 4, 4) == std::vector<double>{50, 0, 0, 0});
  // With alpha + beta = 1 real points come only from a chain that led back to D_1: 0.5^39 a point.
  CHECK(lineage_of(plan_of(0.5, 0.5, 50), 40, 40)[0] == 0);
}

TEST_CASE(
    "recursion: every model is asked for its own number of points, and tells the generations it draws for apart") {
  const Plan plan = plan_of(0.5, 0.4, 30);
  Pool<std::vector<std::string>> pool;
  const auto model_at = [](int t) { return t; };
  for (int t = 2; t <= 6; ++t) {
    const std::vector<double> from = lineage_of(plan, t, static_cast<unsigned>(t));
    const AskedSystem::Data data = assemble(AskedSystem{}, plan, 0, t, model_at, pool);
    CHECK(data.size() == 30);
    for (int s = 0; s < t; ++s) {
      const std::string name = s == 0 ? "fresh" + std::to_string(t) + ":"
                                      : "made" + std::to_string(s) + "." + std::to_string(t - 1 - s) + ":";
      double count = 0;
      for (const std::string& point : data) count += point.compare(0, name.size(), name) == 0 ? 1 : 0;
      CHECK(count == from[static_cast<std::size_t>(s)]);
    }
    // Assembled again from the models alone: the same.
    Pool<AskedSystem::Data> empty;
    CHECK(assemble(AskedSystem{}, plan, 0, t, model_at, empty) == data);
  }
  Pool<AskedSystem::Data> first;
  CHECK(assemble(AskedSystem{}, plan, 0, 1, model_at, first)[0] == "real:0");
}
