#include "theory/discrete.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "theory/survival.h"

namespace collapse::theory {

namespace {

constexpr const char* kDerived = "derived: docs/models/discrete.md";
constexpr const char* kSuresh = "Suresh et al. 2024, Theorem 2; derived: docs/models/discrete.md";
constexpr double kMostTerms = 4e6;  // of the survivors' sums: a tenth of a second

// H = 1 - F of the pool after it took `batch` items whose own heterozygosity is `own`, drawn from a model whose mean is
// the pool's.
double grown(double pool, double items, double batch, double own) {
  const double all = items + batch;
  return (items * (items + 2 * batch) * pool + batch * batch * own) / (all * all);
}

std::vector<double> heterozygosity_mix(const Schedule& s, double f0) {
  // F_t = sum p_t^2 and, for fixed real data with shares f, C_t = sum f p_t, in expectation.
  const double most =
      s.real.empty() ? 0 : *std::max_element(s.real.begin() + (s.real.size() > 1 ? 1 : 0), s.real.end());
  const bool constant_real = s.plan.fresh_real || s.constant_n();
  std::vector<double> out{1 - f0};
  if (!constant_real) return {};
  double squares = 0, common = 0;
  const double own = most > 0 ? (1 + (most - 1) * f0) / most : 0;  // E sum f^2 of the fixed real data
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    const double n = s.n[t - 1];
    if (t == 1) {
      squares = (1 + (n - 1) * f0) / n;
      common = (most * own + (n - most) * f0) / n;
    } else {
      const double real = s.real[t - 1], rest = n - real;
      if (s.plan.fresh_real) {
        squares = (n + real * (real - 1 + 2 * rest) * f0 + rest * (rest - 1) * squares) / (n * n);
      } else {
        squares = (real * real * own + 2 * real * rest * common + rest * (rest - 1) * squares + rest) / (n * n);
        common = (real * own + rest * common) / n;
      }
    }
    out.push_back(1 - squares);
  }
  return out;
}

// D_t is drawn from P_t = alpha p_{t-1} + beta P_{t-1} + gamma p_0. With F = E sum p^2 of the model and G = E sum P^2:
// given P, p has mean P, and E P = p_0, so that G' = alpha^2 F + (2 alpha beta + beta^2) G + gamma (2 - gamma) F0 and
// F' = 1/n + (1 - 1/n) G'.
std::vector<double> heterozygosity_recursion(const Schedule& s, double f0) {
  const double gamma = 1 - s.plan.alpha - s.plan.beta;
  std::vector<double> out{1 - f0};
  double model = 0, drawn_from = f0;
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    if (t > 1)
      drawn_from = s.plan.alpha * s.plan.alpha * model + (2 * s.plan.alpha + s.plan.beta) * s.plan.beta * drawn_from +
                   gamma * (2 - gamma) * f0;
    const double n = s.n[t - 1];
    model = 1 / n + (1 - 1 / n) * drawn_from;
    out.push_back(1 - model);
  }
  return out;
}

}  // namespace

std::vector<double> expected_heterozygosity(const Schedule& s, double f0) {
  if (s.plan.mixes()) return heterozygosity_mix(s, f0);
  if (s.plan.workflow == WorkflowKind::recursion) return heterozygosity_recursion(s, f0);
  std::vector<double> out{1 - f0};
  double pool = 1 - f0, items = 0;
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    const double n = s.n[t - 1];
    switch (s.plan.workflow) {
      case WorkflowKind::replace:
      case WorkflowKind::mix:
      case WorkflowKind::weighted:
      case WorkflowKind::recursion:
        out.push_back(out.back() * (1 - 1 / n));
        break;
      case WorkflowKind::accumulate:
        items += n;
        out.push_back(out.back() * (1 - n / (items * items)));
        break;
      case WorkflowKind::accumulate_subsample:
        // The newest batch comes from the fitted model, whose mean is the pool's: two of its items differ with
        // out.back().
        pool = t == 1 ? pool * (1 - 1 / n) : grown(pool, items, n, (1 - 1 / n) * out.back());
        items += n;
        // n different items of the pool; two different items of it differ with pool * items / (items - 1).
        out.push_back(items > 1 ? (1 - 1 / n) * pool * items / (items - 1) : 0);
        break;
    }
  }
  return out;
}

std::vector<Law> categorical_laws(const Schedule& s, std::span<const double> probabilities) {
  std::vector<Law> laws;
  double f0 = 0;
  for (const double p : probabilities) f0 += p * p;
  Law variety{"heterozygosity", LawKind::expectation, expected_heterozygosity(s, f0), {}, "", kDerived};
  switch (s.plan.workflow) {
    case WorkflowKind::replace:
      variety.label = s.constant_n() ? "E H = H₀ (1 − 1/n)ᵗ" : "E H = H₀ ∏ (1 − 1/nᵢ)";
      break;
    case WorkflowKind::accumulate:
      variety.label = s.constant_n() ? "E H = H₀ ∏ (1 − 1/(n i²))" : "E H = H₀ ∏ (1 − nᵢ/Nᵢ²)";
      break;
    default:
      variety.label = "E H of this workflow";
  }
  if (!variety.values.empty()) laws.push_back(std::move(variety));
  // Draws from a model have its probabilities for mean, and real ones the truth's: E p = p_0 in every workflow.
  laws.push_back({"head_ratio",
                  LawKind::expectation,
                  std::vector<double>(s.n.size() + 1, 1),
                  {},
                  "E p = p₀, for every category",
                  kDerived});

  if (s.n.empty()) return laws;
  Law alive{"alive", LawKind::expectation, {}, {}, "", kDerived};
  const std::size_t generations = s.n.size(), n = static_cast<std::size_t>(s.n[0]);
  if (s.plan.workflow == WorkflowKind::accumulate) {
    alive.values = expected_survivors(probabilities, n, 1);
    alive.values.resize(generations + 1, alive.values.back());
    alive.label = "E alive = Σ 1 − (1 − p)ⁿ";
    laws.push_back(std::move(alive));
  } else if (s.plan.workflow == WorkflowKind::replace && s.constant_n()) {
    const double within = std::max(1.0, std::floor(kMostTerms / static_cast<double>(probabilities.size())));
    alive.values =
        expected_survivors(probabilities, n, static_cast<int>(std::min(static_cast<double>(generations), within)));
    alive.values.resize(generations + 1, kNaN);
    // At least one is always left, which is more than the bound says in the end.
    for (double& value : alive.values) value = std::max(value, 1.0);
    alive.label = "chance alone; from below after generation 1";
    alive.inexact_from = 2;
    alive.source = "Suresh et al. 2024, Corollary 1; derived: docs/models/discrete.md";
    laws.push_back(std::move(alive));
  }
  return laws;
}

std::vector<double> poisson_alive(const Schedule& s, double rate) {
  const bool replace = s.plan.workflow == WorkflowKind::replace && s.constant_n();
  if (s.n.empty() || !(replace || s.plan.workflow == WorkflowKind::accumulate)) return {};
  std::vector<double> out{1};
  double g = 1;
  for (std::size_t t = 1; t <= s.n.size(); ++t) {
    out.push_back(-numerics::expm1(-s.n[0] * rate * g));
    if (replace) g = -numerics::expm1(-g);
  }
  return out;
}

std::vector<Law> poisson_laws(const Schedule& s, double rate) {
  std::vector<Law> laws;
  Law mean{"rate", LawKind::expectation, std::vector<double>(s.n.size() + 1, rate), {}, "E λ = λ₀", kDerived};
  if (s.plan.workflow == WorkflowKind::replace || s.plan.workflow == WorkflowKind::accumulate) {
    double variance = 0, items = 0;
    mean.sd.push_back(0);
    for (const double n : s.n) {
      items = s.plan.workflow == WorkflowKind::accumulate ? items + n : n;
      variance += rate * n / (items * items);
      mean.sd.push_back(std::sqrt(variance));
    }
  }
  laws.push_back(std::move(mean));
  Law alive{"alive", LawKind::expectation, poisson_alive(s, rate), {}, "", kSuresh};
  alive.label =
      s.plan.workflow == WorkflowKind::accumulate ? "P(alive) = 1 − exp(−n λ₀)" : "P(alive) = 1 − exp(−n λ₀ gₜ)";
  // Of one run it is 1 or 0.
  for (const double p : alive.values) alive.sd.push_back(std::sqrt(p * (1 - p)));
  if (!alive.values.empty()) laws.push_back(std::move(alive));
  return laws;
}

}  // namespace collapse::theory
