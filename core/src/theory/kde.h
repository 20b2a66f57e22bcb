#pragma once

// The laws of recursive kernel densities; derived in docs/models/kde.md.

#include <vector>

#include "collapse/choices.h"
#include "theory/laws.h"

namespace collapse::theory {

struct KdeSetting : Schedule {
  using Schedule::Schedule;

  double population = 0;  // rows of a finite table that generation 1's data are taken from; 0: independent draws
  BandwidthRule rule = BandwidthRule::fixed;
  double bandwidth = 0;  // h of a fixed kernel, h^2 I
  // Else the kernel's covariance over that of the data (divisor n): factor[t-1] = f^2 N/(N - 1) for the N points of
  // generation t.
  std::vector<double> factor;
  int dimension = 1;
  std::vector<double> mean;        // d, of the source
  std::vector<double> covariance;  // d x d
};

/// Second moments in one direction, or summed over all, for t = 0 .. T. Generation t stands on points with expected
/// variance `data` (divisor n), itself has `variance` = data + kernel's, and its mean's squared distance from the
/// truth's is `shift`.
struct KdeMoments {
  std::vector<double> data, variance, shift;
  double second(std::size_t t) const { return variance[t] + shift[t]; }
};

/// Exactly, for every source with a variance. `source` and `kernel`: variance of the truth, and h^2 of a fixed kernel,
/// in that direction or summed (tr S_0, d h^2). Empty where no recursion is known: a finite table with other workflows
/// than replace and accumulate, fixed real data with a growing sample.
KdeMoments kde_moments(const KdeSetting& setting, double source, double kernel);

/// Laws of `variance` or `total_variance`, `data_variance`, `second_moment`, `mean_shift_squared` and of the means.
std::vector<Law> kde_laws(const KdeSetting& setting);

}  // namespace collapse::theory
