#pragma once

// The closed-form laws drawn over the runs. Each function's comment gives its derivation or source.

#include <cstdint>
#include <string>
#include <vector>

#include "collapse/choices.h"
#include "theory/schedule.h"

namespace collapse::theory {

/// The part of an experiment the laws depend on.
struct Setting : Schedule {
  using Schedule::Schedule;

  bool mixture_model = false;  // EM instead of the closed-form fit (covariance full, floor out of reach)
  EstimatorKind estimator = EstimatorKind::mle;
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
