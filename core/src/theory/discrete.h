#pragma once

// The laws of categories (Wright-Fisher drift) and of Poisson counts; derived in docs/models/discrete.md.

#include <span>
#include <vector>

#include "theory/laws.h"

namespace collapse::theory {

/// The part of such an experiment the laws depend on. Every item is drawn from the model as it is, without bias.
struct DiscreteSetting {
  Workflow workflow = Workflow::replace;
  std::vector<double> n;       // n[t-1]: items generation t is fitted on (its newest batch when accumulating); all >= 1
  std::vector<double> real;    // real[t-1]: how many of them are real (mix)
  bool fresh = true;           // mix: new real items every generation
  double alpha = 1, beta = 0;  // recursion: shares of the newest model and of the distribution before; the rest is real
  bool constant_n = true;      // growth 0
};

/// E (1 - sum p_t^2) over E (1 - sum p_0^2) = 1 - F0 for t = 0 .. T, exactly, for any number of categories and every
/// workflow. F0 is the truth's sum of p^2.
std::vector<double> expected_heterozygosity(const DiscreteSetting& setting, double sum_of_squares);

/// Laws of `heterozygosity`, of `head_ratio` and, under replace with constant n and under accumulate, of the categories
/// `alive`. Replace: a lower bound from generation 2 on, and NaN beyond the generations that take 4 million terms.
std::vector<Law> categorical_laws(const DiscreteSetting& setting, std::span<const double> probabilities);

/// P(rate_t > 0) for t = 0 .. T: replace with constant n, 1 - exp(-n rate g_t), g_1 = 1, g_{t+1} = 1 - exp(-g_t)
/// (Suresh et al. 2024, Theorem 2), or accumulate, 1 - exp(-n_1 rate). Empty elsewhere.
std::vector<double> poisson_alive(const DiscreteSetting& setting, double rate);

/// Laws of `rate` and `alive`.
std::vector<Law> poisson_laws(const DiscreteSetting& setting, double rate);

}  // namespace collapse::theory
