#pragma once

// The laws of categories (Wright-Fisher drift) and of Poisson counts, whose items are drawn from the model as it is;
// derived in docs/models/discrete.md.

#include <span>
#include <vector>

#include "theory/laws.h"

namespace collapse::theory {

/// E (1 - sum p_t^2) over E (1 - sum p_0^2) = 1 - F0 for t = 0 .. T, exactly, for any number of categories and every
/// workflow. F0 is the truth's sum of p^2.
std::vector<double> expected_heterozygosity(const Schedule& setting, double sum_of_squares);

/// Laws of `heterozygosity`, of `head_ratio` and, under replace with constant n and under accumulate, of the categories
/// `alive`. Replace: a lower bound from generation 2 on, and NaN beyond the generations that take 4 million terms.
std::vector<Law> categorical_laws(const Schedule& setting, std::span<const double> probabilities);

/// P(rate_t > 0) for t = 0 .. T: replace with constant n, 1 - exp(-n rate g_t), g_1 = 1, g_{t+1} = 1 - exp(-g_t)
/// (Suresh et al. 2024, Theorem 2), or accumulate, 1 - exp(-n_1 rate). Empty elsewhere.
std::vector<double> poisson_alive(const Schedule& setting, double rate);

/// Laws of `rate` and `alive`.
std::vector<Law> poisson_laws(const Schedule& setting, double rate);

}  // namespace collapse::theory
