#pragma once

// The part of an experiment that every law depends on: which data each generation is fitted on.

#include <cstddef>
#include <vector>

#include "collapse/workflow.h"

namespace collapse::theory {

/// A plan with what its generations take counted. The settings of laws begin with one.
struct Schedule {
  Schedule() = default;
  Schedule(const recursion::Plan& made, int generations) : plan(made) {
    for (int t = 1; t <= generations; ++t) {
      n.push_back(static_cast<double>(plan.samples(t)));
      real.push_back(static_cast<double>(plan.real_samples(t)));
    }
  }

  recursion::Plan plan;      // its workflow and shares; the sizes are those below
  std::vector<double> n;     // n[t-1]: items generation t is fitted on (its newest batch when accumulating); all >= 1
  std::vector<double> real;  // real[t-1]: how many of them are real (mix)

  bool constant_n() const { return plan.growth == 0; }
};

}  // namespace collapse::theory
