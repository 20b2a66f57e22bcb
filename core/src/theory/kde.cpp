#include "theory/kde.h"

#include <cmath>
#include <cstddef>
#include <string>

namespace collapse::theory {

namespace {

/// What the recursions below pass on. With W the data's variance and D the squared error of their mean, the model has
/// variance V = (1 + factor) W + kernel and the same mean.
struct Chain {
  const KdeSetting& s;
  double source, kernel;
  KdeMoments m;

  Chain(const KdeSetting& setting, double from, double width) : s(setting), source(from), kernel(width) {
    m.data = m.variance = {source};
    m.shift = {0};
  }
  void push(double data, double shift) {
    const double factor = s.factor.empty() ? 0 : s.factor[m.data.size() - 1];
    m.data.push_back(data);
    m.variance.push_back((1 + factor) * data + kernel);
    m.shift.push_back(shift);
  }
  std::size_t generations() const { return s.n.size(); }
};

/// Variance of the mean of n real points over the source's (Cochran 1977, Theorem 2.2).
double real_mean(const KdeSetting& s, double n) {
  return s.population > 1 ? (s.population - n) / (s.population - 1) / n : 1 / n;
}

/// A share a of the n points is real and new, the rest drawn from the model; replace is a = 0 after generation 1.
void mixed(Chain& c) {
  for (std::size_t i = 0; i < c.generations(); ++i) {
    const double n = c.s.n[i], v = c.m.variance[i], d = c.m.shift[i];
    const double a = i == 0 ? 1 : c.s.plan.mixes() ? c.s.real[i] / n : 0;
    const double shift = (1 - a) * (1 - a) * d + (1 - a) * v / n + (i == 0 ? real_mean(c.s, n) : a / n) * c.source;
    c.push((1 - a) * (v + d) + a * c.source - shift, shift);
  }
}

/// The same k of n_1 real points every time, with mean r: e = mu - r is what changes.
void mixed_fixed(Chain& c) {
  const double n = c.s.n[0], k = c.s.real.back(), a = k / n;
  double error = (1 / k - 1 / n) * c.source, cross = -error;
  c.push((1 - 1 / n) * c.source, c.source / n);
  for (std::size_t i = 1; i < c.generations(); ++i) {
    const double v = c.m.variance[i];
    const double next = (1 - a) * (1 - a) * error + (1 - a) * v / n;
    const double data = a * (1 - 1 / k) * c.source + (1 - a) * (v + error) - next;
    error = next;
    cross *= 1 - a;
    c.push(data, error + c.source / k + 2 * cross);
  }
}

/// Everything so far is the pool, with Q = E M^2 of its mean and P its second moment; generation t is fitted on all of
/// it or on n_t of its N points. The next batch has the model's mean, whose error from M is independent of M.
void pooled(Chain& c) {
  const KdeSetting& s = c.s;
  double pool = s.n[0], second = c.source, mean_square = real_mean(s, pool) * c.source;
  for (std::size_t i = 0; i < c.generations(); ++i) {
    const bool all = s.plan.workflow == WorkflowKind::accumulate || pool <= s.n[i];
    const double shift =
        mean_square + (all ? 0 : (second - mean_square) * (pool / (pool - 1)) * (1 - s.n[i] / pool) / s.n[i]);
    c.push(second - shift, shift);
    if (i + 1 == c.generations()) return;
    const double b = s.n[i + 1], v = c.m.variance[i + 1], total = pool + b;
    mean_square = (pool * (pool + 2 * b) * mean_square + b * b * (shift + v / b)) / (total * total);
    second = (pool * second + b * (v + shift)) / total;
    pool = total;
  }
}

/// p_t = alpha model + beta p_{t-1} + gamma truth; A = E M^2 of its mean, S its second moment (second_moments.cpp has
/// the same).
void chained(Chain& c) {
  const double alpha = c.s.plan.alpha, beta = c.s.plan.beta;
  double mean_square = 0, second = c.source;
  for (std::size_t i = 0; i < c.generations(); ++i) {
    if (i > 0) {
      mean_square = alpha * alpha * c.m.shift[i] + (2 * alpha + beta) * beta * mean_square;
      second = alpha * c.m.second(i) + beta * second + (1 - alpha - beta) * c.source;
    }
    const double n = c.s.n[i], spread = second - mean_square;
    c.push((1 - 1 / n) * spread, mean_square + spread / n);
  }
}

double trace(const KdeSetting& s) {
  double sum = 0;
  for (int j = 0; j < s.dimension; ++j) sum += s.covariance[static_cast<std::size_t>(j * s.dimension + j)];
  return sum;
}

/// "tr" names the sum over the directions in several dimensions.
std::string second_label(const KdeSetting& s) {
  const bool fixed = s.rule == BandwidthRule::fixed;
  const std::string width = s.dimension == 1 ? "h²" : "d h²";
  if (s.population == 0 && fixed && s.plan.workflow == WorkflowKind::replace) return "E x² = σ₀² + t " + width;
  if (s.population == 0 && fixed && s.plan.workflow == WorkflowKind::accumulate && s.constant_n())
    return "E x² = σ₀² + " + width + " (1 + ½ + … + 1/t)";
  return "E x², by recursion";
}

std::string variance_label(const KdeSetting& s) {
  if (s.population == 0 && s.plan.workflow == WorkflowKind::replace && s.constant_n()) {
    if (s.rule != BandwidthRule::fixed) return "E σ² = σ₀² (1 − 1/n + f²)ᵗ";
    return "E σ² = q^t σ₀² + (1 + q + … + q^(t−1)) " + std::string(s.dimension == 1 ? "h²" : "d h²") + ", q = 1 − 1/n";
  }
  return "E σ², by recursion";
}

/// What the expected variance of the data tends to, for a mix with new real data and for replace with a fixed kernel.
bool limit_of(const KdeSetting& s, double source, double kernel, double& data, double& variance) {
  if (!s.constant_n() || s.population > 0 || s.n.size() < 2) return false;
  const double n = s.n[0], c = 1 + (s.factor.empty() ? 0 : s.factor[0]);
  double a = 0;
  if (s.plan.mixes() && s.plan.fresh_real) {
    for (std::size_t i = 1; i < s.real.size(); ++i)
      if (s.real[i] != s.real[1]) return false;
    a = s.real[1] / n;
  } else if (s.plan.workflow != WorkflowKind::replace) {
    return false;
  }
  // W = k V + l and V = c W + kernel, with D = g V + a/(n (2a - a^2)) source where a > 0.
  const double g = a > 0 ? (1 - a) / n / (2 * a - a * a) : 0;
  const double k = a > 0 ? 1 - a - a * g : 1 - 1 / n, l = a > 0 ? a * (1 - a / n / (2 * a - a * a)) * source : 0;
  if (!(c * k < 1)) return false;
  variance = (c * l + kernel) / (1 - c * k);
  data = k * variance + l;
  return true;
}

}  // namespace

KdeMoments kde_moments(const KdeSetting& s, double source, double kernel) {
  if (s.n.empty()) return {};
  for (const double n : s.n)
    if (n < 1) return {};
  const bool finite = s.population > 0;
  Chain chain(s, source, kernel);
  switch (s.plan.workflow) {
    case WorkflowKind::replace:
      mixed(chain);
      break;
    case WorkflowKind::accumulate:
      pooled(chain);
      break;
    case WorkflowKind::accumulate_subsample:
      if (finite) return {};
      pooled(chain);
      break;
    case WorkflowKind::mix:
    case WorkflowKind::weighted: {
      if (finite || s.real.size() != s.n.size()) return {};
      if (s.plan.fresh_real || s.n.size() == 1 || s.real.back() == 0) {
        mixed(chain);
        break;
      }
      if (!s.constant_n()) return {};
      mixed_fixed(chain);
      break;
    }
    case WorkflowKind::recursion:
      if (finite) return {};
      chained(chain);
      break;
  }
  return chain.m;
}

std::vector<Law> kde_laws(const KdeSetting& s) {
  constexpr const char* kSource = "derived: docs/models/kde.md";
  const int d = s.dimension;
  const double width = s.rule == BandwidthRule::fixed ? s.bandwidth * s.bandwidth : 0, source = trace(s);
  const KdeMoments m = kde_moments(s, source, d * width);
  if (m.data.empty()) return {};
  const std::size_t size = m.data.size();
  std::vector<Law> out;
  for (int j = 0; j < d; ++j) {
    Law law{d == 1 ? "mean" : "mean_" + std::to_string(j + 1),
            LawKind::expectation,
            std::vector<double>(size, s.mean[static_cast<std::size_t>(j)]),
            {},
            "E μ = μ₀",
            kSource};
    for (const double shift : kde_moments(s, s.covariance[static_cast<std::size_t>(j * d + j)], width).shift)
      law.sd.push_back(std::sqrt(shift));
    out.push_back(law);
  }
  const std::string variance = d == 1 ? "variance" : "total_variance";
  std::vector<double> second;
  for (std::size_t t = 0; t < size; ++t) second.push_back(m.second(t));
  out.push_back({variance, LawKind::expectation, m.variance, {}, variance_label(s), kSource});
  out.push_back({"data_variance", LawKind::expectation, m.data, {}, "E of the data’s variance, by recursion", kSource});
  out.push_back({"second_moment", LawKind::expectation, second, {}, second_label(s), kSource});
  out.push_back({"mean_shift_squared", LawKind::expectation, m.shift, {}, "E (μ − μ₀)², by recursion", kSource});
  double data_limit, variance_limit;
  if (!limit_of(s, source, d * width, data_limit, variance_limit)) return out;
  const bool alone = s.plan.workflow == WorkflowKind::replace;
  const std::string h = d == 1 ? "h²" : "d h²";
  out.push_back({variance,
                 LawKind::limit,
                 std::vector<double>(size, variance_limit),
                 {},
                 alone ? "t → ∞: n " + h : "t → ∞",
                 kSource});
  out.push_back({"data_variance",
                 LawKind::limit,
                 std::vector<double>(size, data_limit),
                 {},
                 alone ? "t → ∞: (n − 1) " + h : "t → ∞",
                 kSource});
  return out;
}

}  // namespace collapse::theory
