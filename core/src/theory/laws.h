#pragma once

// The closed-form laws drawn over the runs. Each function's comment gives its derivation or source.

#include <cstdint>
#include <string>
#include <vector>

namespace collapse::theory {

enum class Estimator : std::uint8_t { mle, unbiased, known_covariance };
enum class Workflow : std::uint8_t { replace, accumulate, accumulate_subsample, mix, recursion };

/// The part of an experiment the laws depend on.
struct Setting {
  bool mixture_model = false;  // EM instead of the closed-form fit (covariance full, floor out of reach)
  Estimator estimator = Estimator::mle;
  Workflow workflow = Workflow::replace;
  std::vector<double> n;       // n[t-1]: points generation t is fitted on (its newest batch when accumulating)
  std::vector<double> real;    // real[t-1]: how many of them are real (mix)
  bool fresh = true;           // mix: new real data every generation
  double real_weight = -1;     // mix: what the real points together weigh in the fit; below 0: each point the same
  double alpha = 1, beta = 0;  // recursion: shares of the newest model and of the distribution before; the rest is real
  bool constant_n = true;      // growth 0
  bool gaussian_source = true;  // else only laws that hold for every source with a variance
  // Rows of a finite table that generation 1's data are taken from without replacement; 0: independent draws.
  double population = 0;
  // Of a model's draws over the model's own: 1, or what a bias of the draws leaves of it (theory/biased.h).
  double draw_variance = 1;
  double added_variance = 0;  // EM: added to every variance in each fit, source units squared
  bool gaussian_draws = true;
  int dimension = 1;               // d
  std::vector<double> mean;        // d
  std::vector<double> covariance;  // d x d
};

enum class LawKind : std::uint8_t {
  expectation,     // the mean over runs, exactly
  geometric_mean,  // exp of the expected logarithm: the typical run (the median up to O(1/t))
  limit,           // what the expectation tends to as t grows
  large_n,         // what the expectation tends to as n grows: terms of order 1/n are left out
};

struct Law {
  std::string metric;  // a column's name
  LawKind kind = LawKind::expectation;
  std::vector<double> values;  // t = 0 .. T
  std::vector<double> sd;      // of one run about it, where known in closed form; else empty
  std::string label;           // short, for the line: "E σ² = (1 − 1/n)^t"
  std::string source;          // citation or "derived: docs/models/gaussian.md"
  int inexact_from = 0;        // from this generation on only a bound or an approximation; 0: never
};

/// All laws that hold for the setting; empty where none is known.
std::vector<Law> laws(const Setting& setting);

/// c4(n) = sqrt(2/(n-1)) Gamma(n/2) / Gamma((n-1)/2): E s = c4 sigma for the unbiased s^2.
double c4(double n);

}  // namespace collapse::theory
