#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "collapse/stream.h"
#include "kinds/regression/system.h"
#include "support/close.h"
#include "support/experiments.h"
#include "support/text_experiments.h"

// Whole experiments with categories, Poisson counts and linear regression: their columns, their laws and their edges.

using namespace collapse;
using namespace collapse::test;

namespace {

std::string spec_with(const std::string& source, const std::string& model, const std::string& more) {
  return R"({"source":{)" + source + R"(},"model":{)" + model + "}," + more + "}";
}
std::string zipf(const std::string& more, const std::string& model = "") {
  return spec_with(R"("kind":"zipf","categories":60)", R"("kind":"categorical")" + model, more);
}
std::string poisson(const std::string& more) {
  return spec_with(R"("kind":"poisson","rate":1.5)", R"("kind":"poisson")", more);
}
std::string linear(const std::string& more, const std::string& design = "fixed", const std::string& features = "4") {
  return spec_with(R"("kind":"linear","features":)" + features,
                   R"("kind":"linear_regression","design":")" + design + "\"", more);
}

const char* kWorkflows[] = {R"("workflow":{"kind":"replace"})", R"("workflow":{"kind":"accumulate"})",
                            R"("workflow":{"kind":"accumulate_subsample"})",
                            R"("workflow":{"kind":"mix","real_fraction":0.25})",
                            R"("workflow":{"kind":"mix","real_fraction":0.25,"real":"fixed"})"};

/// The greatest |z| of a column's mean over the runs against its law, over the generations named; where a standard
/// error is 0 the mean must be the law.
double worst_z(const std::string& json, const char* column, const std::vector<int>& at) {
  const Experiment experiment = finished_text(json);
  const std::vector<double> law = law_values(experiment, column);
  const int runs = static_cast<int>(experiment.spec().runs);
  REQUIRE(static_cast<int>(law.size()) == experiment.spec().generations + 1);
  double worst = 0;
  for (const int t : at) {
    double sum = 0, squares = 0;
    for (int r = 0; r < runs; ++r) sum += value(experiment, r, t, column);
    const double mean = sum / runs;
    for (int r = 0; r < runs; ++r)
      squares += (value(experiment, r, t, column) - mean) * (value(experiment, r, t, column) - mean);
    const double error = std::sqrt(squares / (runs - 1) / runs), off = mean - law[static_cast<std::size_t>(t)];
    CAPTURE(t);
    CAPTURE(mean);
    CAPTURE(error);
    CAPTURE(law[static_cast<std::size_t>(t)]);
    if (error > 0)
      worst = std::max(worst, std::fabs(off / error));
    else
      CHECK(close(mean, law[static_cast<std::size_t>(t)], 1e-12));
  }
  INFO(json, " ", std::string(column), ": |z| = ", worst);
  CHECK(worst < 5.2);
  return worst;
}

}  // namespace

TEST_CASE("discrete: a frame tells how many items are real, in every workflow") {
  const auto head = [](const std::string& json) {
    Experiment experiment = finished_text(json);
    const std::vector<double> values = section(experiment, experiment.frame(0, 4), "frame", "head");
    return std::pair{values[2], values[3]};
  };
  for (const auto& make :
       {+[](const std::string& more) { return zipf(more); }, +[](const std::string& more) { return poisson(more); },
        +[](const std::string& more) { return linear(more); },
        +[](const std::string& more) { return linear(more, "fresh"); }}) {
    const std::string rest = R"(,"generations":4,"samples":{"n":40})";
    CHECK(head(make(kWorkflows[0] + rest)) == std::pair{40.0, 0.0});
    CHECK(head(make(kWorkflows[1] + rest)) == std::pair{160.0, 40.0});
    CHECK(head(make(kWorkflows[2] + rest)).first == 40.0);
    CHECK(head(make(kWorkflows[2] + rest)).second > 0);
    CHECK(head(make(kWorkflows[3] + rest)) == std::pair{40.0, 10.0});
    CHECK(head(make(kWorkflows[4] + rest)) == std::pair{40.0, 10.0});
  }
}

TEST_CASE("categories: under replace none comes back, under accumulate none is lost, and shares sum to 1") {
  const Experiment replace = finished_text(zipf(R"("generations":30,"samples":{"n":40})"));
  const Experiment kept =
      finished_text(zipf(R"("generations":30,"samples":{"n":40},"workflow":{"kind":"accumulate"})"));
  for (int t = 2; t <= 30; ++t) {
    const std::span<const double> before = replace.parameters(0, t - 1);
    const std::vector<double> earlier(before.begin(), before.end());
    const std::span<const double> now = replace.parameters(0, t);
    double sum = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      sum += now[i];
      if (earlier[i] == 0) CHECK(now[i] == 0);
    }
    CHECK(close(sum, 1, 1e-12));
    CHECK(value(kept, 0, t, "alive") == value(kept, 0, 1, "alive"));
  }
}

TEST_CASE("categories: the columns are what their definitions give from the probabilities") {
  const Experiment experiment =
      finished_text(spec_with(R"("kind":"categorical","probabilities":[0.5,0.25,0.13,0.07,0.04,0.01,0])",
                              R"("kind":"categorical")", R"("generations":6,"samples":{"n":20})"));
  const double truth[] = {0.5, 0.25, 0.13, 0.07, 0.04, 0.01, 0};
  CHECK(value(experiment, 0, 0, "alive") == 6);
  CHECK(close(value(experiment, 0, 0, "heterozygosity"), 1 - 0.25 - 0.0625 - 0.0169 - 0.0049 - 0.0016 - 0.0001, 1e-14));
  for (int t = 1; t <= 6; ++t) {
    const std::span<const double> p = experiment.parameters(0, t);
    double alive = 0, entropy = 0, squares = 0, kl = 0, tv = 0, rare = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      tv += std::fabs(p[i] - truth[i]) / 2;
      if (p[i] == 0) continue;
      alive += 1;
      entropy -= p[i] * std::log(p[i]);
      squares += p[i] * p[i];
      kl += p[i] * std::log(p[i] / truth[i]);
      if (truth[i] < 0.05) rare += truth[i] / 0.05;
    }
    CHECK(value(experiment, 0, t, "alive") == alive);
    CHECK(close(value(experiment, 0, t, "entropy"), entropy, 1e-12, 1e-14));
    CHECK(close(value(experiment, 0, t, "effective"), 1 / squares, 1e-12));
    CHECK(close(value(experiment, 0, t, "heterozygosity"), 1 - squares, 1e-12, 1e-14));
    CHECK(close(value(experiment, 0, t, "tv"), tv, 1e-12, 1e-14));
    CHECK(close(value(experiment, 0, t, "kl"), kl, 1e-12, 1e-14));
    CHECK(close(value(experiment, 0, t, "tail_recall"), rare, 1e-12));
  }
}

TEST_CASE(
    "categories: less and head_ratio are what their definitions give, and a category of probability 0 is none of the "
    "truth's") {
  // The most probable tenth of 11 possible categories are the first two; of equals the first.
  Experiment experiment = finished_text(
      spec_with(R"("kind":"categorical","probabilities":[0.2,0.3,0.2,0.1,0.05,0.05,0.03,0.03,0.02,0.01,0.01,0])",
                R"("kind":"categorical")", R"("generations":6,"samples":{"n":20})"));
  const double truth[] = {0.2, 0.3, 0.2, 0.1, 0.05, 0.05, 0.03, 0.03, 0.02, 0.01, 0.01, 0};
  CHECK(value(experiment, 0, 0, "less") == 0);
  CHECK(value(experiment, 0, 0, "head_ratio") == 1);
  for (int t = 1; t <= 6; ++t) {
    const std::span<const double> p = experiment.parameters(0, t);
    double less = 0;
    for (std::size_t i = 0; i < 11; ++i) less += p[i] < truth[i] ? 1.0 / 11 : 0;
    CHECK(close(value(experiment, 0, t, "less"), less, 1e-12, 1e-14));
    CHECK(close(value(experiment, 0, t, "head_ratio"), (p[0] + p[1]) / 0.5, 1e-12));
  }
}

TEST_CASE("categories: the bins by chance are what their definitions give, in one decade of n p each") {
  // n p: 50, 30, 10 (its own decade's lower end), 9.5, 0.5 and 0.
  Experiment experiment = finished_text(spec_with(R"("kind":"categorical","probabilities":[0.5,0.3,0.1,0.095,0.005,0])",
                                                  R"("kind":"categorical")", R"("generations":9,"samples":{"n":100})"));
  const std::vector<double> scene(experiment.scene().begin(), experiment.scene().end());
  const auto there = [&](const char* name) { return section(experiment, scene, "scene", name); };
  CHECK(there("chance_from") == std::vector<double>{0, 0.001, 0.01, 0.1, 1, 10, 100, 1000});
  CHECK(there("chance_to")[3] == 1);
  CHECK(std::isinf(there("chance_to")[7]));
  CHECK(there("chance_categories") == std::vector<double>{0, 0, 0, 1, 1, 3, 0, 0});
  CHECK(close(there("chance_share")[5], 0.9, 1e-12));
  const double truth[] = {0.5, 0.3, 0.1, 0.095, 0.005, 0};
  const std::size_t bins[] = {5, 5, 5, 4, 3, 0};
  for (int t = 0; t <= 9; ++t) {
    const std::span<const double> p = t == 0 ? std::span<const double>(truth) : experiment.parameters(0, t);
    double alive[8] = {}, more[8] = {}, share[8] = {}, before[8] = {}, many[8] = {};
    for (std::size_t i = 0; i < 5; ++i) {
      const double now = p[i];
      alive[bins[i]] += now > 0 ? 1 : 0;
      more[bins[i]] += now > truth[i] ? 1 : 0;
      share[bins[i]] += now;
      before[bins[i]] += truth[i];
      ++many[bins[i]];
    }
    const auto of = [&](const char* name) { return section(experiment, experiment.frame(0, t), "frame", name); };
    const std::vector<double> a = of("alive_by_chance"), m = of("more_by_chance"), r = of("ratio_by_chance"),
                              g = of("gain_by_chance");
    for (std::size_t bin = 0; bin < 8; ++bin) {
      CAPTURE(t);
      CAPTURE(bin);
      if (many[bin] == 0) {
        CHECK((std::isnan(a[bin]) && std::isnan(m[bin]) && std::isnan(r[bin]) && std::isnan(g[bin])));
        continue;
      }
      CHECK(close(a[bin], alive[bin] / many[bin], 1e-12));
      CHECK(close(m[bin], more[bin] / many[bin], 1e-12));
      CHECK(close(r[bin], share[bin] / before[bin], 1e-12));
      CHECK(close(g[bin], share[bin] - before[bin], 1e-12, 1e-14));
    }
  }
  // One item of each of n equally probable categories is expected, though n (1/n) may round to less than 1.
  Experiment equal = finished_text(spec_with(R"("kind":"uniform","categories":49)", R"("kind":"categorical")",
                                             R"("generations":1,"samples":{"n":49})"));
  const std::vector<double> drawn(equal.scene().begin(), equal.scene().end());
  CHECK(section(equal, drawn, "scene", "chance_categories")[4] == 49);
}

// |z| < 5.2 as below, 1,000 runs: chance alone keeps every bin's probability on average, though most categories of it
// shrink.
TEST_CASE(
    "categories: chance alone neither over- nor under-estimates the most probable on average, cooled sampling does") {
  for (const char* workflow : kWorkflows)
    worst_z(zipf(std::string(workflow) + R"(,"generations":12,"runs":1000,"samples":{"n":20})"), "head_ratio",
            {1, 3, 12});
  const auto means = [](const char* model, const char* column) {
    const Experiment experiment = finished_text(zipf(R"("generations":6,"runs":50,"samples":{"n":200})", model));
    double sum = 0;
    for (int r = 0; r < 50; ++r) sum += value(experiment, r, 6, column) / 50;
    return sum;
  };
  CHECK(means(R"(,"temperature":0.7)", "head_ratio") > 1.5);
  CHECK(means(R"(,"top_k":20)", "head_ratio") > 1.2);
  CHECK(means("", "less") > 0.5);
}

// False alarms: |z| < 5.2 for means over 1,000 runs; 2e-7 for a normal mean, below 1e-6 a row with the skewness there
// is.
TEST_CASE("categories: heterozygosity follows its law in every workflow, and with a growing sample") {
  for (const char* workflow : kWorkflows)
    worst_z(zipf(std::string(workflow) + R"(,"generations":25,"runs":1000,"samples":{"n":20})"), "heterozygosity",
            {1, 2, 10, 25});
  for (const char* workflow : {kWorkflows[0], kWorkflows[1], kWorkflows[2], kWorkflows[3]})
    worst_z(zipf(std::string(workflow) + R"(,"generations":8,"runs":1000,"samples":{"n":10,"growth":0.7})"),
            "heterozygosity", {2, 8});
}

TEST_CASE("categories: the first survivors are as many as expected, later ones at least as many as the bound") {
  const std::string json = zipf(R"("generations":20,"runs":1000,"samples":{"n":50})");
  worst_z(json, "alive", {1});
  const Experiment experiment = finished_text(json);
  const std::vector<double> law = law_values(experiment, "alive");
  for (int t = 2; t <= 20; ++t) {
    double sum = 0;
    for (int r = 0; r < 1000; ++r) sum += value(experiment, r, t, "alive") / 1000;
    CHECK(sum > law[static_cast<std::size_t>(t)] - 0.3);  // three standard errors, about
    CHECK(sum < 1.25 * law[static_cast<std::size_t>(t)]);
  }
  worst_z(zipf(R"("generations":4,"runs":1000,"samples":{"n":50},"workflow":{"kind":"accumulate"})"), "alive", {1, 4});
}

TEST_CASE("categories: each of two is the last one as often as its share says") {
  const Experiment experiment =
      finished_text(spec_with(R"("kind":"categorical","probabilities":[0.3,0.7])", R"("kind":"categorical")",
                              R"("generations":150,"runs":1000,"samples":{"n":10})"));
  double first = 0;
  for (int r = 0; r < 1000; ++r) {
    CHECK(value(experiment, r, 150, "alive") == 1);  // both alive: E H/2 (1 - 1/10)^150 = 3e-8 a run
    first += experiment.parameters(r, 150)[0];
  }
  CHECK(std::fabs(first - 300) < 5 * std::sqrt(1000 * 0.3 * 0.7));
}

TEST_CASE("categories: biased sampling loses variety faster, heat keeps it longer, and no law is drawn over it") {
  const auto variety = [](const char* model) {
    const Experiment experiment = finished_text(zipf(R"("generations":6,"samples":{"n":200})", model));
    if (model[0] != '\0') CHECK(law_values(experiment, "heterozygosity").empty());
    return value(experiment, 0, 6, "heterozygosity");
  };
  const double plain = variety("");
  CHECK(variety(R"(,"temperature":0.7)") < plain);
  CHECK(variety(R"(,"top_k":5)") < plain);
  CHECK(variety(R"(,"top_p":0.6)") < plain);
  CHECK(variety(R"(,"temperature":1.5)") > plain);
  CHECK(variety(R"(,"temperature":0)") == 0);
}

TEST_CASE("Poisson: the mean rate and the share alive follow their laws") {
  for (const char* workflow : kWorkflows)
    worst_z(poisson(std::string(workflow) + R"(,"generations":12,"runs":1000,"samples":{"n":8})"), "rate", {1, 2, 12});
  worst_z(poisson(R"("generations":20,"runs":2000,"samples":{"n":3})"), "alive", {2, 5, 20});
  worst_z(spec_with(R"("kind":"poisson","rate":0.1)", R"("kind":"poisson")",
                    R"("generations":4,"runs":2000,"samples":{"n":8},"workflow":{"kind":"accumulate"})"),
          "alive", {1, 4});
}

TEST_CASE("Poisson: a rate of 0 stays, and large rates are learnt too") {
  const Experiment dead = finished_text(
      spec_with(R"("kind":"poisson","rate":0.001)", R"("kind":"poisson")", R"("generations":5,"samples":{"n":2})"));
  CHECK(value(dead, 0, 5, "rate") == 0);
  CHECK(close(value(dead, 0, 5, "kl"), 0.001, 1e-12));
  CHECK(dead.summary(0, 5) == "After 5 generations the rate is 0: the model only knows the count 0.");
  const Experiment large = finished_text(
      spec_with(R"("kind":"poisson","rate":10000)", R"("kind":"poisson")", R"("generations":5,"samples":{"n":100})"));
  CHECK(close(value(large, 0, 5, "rate"), 10000, 0.02));  // standard deviation 22
}

TEST_CASE("regression: the test error follows its laws, for both designs, replaced and accumulated") {
  for (const char* design : {"fixed", "fresh"})
    for (const char* workflow : {kWorkflows[0], kWorkflows[1]})
      worst_z(linear(std::string(workflow) + R"(,"generations":10,"runs":1000,"samples":{"n":30})", design),
              "test_error", {1, 2, 10});
  worst_z(linear(R"("generations":6,"runs":1000,"samples":{"n":20,"growth":0.5})", "fresh"), "test_error", {1, 3, 6});
  worst_z(linear(R"("generations":6,"runs":1000,"samples":{"n":20,"growth":0.5},"workflow":{"kind":"accumulate"})",
                 "fresh"),
          "test_error", {1, 3, 6});
}

TEST_CASE("regression: real data in every generation bound the error, and a smaller noise only scales it") {
  const auto mean_error = [](const std::string& json, int t) {
    const Experiment experiment = finished_text(json);
    double sum = 0;
    for (int r = 0; r < experiment.spec().runs; ++r) sum += value(experiment, r, t, "test_error");
    return sum / static_cast<double>(experiment.spec().runs);
  };
  const std::string rest = R"(,"generations":40,"runs":50,"samples":{"n":30})";
  const double replace = mean_error(linear(kWorkflows[0] + rest), 40),
               mixed = mean_error(linear(kWorkflows[3] + rest), 40);
  CHECK(mixed < replace / 3);
  const std::string quiet = spec_with(R"("kind":"linear","features":4,"noise_sd":1e-9)",
                                      R"("kind":"linear_regression")", std::string(kWorkflows[0]) + rest);
  CHECK(close(mean_error(quiet, 40), 1e-18 * replace,
              1e-9));  // labels are kept above the truth: no rounding of coefficients of size 1
}

TEST_CASE("regression: mixing on a fixed design, the model labels the rows that have no real labels") {
  const int d = 3, n = 10, real = 4;
  experiment::RegressionSettings settings;
  settings.seed = 5;
  settings.features = d;
  settings.noise_sd = 1e-12;
  settings.plan.workflow = recursion::Workflow::mix;
  settings.plan.n = n;
  const experiment::RegressionSystem system(settings);
  const std::vector<double> v{1, -2, 0.5};
  experiment::RegressionModel model;
  model.shift = std::make_shared<const std::vector<double>>(v);
  const experiment::Rows rows =
      system.concatenate(system.fresh_real(0, 2, real), system.synthetic(model, 0, 1, n - real));
  CHECK(rows.rows == n);
  CHECK(rows.real == real);
  std::vector<double> x(n * d), moment(d, 0);
  random::Stream(5, 0, 0, random::Purpose::real_data).fill_normal(x);
  for (int i = real; i < n; ++i)
    for (int j = 0; j < d; ++j)
      for (int k = 0; k < d; ++k)
        moment[static_cast<std::size_t>(j)] += x[static_cast<std::size_t>(i * d + j)] *
                                               x[static_cast<std::size_t>(i * d + k)] * v[static_cast<std::size_t>(k)];
  for (std::size_t j = 0; j < 3; ++j) CHECK(close(rows.moment[j], moment[j], 1e-9, 1e-9));
}

TEST_CASE("regression: the true coefficients have length 1, and length and angle are those of the parameters") {
  Experiment experiment = finished_text(linear(R"("generations":5,"samples":{"n":12})"));
  const std::vector<double> truth = section(experiment, experiment.scene(), "scene", "truth");
  double length = 0;
  for (const double w : truth) length += w * w;
  CHECK(close(length, 1, 1e-14));
  for (int t = 1; t <= 5; ++t) {
    const std::span<const double> w = experiment.parameters(0, t);
    double norm = 0, dot = 0, error = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      norm += w[j] * w[j];
      dot += w[j] * truth[j];
      error += (w[j] - truth[j]) * (w[j] - truth[j]);
    }
    CHECK(close(value(experiment, 0, t, "norm"), std::sqrt(norm), 1e-12));
    CHECK(close(value(experiment, 0, t, "angle"), std::acos(dot / std::sqrt(norm)) * 57.29577951308232, 1e-9));
    CHECK(close(value(experiment, 0, t, "test_error"), error, 1e-9));
  }
}

TEST_CASE("regression: rows drawn so that they leave a coefficient open are reported, and the previous model goes on") {
  // 9 of 9 t rows of a fixed design of 9, drawn without replacement: repeated rows soon leave fewer than 8 different
  // ones.
  const Experiment experiment = finished_text(
      linear(R"("generations":30,"samples":{"n":9},"workflow":{"kind":"accumulate_subsample"})", "fixed", "8"));
  int degenerate = 0;
  for (int t = 2; t <= 30; ++t) {
    if (value(experiment, 0, t, "status") != 2) continue;
    ++degenerate;
    CHECK(value(experiment, 0, t, "test_error") == value(experiment, 0, t - 1, "test_error"));
    CHECK(experiment.summary(0, t).find("These rows left coefficients open") != std::string::npos);
  }
  CHECK(degenerate > 0);
}

TEST_CASE("discrete: settings at odds are refused with a sentence that names the field") {
  const auto said = [](const std::string& json) {
    const Result<Spec> spec = read_spec(json);
    if (!spec) return spec.error().path + ": " + spec.error().message;
    const Result<Experiment> made = Experiment::create(*spec);
    return made ? std::string("accepted") : made.error().path + ": " + made.error().message;
  };
  const std::string categorical = R"("kind":"categorical")";
  const auto given = [&](const char* list) {
    return said(spec_with(categorical + R"(,"probabilities":)" + list, categorical, R"("seed":1)"));
  };
  CHECK(given("[0.5,0.4]") == "/source/probabilities: The probabilities must sum to 1, but sum to 0.9.");
  CHECK(given("[1]") == "/source/probabilities: There must be from 2 to 100000 categories, but there are 1.");
  CHECK(given("[]") == "/source/probabilities: There must be from 2 to 100000 categories, but there are 0.");
  CHECK(given("[1.5,-0.5]").find("/source/probabilities/0: ") == 0);
  CHECK(given("[0.5,0.5]") == "accepted");
  CHECK(said(R"({"source":{"kind":"zipf"},"model":{"kind":"gaussian"}})") ==
        "/model/kind: The model must be \"categorical\", but is \"gaussian\".");
  CHECK(said(R"({"source":{"kind":"poisson"},"model":{"kind":"categorical"}})") ==
        "/model/kind: The model must be \"poisson\", but is \"categorical\".");
  CHECK(said(R"({"model":{"kind":"categorical"}})") ==
        "/source/kind: Categories are counted, so the source must be \"categorical\", \"zipf\" or \"uniform\", but is "
        "\"gaussian\".");
  CHECK(said(R"({"model":{"kind":"poisson"}})") ==
        "/source/kind: A Poisson rate is learnt from counts, so the source must be \"poisson\", but is \"gaussian\".");
  CHECK(said(R"({"model":{"kind":"linear_regression"}})") ==
        "/source/kind: A regression learns from rows with labels, so the source must be \"linear\", but is "
        "\"gaussian\".");
  CHECK(said(linear(R"("samples":{"n":4})")) ==
        "/samples/n: Least squares needs more rows than features: n must be at least 5, but is 4.");
  CHECK(said(linear(R"("samples":{"n":50,"growth":1})")) ==
        "/samples/growth: A fixed design keeps its rows, so the growth must be 0, but is 1.");
  CHECK(said(spec_with(R"("kind":"poisson","rate":-1)", R"("kind":"poisson")", R"("seed":1)")).find("/source/rate: ") ==
        0);
  CHECK(
      said(spec_with(R"("kind":"uniform","categories":1)", categorical, R"("seed":1)")).find("/source/categories: ") ==
      0);
  CHECK(said(spec_with(R"("kind":"uniform","categories":100001)", categorical, R"("seed":1)"))
            .find("/source/categories: ") == 0);
  CHECK(said(zipf(R"("generations":10000,"samples":{"n":1000000},"workflow":{"kind":"accumulate"})")) ==
        "/samples/n: All generations together would draw 10000000000 items; at most 4294967295 can be counted. Lower n "
        "or the number of generations.");
}

TEST_CASE("discrete: one item, one feature, two categories of which one is empty") {
  CHECK(finished_text(zipf(R"("generations":10,"samples":{"n":1})")).summary(0, 10) ==
        "After 10 generations a single category of 60 is left.");
  CHECK(finished_text(poisson(R"("generations":10,"samples":{"n":1})")).completed() == 10);
  CHECK(finished_text(linear(R"("generations":10,"samples":{"n":2})", "fixed", "1")).completed() == 10);
  const Experiment one = finished_text(
      spec_with(R"("kind":"categorical","probabilities":[1,0])", R"("kind":"categorical")", R"("generations":3)"));
  CHECK(value(one, 0, 3, "kl") == 0);
  CHECK(value(one, 0, 3, "tv") == 0);
  CHECK(value(one, 0, 3, "heterozygosity") == 0);
}
