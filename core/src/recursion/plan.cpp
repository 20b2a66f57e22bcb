#include "collapse/workflow.h"

#include <algorithm>
#include <cmath>

#include "numerics/elementary.h"

namespace collapse::recursion {

std::size_t Plan::samples(int t) const {
  if (growth == 0 || t == 1) return static_cast<std::size_t>(n);
  return static_cast<std::size_t>(std::floor(n * numerics::pow(t, growth) + 0.5));
}

std::size_t Plan::real_samples(int t) const {
  if (t == 1) return samples(1);
  if (!mixes()) return 0;
  return static_cast<std::size_t>(std::floor(real_fraction * static_cast<double>(samples(t)) + 0.5));
}

double Plan::data_size(int t) const {
  return workflow == WorkflowKind::accumulate ? pool_size(t) : static_cast<double>(samples(t));
}

double Plan::pool_size(int t) const {
  if (growth == 0) return n * t;
  double total = 0;
  for (int s = 1; s <= t; ++s) total += static_cast<double>(samples(s));
  return total;
}

std::vector<double> Plan::data_sizes(int generations) const {
  std::vector<double> sizes;
  double pool = 0;
  for (int t = 1; t <= generations; ++t) {
    const double drawn = static_cast<double>(samples(t));
    pool += drawn;
    sizes.push_back(workflow == WorkflowKind::accumulate ? pool : drawn);
  }
  return sizes;
}

bool Plan::uses_whole_table() const {
  if (workflow == WorkflowKind::recursion) return alpha < 1;  // going back through beta leads to the truth, too
  return mixes() && fresh_real && real_fraction > 0;
}

std::size_t Plan::real_list(int generations) const {
  const bool fixed = mixes() && !fresh_real;
  // The sample never shrinks (growth >= 0), so the last generation asks for most.
  return fixed ? std::max(samples(1), real_samples(generations)) : samples(1);
}

std::vector<std::size_t> Plan::lineage(int t, random::Stream stream) const {
  std::vector<std::size_t> from(static_cast<std::size_t>(t), 0);
  for (std::size_t left = samples(t); left > 0; --left) {
    std::size_t s = static_cast<std::size_t>(t) - 1;
    while (s > 0) {
      const double u = stream.uniform();
      if (u < alpha) break;
      s = u < alpha + beta ? s - 1 : 0;
    }
    ++from[s];
  }
  return from;
}

}  // namespace collapse::recursion
