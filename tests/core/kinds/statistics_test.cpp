// Gaussian fits whose samples are drawn as mean and covariance.
//
// Means over runs are compared by |z| < 5.5: a false alarm of 3.8e-8 for a normal statistic and below 1e-6 with the
// skewness that is left at these numbers of runs. Seeds are fixed.

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "numerics/elementary.h"
#include "support/experiments.h"
#include "theory/laws.h"

namespace {

using collapse::Error;
using collapse::Experiment;
using collapse::Result;
using collapse::Spec;
using collapse::test::experiment_of;
using collapse::test::finished;
using collapse::test::spec_of;

constexpr double kLimit = 5.5;

std::size_t column(const Experiment& experiment, const std::string& name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return c;
  FAIL("no column " << name);
  return 0;
}

struct Average {
  double mean = 0, error = 0;
};

template <class Of>
Average average(const Experiment& experiment, int t, const std::string& name, Of of) {
  const std::size_t c = column(experiment, name);
  double sum = 0, squares = 0;
  const double n = experiment.runs().count;
  for (int r = 0; r < experiment.runs().count; ++r) sum += of(experiment.row(r, t)[c]);
  for (int r = 0; r < experiment.runs().count; ++r)
    squares += (of(experiment.row(r, t)[c]) - sum / n) * (of(experiment.row(r, t)[c]) - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1) / n)};
}
Average average(const Experiment& experiment, int t, const std::string& name) {
  return average(experiment, t, name, [](double x) { return x; });
}

Spec with(const Spec& spec, const std::vector<collapse::Edit>& edits) { return *collapse::edit_spec(spec, edits); }

Error refused(const char* json) {
  const Result<Spec> spec = collapse::read_spec(json);
  if (!spec) return spec.error();
  const Result<Experiment> made = Experiment::create(*spec);
  REQUIRE_FALSE(static_cast<bool>(made));
  return made.error();
}

const char* const kSpecs[] = {
    R"({"runs":3,"generations":150,"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":10}})",
    R"({"runs":2,"generations":70,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})",
    R"({"runs":3,"generations":70,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"mix","real":"fixed"},"samples":{"n":20,"growth":1.5}})",
    R"({"runs":2,"generations":70,"source":{"mean":[1,2,3],"covariance":[[2,0.5,0],[0.5,1,0.1],[0,0.1,3]]},"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"mix","real":"fixed"},"samples":{"n":20}})",
};

std::vector<double> everything(Experiment& experiment) {
  std::vector<double> all;
  for (int r = 0; r < experiment.runs().count; ++r)
    for (int t = 1; t <= experiment.completed(); ++t) {
      const auto p = experiment.parameters(experiment.runs().first + r, t);
      all.insert(all.end(), p.begin(), p.end());
      const auto row = experiment.row(experiment.runs().first + r, t);
      all.insert(all.end(), row.begin(), row.end());
    }
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

// 10,000 runs a setting; at generations 1, 2 and 5.
TEST_CASE("without points the laws of every workflow hold as with them") {
  const Spec base = spec_of(
      R"({"seed":11,"runs":10000,"generations":5,"source":{"mean":[2],"covariance":[[4]]},"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":12}})");
  const std::vector<collapse::Edit> settings[] = {
      {},
      {{"/model/estimator", "unbiased"}},
      {{"/model/estimator", "known_covariance"}},
      {{"/samples/growth", "1"}},
      {{"/workflow/kind", "accumulate"}},
      {{"/workflow/kind", "accumulate"}, {"/model/estimator", "unbiased"}, {"/samples/growth", "0.5"}},
      {{"/workflow/kind", "mix"}, {"/workflow/real_fraction", "0.25"}},
      {{"/workflow/kind", "mix"}, {"/workflow/real_fraction", "0.25"}, {"/workflow/real", "fixed"}},
      {{"/workflow/kind", "mix"},
       {"/workflow/real_fraction", "0.25"},
       {"/workflow/real", "fixed"},
       {"/model/estimator", "unbiased"}},
      {{"/workflow/kind", "weighted"}, {"/workflow/real_fraction", "0.25"}, {"/workflow/real_weight", "0.6"}},
      {{"/workflow/kind", "weighted"},
       {"/workflow/real_fraction", "0.25"},
       {"/workflow/real_weight", "0.6"},
       {"/workflow/real", "fixed"},
       {"/model/estimator", "unbiased"}},
  };
  for (const auto& edits : settings) {
    const Spec spec = with(base, edits);
    CAPTURE(collapse::write_spec(spec));
    const Experiment experiment = finished(spec);
    // The laws, from the layout's own setting, are checked against simulated points in tests/core/theory.
    collapse::theory::Setting s;
    s.estimator = spec.model.estimator;
    s.plan.workflow = spec.workflow.kind;
    s.plan.fresh_real = spec.workflow.real == collapse::RealKind::fresh;
    if (spec.workflow.kind == collapse::WorkflowKind::weighted) s.plan.real_weight = spec.workflow.real_weight;
    for (int t = 1; t <= 5; ++t) {
      s.n.push_back(std::floor(12 * std::pow(t, spec.samples.growth) + 0.5));
      s.real.push_back(t == 1 ? 12 : 3);
    }
    s.plan.growth = spec.samples.growth;
    s.mean = {2};
    s.covariance = {4};
    int checked = 0;
    for (const collapse::theory::Law& law : collapse::theory::laws(s)) {
      if (law.kind != collapse::theory::LawKind::expectation) continue;
      for (const int t : {1, 2, 5}) {
        CAPTURE(law.metric);
        CAPTURE(t);
        const Average a = average(experiment, t, law.metric);
        const double expected = law.values[static_cast<std::size_t>(t)];
        CAPTURE(a.mean);
        CAPTURE(a.error);
        CAPTURE(expected);
        CHECK(std::fabs(a.mean - expected) <= kLimit * a.error + 1e-12);
        ++checked;
      }
    }
    CHECK(checked >= 6);
  }
}

// 10,000 runs each. Quantities that no law gives: a nonlinear function of mean and variance together, and tails of
// both.
TEST_CASE("drawn with and without points, models are alike beyond their first moments") {
  for (
      const char* json :
      {R"({"seed":3,"runs":10000,"generations":4,"model":{"kind":"gaussian"},"samples":{"n":4}})",
       R"({"seed":3,"runs":10000,"generations":4,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.4,"real":"fixed"},"samples":{"n":5}})",
       R"({"seed":3,"runs":8000,"generations":4,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.4,"real":"fixed"},"samples":{"n":3,"growth":1.2}})",
       R"({"seed":3,"runs":6000,"generations":3,"source":{"mean":[0,0],"covariance":[[1,0.8],[0.8,1]]},"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"weighted","real_fraction":0.4,"real_weight":0.7,"real":"fixed"},"samples":{"n":5}})",
       R"({"seed":3,"runs":6000,"generations":3,"source":{"mean":[0,0],"covariance":[[1,0.8],[0.8,1]]},"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.4},"samples":{"n":5}})",
       R"({"seed":3,"runs":6000,"generations":2,"source":{"mean":[0,0,0],"covariance":[[1,0.8,0],[0.8,1,0],[0,0,2]]},"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":2}})"}) {
    CAPTURE(std::string(json));
    const Spec points = spec_of(json);
    Experiment a = finished(points), b = finished(with(points, {{"/model/draws", "statistics"}, {"/seed", "4"}}));
    const auto root = [](double x) { return std::sqrt(std::fabs(x)); };
    const auto high = [](double x) { return x > 0.8 ? 1.0 : 0.0; };
    for (const std::string name : {"w2", "mean_shift_squared"}) {
      for (int t = 1; t <= points.generations; ++t) {
        const Average p = average(a, t, name, root), q = average(b, t, name, root);
        CHECK(std::fabs(p.mean - q.mean) < kLimit * std::hypot(p.error, q.error));
        const Average u = average(a, t, name, high), v = average(b, t, name, high);
        CHECK(std::fabs(u.mean - v.mean) <= kLimit * std::hypot(u.error, v.error));
      }
    }
    // Products of two entries of a covariance, which tell a Wishart matrix from one with the same mean.
    const int d = a.dimension(), flat = 1 + d + d * d;
    for (int i = 1 + d; i < flat; ++i)
      for (int j = 1 + d; j <= i; ++j) {
        double sum[2] = {}, squares[2] = {};
        for (int r = 0; r < points.runs; ++r)
          for (int k = 0; k < 2; ++k) {
            const auto p = (k == 0 ? a : b).parameters(r, static_cast<int>(points.generations));
            const double product = p[static_cast<std::size_t>(i)] * p[static_cast<std::size_t>(j)];
            sum[k] += product;
            squares[k] += product * product;
          }
        const double n = static_cast<double>(points.runs);
        double variance = 0;
        for (int k = 0; k < 2; ++k) variance += (squares[k] / n - sum[k] * sum[k] / n / n) / n;
        CHECK(std::fabs(sum[0] - sum[1]) / n < kLimit * std::sqrt(variance));
      }
  }
}

// 10,000 runs. For W ~ Wishart(S, m): E W_ij = m S_ij, Var W_ij = m (S_ij^2 + S_ii S_jj), E ln|W| = ln|S| + d ln 2 +
// sum psi((m-j+1)/2).
TEST_CASE("the covariance of one sample is a Wishart matrix over n") {
  const Spec spec = spec_of(
      R"({"seed":5,"runs":10000,"generations":1,"source":{"mean":[0,1,2],"covariance":[[2,0.5,-0.3],[0.5,1,0.1],[-0.3,0.1,3]]},"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":9}})");
  Experiment experiment = finished(spec);
  const double m = 8, n = 9, runs = 10000;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double s = spec.source.covariance[i][j],
                   variance = m * (s * s + spec.source.covariance[i][i] * spec.source.covariance[j][j]);
      double sum = 0, squares = 0;
      for (int r = 0; r < 10000; ++r) {
        const double w = n * experiment.parameters(r, 1)[1 + 3 + i * 3 + j];
        CHECK(experiment.parameters(r, 1)[1 + 3 + j * 3 + i] * n == w);
        sum += w;
        squares += (w - m * s) * (w - m * s);
      }
      CHECK(std::fabs(sum / runs - m * s) < kLimit * std::sqrt(variance / runs));
      // The fourth moment of an entry is below 3 + 12/m times its squared variance, times two for i = j.
      CHECK(std::fabs(squares / runs - variance) < kLimit * variance * std::sqrt((2 + 24 / m) / runs));
    }
  const Average log_det = average(experiment, 1, "log_determinant");
  const double det = 2 * (1 * 3 - 0.1 * 0.1) - 0.5 * (0.5 * 3 + 0.1 * 0.3) - 0.3 * (0.5 * 0.1 + 0.3 * 1);
  double expected = std::log(det);
  for (int j = 0; j < 3; ++j) expected += collapse::numerics::digamma((m - j) / 2) + std::log(2.0) - std::log(n);
  CHECK(std::fabs(log_det.mean - expected) < kLimit * log_det.error);
}

// 4,000 runs. X X^T for a d x m matrix of normals: E tr = m d, and the rank is m.
TEST_CASE("with n <= d the scatter is singular of rank n - 1, and its law right") {
  const Spec spec = spec_of(
      R"({"seed":6,"runs":4000,"generations":3,"source":{"mean":[0,0,0,0],"covariance":[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]},"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":3}})");
  Experiment experiment = finished(spec);
  const Average trace = average(experiment, 1, "total_variance");
  CHECK(std::fabs(trace.mean - 4 * 2.0 / 3) < kLimit * trace.error);
  double corner = 0, squares = 0;  // the last entry has the same law as the first: chi-square with 2 degrees over 3
  for (int r = 0; r < 4000; ++r) {
    const auto p = experiment.parameters(r, 1);
    corner += p[1 + 4 + 15] * 3;
    squares += p[1 + 4 + 15] * 3 * p[1 + 4 + 15] * 3;
    CHECK(experiment.row(r, 1)[column(experiment, "status")] == 2);
    CHECK(experiment.row(r, 1)[column(experiment, "log_determinant")] == -std::numeric_limits<double>::infinity());
    // Rank 2: every minor of order three is 0.
    const auto at = [&](std::size_t i, std::size_t j) { return p[1 + 4 + 4 * i + j]; };
    const double minor = at(0, 0) * (at(1, 1) * at(3, 3) - at(1, 3) * at(3, 1)) -
                         at(0, 1) * (at(1, 0) * at(3, 3) - at(1, 3) * at(3, 0)) +
                         at(0, 3) * (at(1, 0) * at(3, 1) - at(1, 1) * at(3, 0));
    CHECK(std::fabs(minor) < 1e-13 * (1 + at(0, 0)) * (1 + at(1, 1)) * (1 + at(3, 3)));
    for (const double value : experiment.parameters(r, 3)) REQUIRE(std::isfinite(value));
  }
  CHECK(std::fabs(corner / 4000 - 2) < kLimit * std::sqrt(4.0 / 4000));
  CHECK(std::fabs(squares / 4000 - 8) < kLimit * std::sqrt((384.0 - 64) / 4000));
}

TEST_CASE("while data accumulate, scatter about the first mean only grows") {
  // The pooled scatter about any fixed place is the sum of the batches', so N (variance + (mean - a)^2) never falls.
  const Experiment experiment = finished(spec_of(
      R"({"runs":20,"generations":60,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"accumulate"},"samples":{"n":5}})"));
  for (int r = 0; r < 20; ++r) {
    double last = 0;
    for (int t = 1; t <= 60; ++t) {
      const auto row = experiment.row(r, t);
      const double about_0 =
          5.0 * t *
          (row[column(experiment, "variance")] + row[column(experiment, "mean")] * row[column(experiment, "mean")]);
      CHECK(about_0 >= last * (1 - 1e-12));
      last = about_0;
    }
  }
}

// 10,000 runs: each generation's draws have lambda times the variance, so E variance_t = (1 - 1/n)^t lambda^(t-1).
TEST_CASE("temperature multiplies the variance of what is drawn") {
  const Experiment experiment = finished(spec_of(
      R"({"runs":10000,"generations":3,"model":{"kind":"gaussian","draws":"statistics","temperature":0.5},"samples":{"n":20}})"));
  const Average a = average(experiment, 3, "variance");
  CHECK(std::fabs(a.mean - 0.95 * 0.95 * 0.95 * 0.25) < kLimit * a.error);
  const Experiment cold = finished(spec_of(
      R"({"runs":2,"generations":3,"model":{"kind":"gaussian","draws":"statistics","temperature":0},"samples":{"n":20}})"));
  CHECK(cold.row(0, 2)[column(cold, "variance")] == 0);
  CHECK(cold.row(0, 3)[column(cold, "mean")] == cold.row(0, 1)[column(cold, "mean")]);
}

// They are computed in blocks of 64 generations.
TEST_CASE("slices and saved states about the end of a block change no bit") {
  for (const char* json : kSpecs) {
    CAPTURE(std::string(json));
    const Spec spec = spec_of(json);
    Experiment whole = finished(spec);
    const std::vector<double> all = everything(whole);
    for (const long slice : {64L, 100L}) {
      Experiment sliced = finished(spec, {}, slice);
      CHECK(same_bits(everything(sliced), all));
    }
    for (const int stop : {63, 64, 66}) {
      Experiment half = experiment_of(spec);
      while (half.completed() < stop) half.advance(1);
      half.advance(3);
      auto loaded = Experiment::load(half.save());
      REQUIRE(static_cast<bool>(loaded));
      while (!loaded->finished()) loaded->advance(5);
      CHECK(same_bits(everything(*loaded), all));
    }
  }
}

TEST_CASE("there are no points to show, and a place for them") {
  const Experiment experiment = finished(spec_of(kSpecs[0]));
  CHECK(experiment.summary(0, 3).find("so there are no points to show") != std::string::npos);
  CHECK(experiment.layout().find("\"points_x\",\"offset\"") != std::string::npos);
}

TEST_CASE("columns mean what they mean with points") {
  const Spec points = spec_of(
      R"({"runs":2,"generations":3,"source":{"mean":[1,2],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian"},"samples":{"n":8}})");
  for (
      const Spec& spec :
      {points,
       spec_of(
           R"({"runs":2,"generations":3,"source":{"mean":[1],"covariance":[[2]]},"model":{"kind":"gaussian"},"samples":{"n":8}})")}) {
    const Experiment with_points = experiment_of(spec),
                     without = experiment_of(with(spec, {{"/model/draws", "statistics"}}));
    std::size_t next = 0;
    for (std::size_t c = 0; c < with_points.columns().size() && next < without.columns().size(); ++c) {
      if (with_points.columns()[c].name != without.columns()[next].name) continue;
      CHECK(with_points.columns()[c].doc == without.columns()[next].doc);
      CHECK(with_points.row(0, 0)[c] == without.row(0, 0)[next]);
      ++next;
    }
    CHECK(next == without.columns().size());
  }
}

TEST_CASE("degenerate and overflowing statistics are reported and stay finite") {
  for (
      const char* json :
      {R"({"generations":4000,"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":5}})",
       R"({"generations":20,"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":1}})",
       R"({"generations":20,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"mix","real_fraction":1},"samples":{"n":1}})",
       R"({"generations":20,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"accumulate"},"samples":{"n":1}})",
       R"({"generations":1500,"model":{"kind":"gaussian","draws":"statistics","temperature":3},"samples":{"n":50}})",
       R"({"generations":1500,"source":{"mean":[0,0],"covariance":[[1,0],[0,1]]},"model":{"kind":"gaussian","draws":"statistics","temperature":3},"samples":{"n":50}})"}) {
    CAPTURE(std::string(json));
    Experiment experiment = finished(spec_of(json));
    bool reported = false;
    for (int t = 1; t <= experiment.completed(); ++t) {
      for (const double value : experiment.parameters(0, t)) REQUIRE(std::isfinite(value));
      reported = reported || experiment.row(0, t)[column(experiment, "status")] >= 2;
      for (const double value : experiment.row(0, t)) REQUIRE(value == value);
    }
    CHECK(reported);
    CHECK(experiment.frame(0, experiment.completed()).size() > 0);
  }
}

TEST_CASE("what needs points is refused with the way out") {
  const std::string way_out = "; let the model draw \"points\" (/model/draws).";
  CHECK(refused(R"({"source":{"kind":"ring"},"model":{"kind":"gaussian","draws":"statistics"}})").path ==
        "/source/kind");
  CHECK(refused(R"({"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"accumulate_subsample"}})")
            .path == "/workflow/kind");
  CHECK(refused(R"({"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"recursion"}})").path ==
        "/workflow/kind");
  CHECK(refused(R"({"model":{"kind":"gaussian","draws":"statistics","truncation":2}})").path == "/model/truncation");
  CHECK(refused(R"({"model":{"kind":"gaussian","draws":"statistics"},"selection":{"kind":"best_of"}})").path ==
        "/selection/kind");
  const Error metrics = refused(R"({"metrics":"all","model":{"kind":"gaussian","draws":"statistics"}})");
  CHECK(metrics.path == "/metrics");
  CHECK(metrics.message == "Without points only the \"basic\" metrics can be taken" + way_out);
}
