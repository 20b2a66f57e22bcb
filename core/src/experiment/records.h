#pragma once

// The measured rows of an experiment in one flat array, and the running state hash.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/fit.h"
#include "numerics/hash.h"

namespace collapse::experiment {

class Records {
 public:
  Records() = default;
  /// `runs` lineages of generations 0 .. `generations`, a row each; one of the columns is "status".
  Records(int runs, int generations, const std::vector<ColumnInfo>& columns);

  std::span<const double> row(int run_index, int t) const { return {&rows_[at(run_index, t)], columns_}; }
  std::span<double> row(int run_index, int t) { return {&rows_[at(run_index, t)], columns_}; }

  /// Hashes the parameters (float or double) and the row of generation t >= 1, once both are final. Generations are
  /// entered in order, within a generation the runs in order.
  template <class Parameters>
  void enter(int run_index, int t, const Parameters& parameters) {
    numerics::Hash& hash = pending_[static_cast<std::size_t>(run_index)];
    hash.add(parameters);
    hash.add(std::as_const(*this).row(run_index, t));
    if (run_index == static_cast<int>(pending_.size()) - 1) committed_ = pending_;
  }

  /// Whether a run ended with generation t or before: the status in its row is `fatal`, one behind it, or missing. Only
  /// for kinds that end runs.
  bool ended(int run_index, int t, models::FitStatus fatal = models::FitStatus::non_finite) const {
    return t >= 1 && !(rows_[at(run_index, t) + status_] < static_cast<double>(fatal));
  }

  /// Leaves the row of a generation its run does not reach without any number.
  void skip(int run_index, int t);

  /// Hash over generations 1 .. t of one run, t = the generation all runs have completed.
  std::uint64_t run_hash(int run_index) const { return committed_[static_cast<std::size_t>(run_index)].value(); }

 private:
  std::size_t at(int run_index, int t) const {
    return (static_cast<std::size_t>(run_index) * generations_ + static_cast<std::size_t>(t)) * columns_;
  }

  std::size_t generations_ = 0, columns_ = 0, status_ = 0;  // generations with the truth, 0 .. T; column of the status
  std::vector<double> rows_;
  std::vector<numerics::Hash> pending_, committed_;
};

/// Whether all parameters of a network are numbers: a run keeps no others, so a saved state that has others is damaged.
bool all_finite(std::span<const float> parameters);

}  // namespace collapse::experiment
