#pragma once

// From the values of all runs to a number with its error, and to whether a claim holds.

#include <vector>

#include "claims/claims.h"

namespace collapse::cli::verify {

struct Verdict {
  double expected = 0, measured = 0;
  double error = 0;     // standard error of measured minus expected; 0 where there is none
  double z = 0;         // NaN where there is none
  double limit = 0;     // of |z|
  double skewness = 0;  // of the statistic, for means
  bool pass = false;
};

/// `values`: one a run. `other`: those of the trial that is taken off, else empty. `expected`: claim.expected with its
/// law looked up. Values that are not numbers make a row fail.
Verdict judge(const Claim& claim, std::vector<double> values, std::vector<double> other, double expected);

}  // namespace collapse::cli::verify
