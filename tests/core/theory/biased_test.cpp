#include "theory/biased.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "numerics/elementary.h"
#include "support/close.h"
#include "theory/regression.h"

using collapse::EstimatorKind;
using collapse::SelectionKind;
using collapse::WorkflowKind;
using collapse::test::close;
using collapse::theory::Bias;
using collapse::theory::biased_laws;
using collapse::theory::cut;
using collapse::theory::large_sample;
using collapse::theory::largest_of;
using collapse::theory::Law;
using collapse::theory::LawKind;
using collapse::theory::selected;
using collapse::theory::Setting;
using collapse::theory::Spread;
using collapse::theory::truncation_factor;
namespace numerics = collapse::numerics;

namespace {

double phi(double z) { return numerics::exp(-0.5 * z * z) / std::sqrt(2 * numerics::kPi); }

Setting setting(int generations, double n, int d = 1) {
  Setting s;
  s.n.assign(static_cast<std::size_t>(generations), n);
  s.real.assign(s.n.size(), 0);
  s.real[0] = n;
  s.dimension = d;
  s.mean.assign(static_cast<std::size_t>(d), 0.0);
  s.covariance.assign(static_cast<std::size_t>(d * d), 0.0);
  for (int j = 0; j < d; ++j) s.covariance[static_cast<std::size_t>(j * d + j)] = 1;
  return s;
}

const Law* find(const std::vector<Law>& laws, const std::string& metric, LawKind kind) {
  for (const Law& law : laws)
    if (law.metric == metric && law.kind == kind) return &law;
  return nullptr;
}

/// The moments of a model's draws by brute force: a midpoint sum over 400,001 cells of what a draw at x is kept with.
template <class Kept>
Spread summed(const Spread& model, const Kept& kept) {
  const double sd = std::sqrt(model.variance), step = 20 * sd / 400001;
  double mass = 0, first = 0, second = 0;
  for (int i = 0; i < 400001; ++i) {
    const double z = -10 * sd + (i + 0.5) * step, w = phi(z / sd) * kept(model.mean + z);
    mass += w;
    first += w * z;
    second += w * z * z;
  }
  return {model.mean + first / mass, second / mass - first / mass * (first / mass)};
}

}  // namespace

TEST_CASE(
    "the factor of a cut is 1 - 2 c phi(c)/(2 Phi(c) - 1) on the line and a ratio of chi-square masses in space") {
  CHECK(close(truncation_factor(2, 1), 0.77374, 0, 5e-6));  // printed to five digits
  CHECK(close(truncation_factor(3, 1), 0.97334, 0, 5e-6));
  for (const double c : {0.3, 1.0, 2.0, 3.0, 8.0}) {
    const double line = 1 - 2 * c * phi(c) / (1 - 2 * numerics::normal_cdf(-c));
    CHECK(close(truncation_factor(c, 1), line, 1e-12));
    for (const int d : {2, 3, 7, 16}) {
      const double space =
          (1 - numerics::chi_square_survival(d + 2, c * c)) / (1 - numerics::chi_square_survival(d, c * c));
      // The reference loses digits where little lies within c.
      CHECK(close(truncation_factor(c, d), space, 1e-13 / (1 - numerics::chi_square_survival(d, c * c)) + 1e-11));
    }
  }
  // Nearly uniform in a small ball: c^2/(d + 2).
  for (const int d : {1, 2, 16}) CHECK(close(truncation_factor(1e-3, d), 1e-6 / (d + 2), 1e-6));
}

TEST_CASE("the largest of k normals has its known mean and variance") {
  const double root = std::sqrt(numerics::kPi);
  CHECK(close(largest_of(1).mean, 0, 0, 1e-13));
  CHECK(close(largest_of(1).variance, 1, 1e-12));
  CHECK(close(largest_of(2).mean, 1 / root, 1e-11));
  CHECK(close(largest_of(2).variance, 1 - 1 / numerics::kPi, 1e-11));
  CHECK(close(largest_of(3).mean, 1.5 / root, 1e-11));
  CHECK(close(largest_of(3).variance, 1 + std::sqrt(3.0) / (2 * numerics::kPi) - 2.25 / numerics::kPi, 1e-11));
  // Tables of normal order statistics (Harter 1961): 1.16296 of 5, 1.53875 of 10, 2.50759 of 100.
  CHECK(close(largest_of(5).mean, 1.16296, 0, 5e-6));
  CHECK(close(largest_of(10).mean, 1.53875, 0, 5e-6));
  CHECK(close(largest_of(100).mean, 2.50759, 0, 5e-6));
  CHECK(close(largest_of(1, 2).variance, truncation_factor(2, 1), 1e-11));
}

TEST_CASE("a cut normal has the moments that summing gives, in its tails too") {
  for (const auto& ends : {std::pair{-1.0, 0.5}, {0.2, 3.0}, {4.0, 6.0}, {-7.0, -5.0}}) {
    const double a = ends.first, b = ends.second;
    const Spread expected = summed({0, 1}, [&](double x) { return x >= a && x <= b ? 1.0 : 0.0; });
    const auto part = cut({3, 4}, 3 + 2 * a, 3 + 2 * b);
    CHECK(close(part.mass, numerics::normal_cdf(b) - numerics::normal_cdf(a), 1e-9));
    CHECK(close(part.kept.mean, 3 + 2 * expected.mean, 2e-4));
    CHECK(close(part.kept.variance, 4 * expected.variance, 2e-3));
  }
  CHECK(cut({0, 1}, 1, 1).mass == 0);
  CHECK(cut({0, 1}, 100, 101).mass == 0);
}

TEST_CASE("each choice on the line agrees with its definition summed up") {
  const Spread model{0.4, 0.7};
  for (const double truncation : {0.0, 1.5}) {
    Bias bias;
    bias.temperature = 0.8;
    bias.truncation = truncation;
    const Spread cooled{model.mean, 0.8 * 0.7};
    const double reach = truncation > 0 ? truncation * std::sqrt(cooled.variance) : 1e9;
    const auto inside = [&](double x) { return std::fabs(x - cooled.mean) <= reach ? 1.0 : 0.0; };
    const auto check = [&](const auto& kept) {
      const Spread a = selected(bias, 1, model), b = summed(cooled, [&](double x) { return inside(x) * kept(x); });
      CAPTURE(truncation);
      CAPTURE(static_cast<int>(bias.choice));
      // Cells at an edge err by up to their width.
      CHECK(close(a.mean, b.mean, 0, 1e-4));
      CHECK(close(a.variance, b.variance, 2e-4));
    };
    check([](double) { return 1.0; });
    bias.choice = SelectionKind::tilt;
    bias.scale = 0.9;
    bias.centre = -1;
    check([](double x) { return numerics::exp(-(x + 1) * (x + 1) / 1.62); });
    bias.choice = SelectionKind::density;
    check([](double x) { return phi(x); });
    bias.choice = SelectionKind::verifier;
    bias.centre = 1;
    bias.radius = 0.7;
    bias.false_positive = 0.15;
    bias.false_negative = 0.4;
    check([](double x) { return std::fabs(x - 1) <= 0.7 ? 0.6 : 0.15; });
    bias.choice = SelectionKind::best_of;
    bias.candidates = 4;
    const double low = truncation > 0 ? numerics::normal_cdf(-truncation) : 0;
    check([&](double x) {
      return numerics::pow(std::fmax(0, (numerics::normal_cdf((x - 0.4) / std::sqrt(0.56)) - low) / (1 - 2 * low)), 3);
    });
  }
}

TEST_CASE("a verifier in d dimensions is that of one where d is 1, and nothing passes far from it") {
  Bias bias;
  bias.choice = SelectionKind::verifier;
  bias.radius = 1.2;
  bias.false_positive = 0.1;
  const double line = selected(bias, 1, {0, 0.6}).variance;
  const double c = 1.2 / std::sqrt(0.6), inside = 1 - 2 * numerics::normal_cdf(-c);
  CHECK(close(line, 0.6 * (0.1 + 0.9 * inside * truncation_factor(c, 1)) / (0.1 + 0.9 * inside), 1e-12));
  // The plane: masses 1 - e^{-x/2} and 1 - e^{-x/2}(1 + x/2).
  const double x = 1.44 / 0.6, two = 1 - numerics::exp(-x / 2), four = 1 - numerics::exp(-x / 2) * (1 + x / 2);
  CHECK(close(selected(bias, 2, {0, 0.6}).variance, 0.6 * (0.1 + 0.9 * four) / (0.1 + 0.9 * two), 1e-12));
  bias.false_positive = 0;
  bias.centre = 90;
  bias.radius = 0.1;
  CHECK(std::isnan(selected(bias, 1, {0, 1}).variance));
  CHECK(std::isnan(selected(bias, 2, {0, 1}).variance));
}

TEST_CASE("large samples: the tilt adds to the precision, the true density gives 1/t, best-of multiplies") {
  Bias bias;
  bias.choice = SelectionKind::tilt;
  bias.scale = 2;
  const Setting s = setting(12, 100);
  const auto tilt = large_sample(s, bias);
  bias.choice = SelectionKind::density;
  const auto likely = large_sample(s, bias);
  bias.choice = SelectionKind::best_of;
  const auto best = large_sample(s, bias);
  double drift = 0;
  for (std::size_t t = 1; t <= 12; ++t) {
    CHECK(close(tilt[t].variance, 1 / (1 + static_cast<double>(t - 1) / 4), 1e-13));
    CHECK(close(likely[t].variance, 1 / static_cast<double>(t), 1e-13));
    CHECK(close(best[t].variance, std::pow(1 - 1 / numerics::kPi, static_cast<double>(t - 1)), 1e-9));
    CHECK(close(best[t].mean, drift, 1e-9));
    drift += std::sqrt(best[t].variance / numerics::kPi);
  }
}

TEST_CASE("without a bias large samples keep the truth in every workflow") {
  for (const WorkflowKind workflow : {WorkflowKind::replace, WorkflowKind::accumulate,
                                      WorkflowKind::accumulate_subsample, WorkflowKind::mix, WorkflowKind::recursion}) {
    Setting s = setting(6, 50, 2);
    s.plan.workflow = workflow;
    s.plan.alpha = 0.5;
    s.plan.beta = 0.3;
    for (std::size_t i = 1; i < s.real.size(); ++i) s.real[i] = workflow == WorkflowKind::mix ? 10 : 0;
    for (const Spread& at : large_sample(s, {})) {
      CHECK(at.mean == 0);
      CHECK(close(at.variance, 1, 1e-14));
    }
  }
}

TEST_CASE("a law that leaves out terms of order 1/n says so, and none of them is called exact") {
  for (const SelectionKind choice :
       {SelectionKind::tilt, SelectionKind::density, SelectionKind::verifier, SelectionKind::best_of}) {
    Bias bias;
    bias.choice = choice;
    bias.centre = choice == SelectionKind::density || choice == SelectionKind::best_of ? 0 : 0.5;
    for (const WorkflowKind workflow : {WorkflowKind::replace, WorkflowKind::accumulate, WorkflowKind::mix}) {
      Setting s = setting(6, 50);
      s.plan.workflow = workflow;
      const std::vector<Law> laws = biased_laws(s, bias);
      CHECK_FALSE(laws.empty());
      for (const Law& law : laws) {
        CAPTURE(law.label);
        CHECK(law.values.size() == 7);
        const bool exact =
            (choice == SelectionKind::best_of && workflow == WorkflowKind::replace && law.metric == "variance") ||
            (choice == SelectionKind::density && law.metric == "mean");
        CHECK(law.kind == (exact ? LawKind::expectation : LawKind::large_n));
        CHECK((law.label.rfind("large n: ", 0) == 0) == !exact);
      }
    }
  }
}

TEST_CASE("cooling and cutting multiply the laws of plain draws; at temperature 1 nothing changes") {
  const Setting s = setting(8, 30, 2);
  Bias bias;
  const auto plain = find(biased_laws(s, bias), "total_variance", LawKind::expectation)->values;
  bias.temperature = 0.9;
  bias.truncation = 2;
  const std::vector<Law> both = biased_laws(s, bias);
  const auto values = find(both, "total_variance", LawKind::expectation)->values;
  const double u = 0.9 * truncation_factor(2, 2);
  for (std::size_t t = 1; t <= 8; ++t) {
    CHECK(close(plain[t], 2 * std::pow(1 - 1 / 30.0, static_cast<double>(t)), 1e-13));
    CHECK(close(values[t], plain[t] * std::pow(u, static_cast<double>(t - 1)), 1e-13));
  }
  // What is cut off is no Gaussian any more: no law of the logarithm.
  CHECK(find(both, "log_determinant", LawKind::expectation) == nullptr);
  bias.truncation = 0;
  CHECK(find(biased_laws(s, bias), "log_determinant", LawKind::expectation) != nullptr);
}

TEST_CASE(
    "with real data in every generation a verifier's map has a fixed point, and the law of t to infinity is there") {
  Setting s = setting(400, 100);
  s.plan.workflow = WorkflowKind::mix;
  for (std::size_t i = 1; i < s.real.size(); ++i) s.real[i] = 50;
  Bias bias;
  bias.choice = SelectionKind::verifier;
  bias.centre = 1;
  bias.radius = 1;
  bias.false_positive = 0.2;
  bias.false_negative = 0.1;
  double path = 0, end = 0, mean = 0, variance = 0;
  for (const Law& law : biased_laws(s, bias)) {
    CHECK(law.kind == LawKind::large_n);
    const bool limit = law.label == "large n: t → ∞";
    if (law.metric == "mean") (limit ? end : path) = law.values.back();
    if (limit) (law.metric == "mean" ? mean : variance) = law.values[0];
  }
  CHECK(close(path, end, 1e-12));
  // By its definition: half of the data real, half selected.
  const Spread drawn = selected(bias, 1, {mean, variance});
  CHECK(close(mean, 0.5 * drawn.mean, 1e-12));
  CHECK(close(variance, 0.5 + 0.5 * (drawn.variance + drawn.mean * drawn.mean) - mean * mean, 1e-12));
  // Without real data nothing settles above 0, and no such law is given.
  s.plan.workflow = WorkflowKind::replace;
  for (const Law& law : biased_laws(s, bias)) CHECK(law.label != "large n: t → ∞");
}

TEST_CASE("a limit with biased draws is where its recursion stays") {
  for (const bool fresh : {true, false})
    for (const EstimatorKind estimator :
         {EstimatorKind::mle, EstimatorKind::unbiased, EstimatorKind::known_covariance}) {
      Setting s = setting(4000, 40);
      s.plan.workflow = WorkflowKind::mix;
      s.estimator = estimator;
      s.plan.fresh_real = fresh;
      for (std::size_t i = 1; i < s.real.size(); ++i) s.real[i] = 8;
      Bias bias;
      bias.temperature = 0.7;
      const std::vector<Law> laws = biased_laws(s, bias);
      const char* metric = estimator == EstimatorKind::known_covariance ? "mean_shift_squared" : "variance";
      REQUIRE(find(laws, metric, LawKind::limit) != nullptr);
      CHECK(close(find(laws, metric, LawKind::expectation)->values.back(),
                  find(laws, metric, LawKind::limit)->values.back(), 1e-12));
    }
}

TEST_CASE("a verifier of rows shrinks the distance to its centre by the regression of a cut bivariate normal") {
  collapse::theory::RegressionSetting s;
  s.n.assign(30, 1e9);
  s.features = 3;
  s.fixed = false;
  s.noise_sd = 2;
  s.verifier = {1.5, 1, 0.1, 0.2};
  // By brute force: x along the difference g, z = g x + e, both standard normal; slope E x z / E x^2 among what is
  // kept.
  double g = 1.5;
  const auto errors = collapse::theory::verified_errors(s);
  for (std::size_t t = 2; t <= 4; ++t) {
    double xx = 0, xz = 0;
    for (int i = -400; i <= 400; ++i)
      for (int j = -400; j <= 400; ++j) {
        const double x = i * 0.02, e = j * 0.02, z = g * x + e;
        const double w = phi(x) * phi(e) * (std::fabs(z) <= 1 ? 0.8 : 0.1);
        xx += w * x * x;
        xz += w * x * z;
      }
    g = xz / xx;
    CHECK(close(errors.to_centre[t], 4 * g * g, 5e-3));
    CHECK(close(errors.to_truth[t], 4 * (1.5 - g) * (1.5 - g), 2e-2));
  }
  CHECK(errors.to_centre.back() < 1e-6);
  s.fixed = true;
  CHECK(collapse::theory::verified_errors(s).to_centre.empty());
}
