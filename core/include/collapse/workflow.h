#pragma once

// Workflows: which data each generation is fitted on.

#include <cstddef>
#include <vector>

#include "collapse/choices.h"
#include "collapse/stream.h"

namespace collapse::recursion {

/// replace, accumulate, accumulate_subsample, mix, weighted (a mix, see real_weight) or recursion.
using Workflow = WorkflowKind;

/// How the data D_t of generation t >= 1 are assembled. D_1 is always n(1) real points.
struct Plan {
  WorkflowKind workflow = WorkflowKind::replace;
  double real_fraction = 0;  // mix: share of real points in D_t, t >= 2
  bool fresh_real = true;    // mix: new real points every generation, else always the first ones of the run's list
  double real_weight = -1;   // mix: what the real points together weigh in the fit; below 0: each point weighs the same
  // recursion, t >= 2: a point of D_t comes from the model of t - 1 (alpha), from the distribution of D_{t-1} (beta),
  // or from the truth (the rest); D_1 is real (Shumailov et al. 2024, Definition 2.1).
  double alpha = 1, beta = 0;
  double n = 100;
  double growth = 0;

  /// Points generation t is fitted on: round(n t^growth). When accumulating, the size of the batch it adds to the pool.
  std::size_t samples(int t) const;
  /// How many of them are real; recursion: chance decides (see lineage), and this is 0 from t = 2 on.
  std::size_t real_samples(int t) const;
  /// Points in D_t: the pool when accumulating, else samples(t).
  double data_size(int t) const;
  /// Points of all batches of generations 1 .. t: what a pool of everything holds.
  double pool_size(int t) const;
  /// data_size for t = 1 .. generations, counted once.
  std::vector<double> data_sizes(int generations) const;
  /// Whether a pool of all data so far is kept.
  bool accumulates() const {
    return workflow == WorkflowKind::accumulate || workflow == WorkflowKind::accumulate_subsample;
  }
  /// Whether real and drawn points are put together in the shares above.
  bool mixes() const { return workflow == WorkflowKind::mix || workflow == WorkflowKind::weighted; }
  /// Whether generations after the first may take real points from outside the run's own list: of a finite table any
  /// row, so that none stays unseen.
  bool uses_whole_table() const;
  /// Length of the run's own list of real data: the most any generation up to `generations` asks of it.
  std::size_t real_list(int generations) const;

  /// recursion, t >= 2: how many points of D_t come from the model of each generation 1 .. t - 1 (at its index), and
  /// how many from the truth (at 0). The chain "as the data before" is followed back point by point: to generation s it
  /// leads with probability alpha beta^(t-1-s).
  std::vector<std::size_t> lineage(int t, random::Stream stream) const;
};

}  // namespace collapse::recursion
