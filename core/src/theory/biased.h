#pragma once

// The laws of draws that are cooled, cut off or selected; derived in docs/models/selection.md.

#include <vector>

#include "collapse/choices.h"
#include "theory/laws.h"

namespace collapse::theory {

/// What is done to the draws of a Gaussian model; lengths in standard deviations of the truth.
struct Bias {
  double temperature = 1;  // the draws' variance over the model's
  double truncation = 0;   // > 0: only within so many of the cooled model's standard deviations
  SelectionKind choice = SelectionKind::none;
  int candidates = 2;
  double scale = 1;   // tilt
  double centre = 0;  // tilt, verifier: from the truth's mean along the first coordinate
  double radius = 1;
  double false_positive = 0, false_negative = 0;
};

/// Mean and variance, here of the truth's first coordinate in units where the truth has 0 and 1.
struct Spread {
  double mean = 0, variance = 1;
};

/// Variance in each direction of a standard normal in d dimensions that lies within c of 0:
/// P(chi^2_{d+2} <= c^2) / P(chi^2_d <= c^2). Relative error about 1e-14.
double truncation_factor(double c, int d);

/// The largest of k standard normals, each within c of 0 (c = 0: anywhere), by Simpson's rule; error below 1e-10.
Spread largest_of(int k, double c = 0);

/// N(mean, variance) within [a, b]: its mass, and mean and variance there. A mass of 0 leaves the others undefined.
struct Cut {
  double mass = 0;
  Spread kept;
};
Cut cut(const Spread& normal, double a, double b);

/// The draws that reach the next generation from a Gaussian model, exactly: `model` in one dimension, or in d
/// dimensions of covariance variance x the truth's, with a mean along the direction of the centre. NaN where nothing
/// passes, or where no closed form is known: for d > 1 with best_of, with a truncation before a choice, and with a
/// verifier whose centre is not 0.
Spread selected(const Bias& bias, int d, const Spread& model);

/// Models of generations 0 .. T as n grows without bound: every generation has the moments of the distribution its data
/// come from. In several dimensions NaN where the covariance does not stay a multiple of the truth's.
std::vector<Spread> large_sample(const Setting& setting, const Bias& bias);

/// All laws that hold for the setting under the bias. Those of kind `large_n` neglect terms of order 1/n; the others
/// are exact.
std::vector<Law> biased_laws(Setting setting, const Bias& bias);

}  // namespace collapse::theory
