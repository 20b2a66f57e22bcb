#pragma once

// The part of every law that needs no distribution: how the expected covariance of the model and the
// expected square of its mean's error pass from one generation to the next.

#include <vector>

#include "theory/laws.h"

namespace collapse::theory {

/// In units of the source's covariance S0, for t = 0 .. T: E Sigma_t = variance[t] S0 and
/// E (mu_t - mu_0)(mu_t - mu_0)^T = shift[t] S0. Empty where the setting has no such recursion.
struct SecondMoments {
  std::vector<double> variance;
  std::vector<double> shift;
};

/// Any model that keeps the sample mean and covariance of its data (a Gaussian; a mixture after an M-step of
/// EM) obeys the same recursions from any source with a variance: the mean of b independent draws has the
/// model's covariance over b, whatever their distribution, and every step is linear in S0.
/// `added`: what each fit adds to the model's variance, in units of the source's (a mixture's added variance; 0:
/// nothing). The recursions are linear, so with one added number for every coordinate they hold for the trace, and for
/// each coordinate by itself.
SecondMoments second_moments(const Setting& setting, double added = 0);

/// What they tend to. `known` is false where the limit is not known in closed form.
struct SecondMomentLimit {
  bool known = false;
  double variance = 0;
  double shift = 0;
};
SecondMomentLimit second_moment_limit(const Setting& setting);

}  // namespace collapse::theory
