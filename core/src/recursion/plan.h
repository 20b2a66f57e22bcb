#pragma once

#include <cstddef>
#include <cstdint>

namespace collapse::recursion {

enum class Workflow : std::uint8_t { replace, accumulate, accumulate_subsample, mix };

/// How the data D_t of generation t >= 1 are assembled. D_1 is always n(1) real points.
struct Plan {
  Workflow workflow = Workflow::replace;
  double real_fraction = 0;  // mix: share of real points in D_t, t >= 2
  bool fresh_real = true;    // mix: new real points every generation, else always the first ones of the run's list
  double n = 100;
  double growth = 0;

  /// Points generation t is fitted on: round(n t^growth). When accumulating, the size of the batch it adds to the pool.
  std::size_t samples(int t) const;
  /// How many of them are real.
  std::size_t real_samples(int t) const;
  /// Points in D_t: the pool when accumulating, else samples(t).
  double data_size(int t) const;
  /// Length of the run's own list of real data: the most any generation up to `generations` asks of it.
  std::size_t real_list(int generations) const;
};

}  // namespace collapse::recursion
