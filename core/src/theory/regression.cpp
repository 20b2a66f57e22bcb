#include "theory/regression.h"

namespace collapse::theory {

std::vector<double> expected_test_error(const RegressionSetting& s) {
  const double d = s.features;
  const bool accumulates = s.workflow == Workflow::accumulate;
  if (s.n.empty() || s.n[0] <= d + 1 || !(accumulates || s.workflow == Workflow::replace)) return {};
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

std::vector<Law> regression_laws(const RegressionSetting& s) {
  Law error{"test_error", LawKind::expectation, expected_test_error(s), {}, "", "derived: docs/models/regression.md"};
  if (error.values.empty()) return {};
  if (s.workflow == Workflow::replace) {
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
