#pragma once

// The laws of recursive least squares; derived in docs/models/regression.md.

#include <vector>

#include "theory/laws.h"

namespace collapse::theory {

struct RegressionSetting {
  Workflow workflow = Workflow::replace;
  std::vector<double> n;  // n[t-1]: rows generation t adds; all the same for a fixed design
  double features = 1;    // d
  double noise_sd = 1;
  bool fixed = true;      // the same rows of features in every generation
};

/// E |w_t - w*|^2 for t = 0 .. T, over designs of standard normal rows, exactly:
///   replace            sigma^2 sum_i d/(n_i - d - 1), for a fixed and for a fresh design
///   accumulate, fixed  sigma^2 d/(n - d - 1) sum_i 1/i^2                  (Gerstgrasser et al. 2024)
///   accumulate, fresh  sigma^2 sum_i (n_i/N_i) d/(N_i - d - 1), N_i = n_1 + .. + n_i
/// Empty for the other workflows, and where n_1 <= d + 1: the mean is infinite then.
std::vector<double> expected_test_error(const RegressionSetting& setting);

std::vector<Law> regression_laws(const RegressionSetting& setting);

}  // namespace collapse::theory
