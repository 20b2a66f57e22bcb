#include "theory/biased.h"

#include <cmath>
#include <string>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "theory/second_moments.h"

namespace collapse::theory {

namespace {

using numerics::exp;
using numerics::normal_cdf;

constexpr Spread kNothing{kNaN, kNaN};
constexpr const char* kSource = "derived: docs/models/selection.md";

double density(double z) { return exp(-0.5 * (z * z + numerics::kLogTwoPi)); }

/// sum over k >= 0 of x^k / ((a + 1) .. (a + k)): P(a, x) without its factor x^a e^-x / Gamma(a + 1).
double gamma_series(double a, double x) {
  double term = 1, sum = 1;
  for (int k = 1; term > 1e-17 * sum; ++k) sum += term *= x / (a + k);
  return sum;
}

/// P(chi^2_d <= x), to full relative accuracy where it is small.
double chi_square_within(int d, double x) {
  const double a = 0.5 * d, y = 0.5 * x;
  if (y > a + 12 * std::sqrt(a) + 40) return 1;
  return y > 0 ? exp(a * numerics::log(y) - y - numerics::log_gamma(a + 1)) * gamma_series(a, y) : 0;
}

/// Moments about 0 of a mixture of pieces.
struct Pieces {
  double mass = 0, first = 0, second = 0;
  void add(double weight, const Cut& piece) {
    if (!(weight * piece.mass > 0)) return;
    const double w = weight * piece.mass, m = piece.kept.mean;
    mass += w;
    first += w * m;
    second += w * (piece.kept.variance + m * m);
  }
  Spread spread() const {
    if (!(mass > 0)) return kNothing;
    const double mean = first / mass;
    return {mean, second / mass - mean * mean};
  }
};

constexpr double kEverywhere = 1e9;

/// The product of a normal density and exp(-(x - centre)^2 / (2 scale^2)).
Spread tilted(const Spread& normal, double scale, double centre) {
  const double variance = 1 / (1 / normal.variance + 1 / (scale * scale));
  return {variance * (normal.mean / normal.variance + centre / (scale * scale)), variance};
}

Spread verified_line(const Bias& b, const Spread& cooled, double low, double high) {
  // About the model's mean, so that no digits are lost to the square of a mean far from 0.
  const Spread about{0, cooled.variance};
  const double left = b.centre - b.radius - cooled.mean, right = b.centre + b.radius - cooled.mean;
  const auto clamp = [&](double x) { return x < low ? low : x > high ? high : x; };
  Pieces all;
  all.add(b.false_positive, cut(about, low, clamp(left)));
  all.add(1 - b.false_negative, cut(about, clamp(left), clamp(right)));
  all.add(b.false_positive, cut(about, clamp(right), high));
  const Spread kept = all.spread();
  return {cooled.mean + kept.mean, kept.variance};
}

/// `best`: the mean and variance of the largest of b.candidates draws of N(0, 1), where that is the choice.
Spread selected_line(const Bias& b, const Spread& best, const Spread& model) {
  const Spread cooled{model.mean, b.temperature * model.variance};
  if (cooled.variance == 0) return cooled;
  const double sd = std::sqrt(cooled.variance), reach = b.truncation > 0 ? b.truncation * sd : kEverywhere * sd;
  switch (b.choice) {
    case SelectionKind::none:
      return {cooled.mean, cooled.variance * (b.truncation > 0 ? truncation_factor(b.truncation, 1) : 1)};
    case SelectionKind::best_of:
      return {cooled.mean + best.mean * sd, best.variance * cooled.variance};
    case SelectionKind::tilt:
    case SelectionKind::density: {
      const bool tilt = b.choice == SelectionKind::tilt;
      const Spread all = tilted(cooled, tilt ? b.scale : 1, tilt ? b.centre : 0);
      if (!(b.truncation > 0)) return all;
      const Cut kept = cut(all, cooled.mean - reach, cooled.mean + reach);
      return kept.mass > 0 ? kept.kept : kNothing;
    }
    case SelectionKind::verifier:
      return verified_line(b, cooled, -reach, reach);
  }
  return kNothing;
}

/// What the real points of generation i + 1 weigh together.
double real_share(const Setting& s, std::size_t i) {
  const double k = s.real[i], n = s.n[i];
  return s.plan.real_weight < 0 || k == 0 || k == n ? k / n : s.plan.real_weight;
}

bool moves(const Spread& at) { return std::fabs(at.mean) > 1e-12; }

std::string number(double x) {
  // Two digits are enough for a label.
  const double rounded = std::floor(x * 100 + 0.5);
  const auto whole = static_cast<long>(rounded) / 100, rest = static_cast<long>(rounded) % 100;
  std::string text = std::to_string(whole);
  if (rest == 0) return text;
  text += '.';
  text += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  return text;
}

std::string what_large_sample_says(const Bias& b, bool replace, bool variance) {
  if (replace && variance && b.temperature == 1 && b.truncation == 0) {
    if (b.choice == SelectionKind::tilt) return "1/σ² = [1 + (t − 1)/" + number(b.scale) + "²]/σ₀²";
    if (b.choice == SelectionKind::density) return "σ² = σ₀²/t";
  }
  return variance ? "σ², its map iterated" : "μ, its map iterated";
}

/// The laws of a bias that only scales the draws about the model's mean, for one Gaussian: everything linear goes
/// through.
std::vector<Law> scaled_laws(Setting s, const Bias& b) {
  s.draw_variance = b.temperature * (b.truncation > 0 ? truncation_factor(b.truncation, s.dimension) : 1);
  s.gaussian_draws = b.truncation == 0;
  std::vector<Law> out = laws(s);
  const std::string factor = std::string(", u = ") + (b.temperature != 1 ? "λ" : "") + (b.truncation > 0 ? "f(c)" : "");
  const bool replace = s.plan.workflow == WorkflowKind::replace, mle = s.estimator == EstimatorKind::mle;
  for (Law& law : out) {
    law.source = kSource;
    if (law.kind == LawKind::limit)
      law.label = "t → ∞, draws of variance u σ²" + factor;
    else if (law.metric == "mean_shift_squared")
      law.label = "E (μ − μ₀)², draws of variance u σ²" + factor;
    else if (law.kind == LawKind::expectation && (law.metric == "variance" || law.metric == "total_variance"))
      law.label = (s.dimension == 1 ? "E σ² = " : "E tr Σ = ") +
                  (replace ? std::string(mle ? "σ₀² uᵗ⁻¹ ∏(1 − 1/nᵢ)" : "σ₀² uᵗ⁻¹")
                           : "σ₀², recursion with draws of variance u σ²") +
                  factor;
    else if (law.metric == "sd" || law.metric == "log_determinant" || law.metric == "kl_model_truth" ||
             law.metric == "w2_squared")
      law.label = "expected, draws of variance u σ²" + factor;
  }
  return out;
}

/// best_of by a factor a generation: whatever the model, its draws are the same shape moved and scaled.
void add_best_of_laws(Setting s, const Bias& b, std::vector<Law>& out) {
  const Spread best = largest_of(b.candidates, b.truncation);
  const double sd0 = std::sqrt(s.covariance[0]);
  const bool learnt = s.estimator != EstimatorKind::known_covariance;
  s.draw_variance = b.temperature * best.variance;
  const SecondMoments m = second_moments(s);
  if (m.variance.empty()) return;
  if (learnt) {
    Law variance{"variance", LawKind::expectation, {}, {}, "", kSource};
    for (const double v : m.variance) variance.values.push_back(v * s.covariance[0]);
    variance.label = s.estimator == EstimatorKind::mle ? "E σ² = σ₀² vᵗ⁻¹ ∏(1 − 1/nᵢ), v the variance of the best"
                                                       : "E σ² = σ₀² vᵗ⁻¹, v the variance of the best";
    out.push_back(variance);
    return;
  }
  Law mean{"mean", LawKind::expectation, {s.mean[0]}, {0}, "E μ = μ₀ + (t − 1) e σ₀, e the mean of the best", kSource};
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    mean.values.push_back(s.mean[0] + static_cast<double>(t - 1) * best.mean * std::sqrt(b.temperature) * sd0);
    mean.sd.push_back(std::sqrt(m.shift[t]) * sd0);
  }
  out.push_back(mean);
}

/// best_of in several dimensions, replace: the other coordinates follow the first by their regression on it, so that
/// with k = S0 e_1
///   Sigma_t = u^(t-1) [S0 - (1 - v^(t-1)) k k^T / S0_11],  mu_t = mu_0 + e (sqrt(u) + .. ) k / sqrt(S0_11)
/// where u is the temperature and the steps of the mean shrink by sqrt(u v). With a known covariance neither shrinks,
/// and the mean is exact.
void add_best_of_space_laws(const Setting& s, const Bias& b, std::vector<Law>& out) {
  const Spread best = largest_of(b.candidates);
  const auto d = static_cast<std::size_t>(s.dimension);
  const bool learnt = s.estimator != EstimatorKind::known_covariance;
  const LawKind kind = learnt ? LawKind::large_n : LawKind::expectation;
  const std::string label = learnt ? "large n: the first coordinate moves, the others by regression"
                                   : "E μ = μ₀ + (t − 1) e Σ₀ along the first coordinate";
  const double u = b.temperature, first = s.covariance[0];
  double trace = 0, squares = 0;
  for (std::size_t j = 0; j < d; ++j) {
    trace += s.covariance[j * d + j];
    squares += s.covariance[j * d] * s.covariance[j * d];
  }
  std::vector<double> gone{0};  // how far the mean has gone along k / sqrt(S0_11)
  Law total{"total_variance", LawKind::large_n, {trace}, {}, "large n: tr Σ, the first coordinate's part falls",
            kSource};
  double step = best.mean * std::sqrt(u), cooled = 1, kept = 1;
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    if (t > 1) {
      gone.push_back(gone.back() + step);
      if (learnt) step *= std::sqrt(u * best.variance);
      cooled *= u;
      kept *= best.variance;
    } else {
      gone.push_back(0);
    }
    total.values.push_back(cooled * (trace - (1 - kept) * squares / first));
  }
  for (std::size_t j = 0; j < d; ++j) {
    Law mean{"mean_" + std::to_string(j + 1), kind, {}, {}, label, kSource};
    for (const double way : gone) mean.values.push_back(s.mean[j] + way * s.covariance[j * d] / std::sqrt(first));
    out.push_back(mean);
  }
  if (learnt) out.push_back(total);
}

/// As theory::selected, with `best` as in selected_line.
Spread selected(const Bias& b, const Spread& best, int d, const Spread& model) {
  if (d == 1) return selected_line(b, best, model);
  const Spread cooled{model.mean, b.temperature * model.variance};
  if (cooled.variance == 0) return cooled;
  if (b.choice == SelectionKind::none)
    return {cooled.mean, cooled.variance * (b.truncation > 0 ? truncation_factor(b.truncation, d) : 1)};
  if (b.truncation > 0 || b.choice == SelectionKind::best_of) return kNothing;
  if (b.choice == SelectionKind::tilt) return tilted(cooled, b.scale, b.centre);
  if (b.choice == SelectionKind::density) return tilted(cooled, 1, 0);
  if (b.centre != 0 || moves(model)) return kNothing;
  // x^2 summed over d directions is chi-square, and x^2 times its density that of chi-square with two more degrees of
  // freedom.
  const double x = b.radius * b.radius / cooled.variance, good = 1 - b.false_negative - b.false_positive;
  const double mass = b.false_positive + good * chi_square_within(d, x);
  return mass > 0 ? Spread{0, cooled.variance * (b.false_positive + good * chi_square_within(d + 2, x)) / mass}
                  : kNothing;
}

/// A quadrature, the same for every model: done once for all generations.
Spread best_of(const Bias& b, int d) {
  return d == 1 && b.choice == SelectionKind::best_of ? largest_of(b.candidates, b.truncation) : kNothing;
}

/// What the moments tend to where real data come in every generation; NaN where they have not settled.
Spread settled(Setting s, const Bias& b) {
  constexpr std::size_t kLong = 4000;
  s.n.resize(kLong, s.n.back());
  s.real.resize(kLong, s.real.back());
  const std::vector<Spread> path = large_sample(s, b);
  const Spread &last = path.back(), &before = path[kLong - 1];
  const auto same = [](double x, double y) { return std::fabs(x - y) <= 1e-13 * (1 + std::fabs(x)); };
  return same(last.mean, before.mean) && same(last.variance, before.variance) ? last : kNothing;
}

}  // namespace

double truncation_factor(double c, int d) {
  // P(a + 1, x) / P(a, x) of the incomplete gamma function, each by its series.
  const double a = 0.5 * d, x = 0.5 * c * c;
  return x / (a + 1) * gamma_series(a + 1, x) / gamma_series(a, x);
}

Spread largest_of(int k, double c) {
  const double reach = c > 0 ? c : 9, lowest = c > 0 ? normal_cdf(-c) : 0, all = 1 - 2 * lowest;
  constexpr int kSteps = 8192;
  const double h = 2 * reach / kSteps;
  double mass = 0, first = 0, second = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -reach + h * i, below = (normal_cdf(z) - lowest) / all;
    const double weight = (i == 0 || i == kSteps ? 1
                           : i % 2 == 1          ? 4
                                                 : 2) *
                          density(z) * numerics::pow(below > 0 ? below : 0, k - 1);
    mass += weight;
    first += weight * z;
    second += weight * z * z;
  }
  const double mean = first / mass;
  return {mean, second / mass - mean * mean};
}

Cut cut(const Spread& normal, double a, double b) {
  if (!(b > a)) return {};
  const double sd = std::sqrt(normal.variance);
  double low = (a - normal.mean) / sd, high = (b - normal.mean) / sd;
  // Both ends in the lower half, where the distribution function is accurate relative to itself.
  const bool mirrored = low > 0;
  if (mirrored) {
    const double kept = low;
    low = -high;
    high = -kept;
  }
  const double mass = normal_cdf(high) - normal_cdf(low);
  if (!(mass > 0)) return {};
  const double at_low = density(low), at_high = density(high);
  const double mean = (at_low - at_high) / mass;
  const double edges = (low > -kEverywhere ? low * at_low : 0) - (high < kEverywhere ? high * at_high : 0);
  const double variance = 1 + edges / mass - mean * mean;
  return {mass, {normal.mean + (mirrored ? -mean : mean) * sd, variance * normal.variance}};
}

Spread selected(const Bias& b, int d, const Spread& model) { return selected(b, best_of(b, d), d, model); }

std::vector<Spread> large_sample(const Setting& s, const Bias& b) {
  std::vector<Spread> out{{0, 1}};
  const bool learnt = s.estimator != EstimatorKind::known_covariance;
  const bool accumulates = s.plan.accumulates();
  const Spread best = best_of(b, s.dimension);
  double pool = 0, first = 0, second = 1;  // of the distribution the data of the last generation come from
  for (std::size_t i = 0; i < s.n.size(); ++i) {
    if (i == 0) {
      pool = s.n[0];
    } else {
      const Spread drawn = selected(b, best, s.dimension, out.back());
      const double square = drawn.variance + drawn.mean * drawn.mean;
      const double kept = accumulates                                  ? pool / (pool + s.n[i])
                          : s.plan.workflow == WorkflowKind::recursion ? s.plan.beta
                                                                       : 0;
      const double real = s.plan.mixes()                               ? real_share(s, i)
                          : s.plan.workflow == WorkflowKind::recursion ? 1 - s.plan.alpha - s.plan.beta
                                                                       : 0;
      const double share = 1 - kept - real;
      first = kept * first + share * drawn.mean;
      second = kept * second + share * square + real;
      pool += s.n[i];
    }
    // Where parts of different means come together in several dimensions, the covariance is no multiple of the truth's.
    if (s.dimension > 1 && s.plan.workflow != WorkflowKind::replace && std::fabs(first) > 1e-12) first = kNaN;
    const double variance = second - first * first;
    out.push_back({first, learnt ? (variance > 0 || std::isnan(variance) ? variance : 0) : 1});
  }
  return out;
}

std::vector<Law> biased_laws(Setting s, const Bias& b) {
  const bool scales = b.choice == SelectionKind::none;
  std::vector<Law> out;
  if (s.mixture_model) {
    // Components shrink, but stay where they are, and so does the mean of what is drawn.
    for (int j = 0; j < s.dimension && scales; ++j)
      out.push_back({s.dimension == 1 ? "mean" : "mean_" + std::to_string(j + 1),
                     LawKind::expectation,
                     std::vector<double>(s.n.size() + 1, s.mean[static_cast<std::size_t>(j)]),
                     {},
                     "E μ = μ₀",
                     kSource});
    return out;
  }
  if (scales) return scaled_laws(s, b);
  const bool line = s.dimension == 1, replace = s.plan.workflow == WorkflowKind::replace;
  if (b.choice == SelectionKind::best_of && line && replace) add_best_of_laws(s, b, out);
  if (b.choice == SelectionKind::density && !s.gaussian_source) return out;
  if (s.n.empty() || s.population > 0) return out;
  if (b.choice == SelectionKind::best_of && !line) {
    if (replace && b.truncation == 0) add_best_of_space_laws(s, b, out);
    return out;
  }

  const std::string first = line ? "mean" : "mean_1";
  if (b.choice != SelectionKind::best_of && b.centre == 0 && s.gaussian_source)
    out.push_back({first,
                   LawKind::expectation,
                   std::vector<double>(s.n.size() + 1, s.mean[0]),
                   {},
                   "E μ = μ₀, by symmetry",
                   kSource});

  const std::vector<Spread> path = large_sample(s, b);
  if (path.size() > 2 && std::isnan(path[2].variance)) return out;
  double trace = 0;
  for (int j = 0; j < s.dimension; ++j) trace += s.covariance[static_cast<std::size_t>(j * s.dimension + j)];
  const double sd0 = std::sqrt(s.covariance[0]);
  bool moved = false;
  for (const Spread& at : path) moved = moved || moves(at);
  const std::string large = "large n: ";
  Law mean{first, LawKind::large_n, {}, {}, large + what_large_sample_says(b, replace, false), kSource};
  Law variance{line ? "variance" : "total_variance",
               LawKind::large_n,
               {},
               {},
               large + what_large_sample_says(b, replace, true),
               kSource};
  Law shift{"mean_shift_squared", LawKind::large_n, {}, {}, large + "(μ − μ₀)²", kSource};
  for (const Spread& at : path) {
    mean.values.push_back(s.mean[0] + sd0 * at.mean);
    variance.values.push_back(trace * at.variance);
    shift.values.push_back(s.covariance[0] * at.mean * at.mean);
  }
  if (moved) {
    out.push_back(mean);
    out.push_back(shift);
  }
  bool exact = false;
  for (const Law& law : out) exact = exact || law.metric == "variance";
  const bool learnt = s.estimator != EstimatorKind::known_covariance;
  if (learnt && !exact) out.push_back(variance);
  const bool fed = s.plan.mixes() ? s.real.size() > 1 && s.real.back() > 0
                                  : s.plan.workflow == WorkflowKind::recursion && s.plan.alpha + s.plan.beta < 1;
  if (!fed || !s.constant_n()) return out;
  const Spread end = settled(s, b);
  if (std::isnan(end.variance)) return out;
  const auto add = [&](const std::string& metric, double value) {
    out.push_back({metric, LawKind::large_n, std::vector<double>(path.size(), value), {}, large + "t → ∞", kSource});
  };
  if (moved) add(first, s.mean[0] + sd0 * end.mean);
  if (learnt) add(line ? "variance" : "total_variance", trace * end.variance);
  return out;
}

}  // namespace collapse::theory
