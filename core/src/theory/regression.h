#pragma once

// The laws of recursive least squares; derived in docs/models/regression.md.

#include <optional>
#include <vector>

#include "theory/laws.h"

namespace collapse::theory {

/// A fixed design has as many rows in every generation.
struct RegressionSetting : Schedule {
  using Schedule::Schedule;

  double features = 1;  // d
  double noise_sd = 1;
  bool fixed = true;  // the same rows of features in every generation
  // Synthetic rows are kept where |y - x . (w* + offset e_1)| <= radius, in units of noise_sd.
  struct Verifier {
    double offset = 0, radius = 0;
    double false_positive = 0, false_negative = 0;
  };
  std::optional<Verifier> verifier;
};

/// A verifier's second moment of what it keeps of a normal residual with standard deviation `spread` (units of
/// noise_sd), over that residual's variance.
double verified_share(const RegressionSetting::Verifier& verifier, double spread);

/// E |w_t - theta|^2 and E |w_t - w*|^2 of a verifier with centre theta under replace, fresh design, for t = 0 .. T, to
/// first order in d/n: the distance to theta shrinks by the map of infinitely many rows, and each fit adds its own
/// error.
struct VerifiedErrors {
  std::vector<double> to_centre, to_truth;
};
VerifiedErrors verified_errors(const RegressionSetting& setting);

/// E |w_t - w*|^2 for t = 0 .. T, over designs of standard normal rows, exactly:
///   replace            sigma^2 sum_i d/(n_i - d - 1), for a fixed and for a fresh design
///   accumulate, fixed  sigma^2 d/(n - d - 1) sum_i 1/i^2                  (Gerstgrasser et al. 2024)
///   accumulate, fresh  sigma^2 sum_i (n_i/N_i) d/(N_i - d - 1), N_i = n_1 + .. + n_i
/// Empty for the other workflows, and where n_1 <= d + 1: the mean is infinite then.
std::vector<double> expected_test_error(const RegressionSetting& setting);

std::vector<Law> regression_laws(const RegressionSetting& setting);

}  // namespace collapse::theory
