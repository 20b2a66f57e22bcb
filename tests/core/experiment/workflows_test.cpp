#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/close.h"
#include "support/experiments.h"
#include "support/text_experiments.h"

// The general recursion and the weighted mix in whole experiments: where they must be other workflows, and what holds
// in all of them.

using collapse::Experiment;
using collapse::test::close;
using collapse::test::finished;
using collapse::test::law_values;
using collapse::test::same_numbers;
using collapse::test::section;
using collapse::test::spec_of;
using collapse::test::value;

namespace {

// Each takes a workflow.
std::vector<std::string> kinds() {
  const std::string rest = R"(,"runs":2,"generations":6,"samples":{"n":30},"workflow":)";
  return {
      R"({"model":{"kind":"gaussian"})" + rest,
      R"({"model":{"kind":"gaussian","estimator":"unbiased"},"source":{"mean":[1,-2],"covariance":[[2,0.5],[0.5,1]]})" +
          rest,
      R"({"model":{"kind":"gmm"},"source":{"kind":"mixture"})" + rest,
      R"({"model":{"kind":"categorical"},"source":{"kind":"zipf","categories":40})" + rest,
      R"({"model":{"kind":"poisson"},"source":{"kind":"poisson","rate":3})" + rest,
  };
}

Experiment run(const std::string& kind, const std::string& workflow) {
  return finished(spec_of(kind + workflow + "}"));
}

bool same_rows(const Experiment& a, const Experiment& b) {
  for (int r = 0; r < 2; ++r)
    for (int t = 0; t <= 6; ++t)
      if (!same_numbers(a.row(r, t), b.row(r, t))) return false;
  return true;
}

}  // namespace

TEST_CASE("recursion: alpha = 1 is replace, to the bit") {
  for (const std::string& kind : kinds()) {
    CAPTURE(kind);
    CHECK(same_rows(run(kind, R"({"kind":"recursion","alpha":1,"beta":0})"), run(kind, R"({"kind":"replace"})")));
  }
}

TEST_CASE("recursion: gamma = 1 is fresh real data in every generation, to the bit") {
  for (const std::string& kind : kinds()) {
    CAPTURE(kind);
    Experiment real = run(kind, R"({"kind":"recursion","alpha":0,"beta":0})");
    CHECK(same_rows(real, run(kind, R"({"kind":"mix","real_fraction":1})")));
    const std::vector<double> head = section(real, real.frame(0, 4), "frame", "head");
    CHECK(head[3] == head[2]);
  }
}

TEST_CASE("recursion: beta = 0 differs from a mix only in how many points are real: chance decides") {
  for (const std::string& kind : kinds()) {
    Experiment each = run(kind, R"({"kind":"recursion","alpha":0.5,"beta":0})");
    double real = 0;
    for (int r = 0; r < 2; ++r)
      for (int t = 2; t <= 6; ++t) {
        const std::vector<double> head = section(each, each.frame(r, t), "frame", "head");
        CHECK(head[2] == 30);
        real += head[3];
      }
    // Binomial, 300 points: 150 +- 8.7; 5.2 of these, 2e-7.
    CHECK(std::fabs(real - 150) < 45);
    CHECK(real != 150);
  }
}

TEST_CASE("weighted: where the real points weigh their own share it is a mix, but for rounding") {
  for (const char* estimator : {"mle", "unbiased", "known_covariance"})
    for (const char* real : {"fresh", "fixed"}) {
      const std::string kind =
          std::string(R"({"model":{"kind":"gaussian","estimator":")") + estimator +
          R"("},"source":{"mean":[3,1],"covariance":[[2,0.5],[0.5,1]]},"runs":2,"generations":6,"samples":{"n":40},"workflow":)";
      const std::string tail = std::string(R"("real":")") + real + "\"}";
      const Experiment mix = run(kind, R"({"kind":"mix","real_fraction":0.25,)" + tail);
      const Experiment weighted = run(kind, R"({"kind":"weighted","real_fraction":0.25,"real_weight":0.25,)" + tail);
      for (int t = 1; t <= 6; ++t) {
        const std::span<const double> a = mix.parameters(1, t);
        const std::vector<double> first(a.begin(), a.end());
        const std::span<const double> b = weighted.parameters(1, t);
        REQUIRE(first.size() == b.size());
        for (std::size_t i = 0; i < b.size(); ++i) CHECK(close(b[i], first[i], 1e-11, 1e-11));
      }
      // The laws too, whichever way they are computed.
      for (const char* metric : {"total_variance", "mean_shift_squared"}) {
        const std::vector<double> p = law_values(mix, metric), q = law_values(weighted, metric);
        REQUIRE(p.size() == q.size());
        for (std::size_t t = 0; t < p.size(); ++t) CHECK((close(p[t], q[t], 1e-12, 1e-14) || std::isnan(p[t])));
      }
    }
}

TEST_CASE("weighted: weight 1 learns from the real points alone, weight 0 from the drawn ones alone") {
  const std::string kind = R"({"model":{"kind":"gaussian"},"runs":2,"generations":6,"samples":{"n":40},"workflow":)";
  const Experiment all = run(kind, R"({"kind":"weighted","real_fraction":0.5,"real_weight":1})");
  const Experiment none = run(kind, R"({"kind":"weighted","real_fraction":0.5,"real_weight":0})");
  // 20 real points each time: E variance = 0.95. 20 drawn ones: the variance loses a twentieth a generation on average.
  const std::vector<double> kept = law_values(all, "variance"), lost = law_values(none, "variance");
  for (std::size_t t = 2; t <= 6; ++t) {
    CHECK(close(kept[t], 0.95, 1e-12));
    CHECK(close(lost[t] / lost[t - 1], 0.95, 1e-12));
  }
}

TEST_CASE(
    "recursion and weighted learn from finite tables, draw no law over them, and say when a table has too few rows") {
  const std::string table =
      R"({"model":{"kind":"gaussian"},"source":{"kind":"dataset","name":"galaxies"},"runs":2,"generations":6,"samples":{"n":60},"workflow":)";
  for (const char* workflow :
       {R"({"kind":"recursion","alpha":0.5,"beta":0.3})", R"({"kind":"recursion","alpha":0,"beta":0})",
        R"({"kind":"weighted","real_fraction":0.5,"real_weight":0.7})",
        R"({"kind":"weighted","real_fraction":0.5,"real_weight":0.7,"real":"fixed"})"}) {
    CAPTURE(std::string(workflow));
    const Experiment experiment = run(table, workflow);
    CHECK(law_values(experiment, "variance").empty());
    for (int t = 1; t <= 6; ++t)
      for (const double number : experiment.parameters(0, t)) CHECK(std::isfinite(number));
  }
  // By chance a generation of the recursion may be all real, and each row of the 82 is taken once.
  const collapse::Spec spec = spec_of(
      R"({"model":{"kind":"gaussian"},"source":{"kind":"dataset","name":"galaxies"},"generations":3,"samples":{"n":60,"growth":1},"workflow":{"kind":"recursion","alpha":0.9}})");
  const auto refused = Experiment::create(spec, collapse::test::table_of(spec));
  CHECK_FALSE(static_cast<bool>(refused));
  CHECK(refused.error().path == "/samples/n");
  CHECK(refused.error().message ==
        "One generation would take 180 real points, but the table has only 82 rows, each of which is taken once.");
}

TEST_CASE("held-out rows of a table: where any row may be learnt none is left to measure by, whatever the model") {
  const auto seen = [](const char* model, const std::string& workflow) {
    return value(
        finished(spec_of(
            std::string(
                R"({"generations":3,"source":{"kind":"dataset","name":"galaxies"},"samples":{"n":60},"model":{"kind":")") +
            model + R"("},"workflow":)" + workflow + "}")),
        0, 3, "log_likelihood");
  };
  for (const char* model : {"gaussian", "gmm", "kde"}) {
    CAPTURE(model);
    for (const char* any :
         {R"({"kind":"recursion","alpha":0,"beta":0})", R"({"kind":"recursion","alpha":0.5,"beta":0.5})",
          R"({"kind":"mix","real_fraction":1})", R"({"kind":"mix","real_fraction":0.2})"}) {
      CAPTURE(any);
      CHECK(std::isnan(seen(model, any)));
    }
    for (const char* own :
         {R"({"kind":"replace"})", R"({"kind":"accumulate"})", R"({"kind":"recursion","alpha":1,"beta":0})",
          R"({"kind":"mix","real_fraction":0})", R"({"kind":"mix","real_fraction":0.2,"real":"fixed"})"}) {
      CAPTURE(own);
      CHECK_FALSE(std::isnan(seen(model, own)));
    }
  }
}
