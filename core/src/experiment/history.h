#pragma once

// Every model and every measured row of an experiment, in two flat arrays, and the running state hash.

#include <cstdint>
#include <span>
#include <vector>

#include "experiment/mixture_system.h"
#include "metrics/meter.h"
#include "models/mixture.h"
#include "numerics/hash.h"

namespace collapse::experiment {

class History {
 public:
  /// `runs` lineages from `first_run` on, `generations` each; models of K components in d dimensions.
  History(const metrics::Meter& meter, const MixtureSystem& system, int first_run, int runs, int generations, int components,
          int dimension, bool held_out_rows);

  /// The model of generation t >= 1; the truth's moments as one Gaussian for t = 0. The reference is good until the next
  /// call for a generation other than the run's newest.
  const models::Mixture& model(int run_index, int t);
  void record(int run_index, int t, const models::Mixture& model, const models::FitReport& report);

  std::span<const double> row(int run_index, int t) const;
  std::span<double> row(int run_index, int t);
  std::span<const double> parameters(int run_index, int t) const;
  std::span<double> parameters(int run_index, int t);
  /// Takes rows and parameters filled from outside as recorded up to generation t.
  void adopt(int t);

  /// Hash of the rows and parameters of generations 1 .. t of one run, t = the generation all runs have completed.
  std::uint64_t run_hash(int run_index) const { return committed_[static_cast<std::size_t>(run_index)].value(); }

 private:
  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) + static_cast<std::size_t>(t);
  }
  void hash_in(int run_index, int t);

  const metrics::Meter* meter_;
  int first_run_, runs_, generations_, components_, dimension_;
  std::size_t row_size_, flat_size_;
  std::vector<double> rows_, flat_;
  std::vector<models::Mixture> newest_, first_;  // per run: the newest model and that of generation 1
  std::vector<int> newest_generation_;
  std::vector<data::PointSet> held_out_;  // per run; empty for densities
  models::Mixture truth_, scratch_;
  std::vector<numerics::Hash> pending_, committed_;
};

}  // namespace collapse::experiment
