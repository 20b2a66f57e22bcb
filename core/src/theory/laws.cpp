#include "theory/laws.h"

#include <cmath>
#include <cstddef>
#include <string>

#include "numerics/elementary.h"
#include "theory/second_moments.h"

namespace collapse::theory {
namespace {

using numerics::digamma;
using numerics::exp;
using numerics::log;
using numerics::log_gamma;
using numerics::trigamma;

constexpr const char* kBertrand = "Bertrand et al. 2023, arXiv 2310.00429";
constexpr const char* kGaussian = "derived: docs/models/gaussian.md";
constexpr const char* kMixture = "derived: docs/models/gmm.md";

/// A variance as a difference of moments, without the rounding that can push it below zero.
double at_least_zero(double x) { return x > 0 ? x : 0; }

double trace(const Setting& s) {
  double sum = 0;
  for (int j = 0; j < s.dimension; ++j) sum += s.covariance[static_cast<std::size_t>(j) * s.dimension + j];
  return sum;
}

/// ln det of the source's covariance by Cholesky's factor; false when it is singular.
bool log_determinant(const Setting& s, double& out) {
  const int d = s.dimension;
  std::vector<double> l(s.covariance);
  out = 0;
  for (int j = 0; j < d; ++j) {
    for (int i = j; i < d; ++i) {
      double sum = l[i * d + j];
      for (int k = 0; k < j; ++k) sum -= l[i * d + k] * l[j * d + k];
      if (i == j) {
        if (!(sum > 0)) return false;
        out += log(sum);
        l[j * d + j] = std::sqrt(sum);
      } else {
        l[i * d + j] = sum / l[j * d + j];
      }
    }
  }
  return true;
}

std::vector<double> scaled(const std::vector<double>& values, double factor) {
  std::vector<double> out(values);
  for (double& v : out) v *= factor;
  return out;
}

/// How the label names the workflow's expected variance after "E σ²".
std::string variance_label(const Setting& s) {
  const bool mle = s.estimator == EstimatorKind::mle;
  if (s.population > 0) return ", drawn without replacement";
  if (s.added_variance > 0) return ", with the added variance";
  if (s.plan.workflow == WorkflowKind::replace) {
    if (!mle) return " = σ₀²";
    return s.constant_n() ? " = σ₀² (1 − 1/n)ᵗ" : " = σ₀² ∏(1 − 1/nᵢ)";
  }
  if (s.plan.workflow == WorkflowKind::accumulate && mle && s.constant_n()) return " = σ₀² ∏(1 − 1/(n i²))";
  return ", by recursion";
}

std::string shift_label(const Setting& s) {
  if (s.added_variance > 0) return "E (μ − μ₀)², with the added variance";
  if (s.plan.workflow == WorkflowKind::replace && s.population == 0) {
    if (s.estimator != EstimatorKind::mle) return s.constant_n() ? "E (μ − μ₀)² = σ₀² t/n" : "E (μ − μ₀)² = σ₀² Σ 1/nᵢ";
    return s.constant_n() ? "E (μ − μ₀)² = σ₀² [1 − (1 − 1/n)ᵗ]" : "E (μ − μ₀)² = σ₀² [1 − ∏(1 − 1/nᵢ)]";
  }
  if (s.estimator == EstimatorKind::mle && s.population == 0) return "E (μ − μ₀)² = σ₀² − E σ²";
  return "E (μ − μ₀)², recursion";
}

/// Laws that hold for every source with a variance and every model that keeps its data's mean and covariance.
void add_second_moment_laws(const Setting& s, std::vector<Law>& out) {
  const int d = s.dimension;
  const double tr = trace(s), added = s.added_variance;
  for (int j = 0; j < d && added > 0; ++j)
    if (!(s.covariance[static_cast<std::size_t>(j) * d + j] > 0)) return;  // no unit to add it in
  const SecondMoments m = second_moments(s, added > 0 ? d * added / tr : 0);
  if (m.variance.empty()) return;
  const std::size_t size = m.variance.size();
  const std::string cited = s.mixture_model ? kMixture : kGaussian;
  const std::string variance = d == 1 ? "variance" : "total_variance";
  const bool learnt = s.estimator != EstimatorKind::known_covariance;

  for (int j = 0; j < d; ++j) {
    Law law;
    law.metric = d == 1 ? "mean" : "mean_" + std::to_string(j + 1);
    law.values.assign(size, s.mean[j]);
    const double variance0 = s.covariance[static_cast<std::size_t>(j) * d + j];
    const SecondMoments own = added > 0 ? second_moments(s, added / variance0) : m;
    for (double shift : own.shift) law.sd.push_back(std::sqrt(shift * variance0));
    law.label = "E μ = μ₀";
    law.source = cited;
    out.push_back(law);
  }
  if (learnt) {
    out.push_back({variance,
                   LawKind::expectation,
                   scaled(m.variance, tr),
                   {},
                   d == 1 ? "E σ²" + variance_label(s) : "E tr Σ" + variance_label(s) + ", σ₀² = tr Σ₀",
                   cited});
  }
  out.push_back({"mean_shift_squared", LawKind::expectation, scaled(m.shift, tr), {}, shift_label(s), cited});

  if (added > 0) return;
  const SecondMomentLimit limit = second_moment_limit(s);
  if (!limit.known) return;
  std::string name = "t → ∞";
  if (s.plan.workflow == WorkflowKind::accumulate) name += ": σ₀² sin(π/√n)/(π/√n)";
  if (learnt)
    out.push_back({variance, LawKind::limit, std::vector<double>(size, limit.variance * tr), {}, name, cited});
  out.push_back(
      {"mean_shift_squared", LawKind::limit, std::vector<double>(size, limit.shift * tr), {}, "t → ∞", cited});
}

/// Laws of the closed-form fit to Gaussian data, every generation on the newest draws: with S the sample
/// covariance, |S| divisor^d / |Sigma_{t-1}| is a product of independent chi-squares with n - j degrees of freedom,
/// j = 1 .. d (Bartlett), independent of the sample mean.
void add_gaussian_replace_laws(const Setting& s, std::vector<Law>& out) {
  const int d = s.dimension;
  const std::size_t size = s.n.size() + 1;
  double log_det0 = 0;
  if (!log_determinant(s, log_det0)) return;
  for (double n : s.n) {
    if (n <= d) return;  // the first singular fit makes ln det and the divergence infinite
  }
  const bool unbiased = s.estimator == EstimatorKind::unbiased;
  const SecondMoments m = second_moments(s);

  Law log_det{"log_determinant", LawKind::expectation, {log_det0}, {0}, "", kGaussian};
  Law kl{"kl_model_truth", LawKind::expectation, {0}, {}, "", kGaussian};
  std::vector<double> root(1, 1);    // E sigma_t / sigma_0, d = 1
  std::vector<double> fourth(1, 1);  // E sigma_t^4 / sigma_0^4, d = 1
  double log_ratio = 0;              // E ln(det Sigma_t / det Sigma_0)
  double log_variance = 0;           // its variance
  for (std::size_t t = 1; t < size; ++t) {
    const double n = s.n[t - 1];
    const double divisor = unbiased ? n - 1 : n;
    for (int j = 1; j <= d; ++j) {
      log_ratio += digamma((n - j) / 2) - log(divisor / 2);
      log_variance += trigamma((n - j) / 2);
    }
    const double u = t > 1 ? s.draw_variance : 1;
    log_ratio += d * log(u);
    log_det.values.push_back(log_det0 + log_ratio);
    log_det.sd.push_back(std::sqrt(log_variance));
    kl.values.push_back(0.5 * (d * (m.variance[t] + m.shift[t] - 1) - log_ratio));
    root.push_back(root[t - 1] * c4(n) * std::sqrt(u * (n - 1) / divisor));
    fourth.push_back(fourth[t - 1] * u * u * (n - 1) * (n + 1) / (divisor * divisor));
  }
  if (d == 1) {
    log_det.label =
        unbiased ? "E ln σ² = ln σ₀² + Σ [ψ((n−1)/2) − ln((n−1)/2)]" : "E ln σ² = ln σ₀² + Σ [ψ((n−1)/2) − ln(n/2)]";
    kl.label = unbiased ? "E KL = ½ {t/n + Σ [ln((n−1)/2) − ψ((n−1)/2)]}" : "E KL = ½ Σ [ln(n/2) − ψ((n−1)/2)]";
  } else {
    log_det.label =
        unbiased ? "E ln|Σ| = ln|Σ₀| + ΣΣ [ψ((n−j)/2) − ln((n−1)/2)]" : "E ln|Σ| = ln|Σ₀| + ΣΣ [ψ((n−j)/2) − ln(n/2)]";
    kl.label = "E KL = ½ [E tr Σ₀⁻¹(Σ + δδᵀ) − d − E ln(|Σ|/|Σ₀|)]";
  }

  if (d == 1) {
    const double variance0 = s.covariance[0];
    Law sd{"sd", LawKind::expectation, {}, {}, "", unbiased ? kBertrand : kGaussian};
    sd.label = unbiased ? "E σ = σ₀ c₄(n)ᵗ" : "E σ = σ₀ [c₄(n) √(1 − 1/n)]ᵗ";
    if (!s.constant_n()) sd.label = unbiased ? "E σ = σ₀ ∏ c₄(nᵢ)" : "E σ = σ₀ ∏ c₄(nᵢ) √(1 − 1/nᵢ)";
    Law w2{"w2_squared", LawKind::expectation, {}, {}, "", kGaussian};
    w2.label = unbiased ? "E W₂² = E (μ − μ₀)² + 2σ₀² − 2σ₀ E σ" : "E W₂² = 2σ₀² − 2σ₀ E σ";
    Law typical{"variance", LawKind::geometric_mean, {}, {}, "exp E ln σ²", kGaussian};
    for (std::size_t t = 0; t < size; ++t) {
      sd.values.push_back(std::sqrt(variance0) * root[t]);
      sd.sd.push_back(std::sqrt(variance0 * at_least_zero(m.variance[t] - root[t] * root[t])));
      w2.values.push_back(variance0 * (m.shift[t] + m.variance[t] + 1 - 2 * root[t]));
      typical.values.push_back(exp(log_det.values[t]));
    }
    for (Law& law : out) {
      if (law.metric != "variance") continue;
      for (std::size_t t = 0; t < size; ++t) {
        law.sd.push_back(variance0 * std::sqrt(at_least_zero(fourth[t] - m.variance[t] * m.variance[t])));
      }
    }
    out.push_back(typical);
    out.push_back(sd);
    out.push_back(w2);
  }
  out.push_back(log_det);
  out.push_back(kl);
}

/// Only the mean wanders: W2^2 is its squared shift, and the divergence half of it in units of the covariance.
void add_known_covariance_laws(const Setting& s, std::vector<Law>& out) {
  const SecondMoments m = second_moments(s);
  if (m.shift.empty()) return;
  out.push_back({"w2_squared", LawKind::expectation, scaled(m.shift, trace(s)), {}, "E W₂² = E |μ − μ₀|²", kGaussian});
  out.push_back({"kl_model_truth",
                 LawKind::expectation,
                 scaled(m.shift, 0.5 * s.dimension),
                 {},
                 "E KL = ½ E (μ − μ₀)ᵀ Σ₀⁻¹ (μ − μ₀)",
                 kGaussian});
}

}  // namespace

double c4(double n) { return std::sqrt(2 / (n - 1)) * exp(log_gamma(n / 2) - log_gamma((n - 1) / 2)); }

std::vector<Law> laws(const Setting& s) {
  std::vector<Law> out;
  add_second_moment_laws(s, out);
  if (out.empty() || s.mixture_model || !s.gaussian_source) return out;
  if (s.estimator == EstimatorKind::known_covariance) {
    add_known_covariance_laws(s, out);
  } else if (s.plan.workflow == WorkflowKind::replace && s.gaussian_draws) {
    add_gaussian_replace_laws(s, out);
  }
  return out;
}

}  // namespace collapse::theory
