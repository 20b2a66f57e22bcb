#include "theory/regression.h"

#include <cmath>
#include <string>

#include "numerics/elementary.h"
#include "theory/biased.h"

namespace collapse::theory {

std::vector<double> expected_test_error(const RegressionSetting& s) {
  const double d = s.features;
  const bool accumulates = s.plan.workflow == WorkflowKind::accumulate;
  if (s.n.empty() || s.n[0] <= d + 1 || !(accumulates || s.plan.workflow == WorkflowKind::replace)) return {};
  std::vector<double> out{0};
  double rows = 0, sum = 0;
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    const double n = s.n[t - 1], i = static_cast<double>(t);
    rows += n;
    if (!accumulates)
      sum += d / (n - d - 1);
    else if (s.fixed)
      sum += d / (n - d - 1) / (i * i);
    else
      sum += n / rows * d / (rows - d - 1);
    out.push_back(s.noise_sd * s.noise_sd * sum);
  }
  return out;
}

double verified_share(const RegressionSetting::Verifier& v, double spread) {
  // P(chi^2_1 <= c^2) = 1 - 2 Phi(-c), and within it z^2 has the mean that a truncated normal's variance is.
  const double c = v.radius / spread, good = 1 - v.false_negative - v.false_positive;
  const double inside = 1 - 2 * numerics::normal_cdf(-c);
  return (v.false_positive + good * inside * truncation_factor(c, 1)) / (v.false_positive + good * inside);
}

VerifiedErrors verified_errors(const RegressionSetting& s) {
  const double d = s.features;
  if (!s.verifier || s.fixed || s.plan.workflow != WorkflowKind::replace || s.n.empty()) return {};
  const double first = s.verifier->offset * s.verifier->offset;
  // In units of noise_sd^2: g the square of the distance to the centre that infinitely many rows leave, own what the
  // fits add.
  double g = first, own = 0;
  VerifiedErrors out{{g}, {0}};
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    if (s.n[t - 1] <= d + 1) return {};
    double share = 1, shrink = 1;
    if (t > 1) {
      share = verified_share(*s.verifier, std::sqrt(1 + g));
      shrink = share * (g + 1) / (share * g + 1);
      g *= shrink * shrink;
    }
    own = shrink * shrink * own + share * d / (s.n[t - 1] - d - 1);
    // The centre lies at distance sqrt(first) from the truth, the model on the line between them.
    const double gone = std::sqrt(first) - std::sqrt(g);
    out.to_centre.push_back(g + own);
    out.to_truth.push_back(gone * gone + own);
  }
  for (double& x : out.to_centre) x *= s.noise_sd * s.noise_sd;
  for (double& x : out.to_truth) x *= s.noise_sd * s.noise_sd;
  return out;
}

std::vector<Law> regression_laws(const RegressionSetting& s) {
  if (s.verifier) {
    const VerifiedErrors errors = verified_errors(s);
    if (errors.to_centre.empty()) return {};
    const std::string source = "derived: docs/models/selection.md";
    const double d = s.features, share = verified_share(*s.verifier, 1);
    std::vector<Law> laws{
        {"centre_error", LawKind::large_n, errors.to_centre, {}, "to first order in d/n: |w − θ|²", source},
        {"test_error", LawKind::large_n, errors.to_truth, {}, "to first order in d/n: |w − w*|²", source}};
    if (share < 1 && s.n.front() == s.n.back()) {
      const double end = s.noise_sd * s.noise_sd * share * d / ((s.n[0] - d - 1) * (1 - share * share));
      laws.push_back({"centre_error",
                      LawKind::large_n,
                      std::vector<double>(errors.to_centre.size(), end),
                      {},
                      "t → ∞: σ² F d/((n − d − 1)(1 − F²))",
                      source});
    }
    return laws;
  }
  Law error{"test_error", LawKind::expectation, expected_test_error(s), {}, "", "derived: docs/models/regression.md"};
  if (error.values.empty()) return {};
  if (s.plan.workflow == WorkflowKind::replace) {
    error.label = "E = t σ² d/(n − d − 1)";
    error.source = "Gerstgrasser et al. 2024; " + error.source;
  } else if (s.fixed) {
    error.label = "E = σ² d/(n − d − 1) Σ 1/i²";
    error.source = "Gerstgrasser et al. 2024; " + error.source;
  } else {
    error.label = "E = σ² Σ (nᵢ/Nᵢ) d/(Nᵢ − d − 1)";
  }
  return {error};
}

}  // namespace collapse::theory
