#pragma once

// Every model of an experiment in one flat array, and what is measured on it as it comes.

#include <memory>
#include <span>
#include <vector>

#include "collapse/mixture.h"
#include "experiment/records.h"
#include "kinds/mixture/system.h"
#include "metrics/meter.h"

namespace collapse::experiment {

class MixtureHistory {
 public:
  /// `runs` lineages from `first_run` on, `generations` each; models of K components in d dimensions. Rows go to
  /// `records`; with a selection their last column is its acceptance.
  MixtureHistory(const metrics::Meter& meter, const MixtureSystem& system, Records& records, int first_run, int runs,
                 int generations, int components, int dimension, bool held_out_rows,
                 std::shared_ptr<const MixtureSelection> selection);

  /// The model of generation t >= 1; the truth's moments as one Gaussian for t = 0. The reference is good until the
  /// next call for a generation other than the run's newest.
  const models::Mixture& model(int run_index, int t);
  void record(int run_index, int t, const models::Mixture& model, const models::FitReport& report);
  /// A run ends with the generation whose data were too few; only where draws are selected.
  bool ended(int run_index, int t) const;
  /// Generation t of a run that has ended: nothing measured, the last model goes on in frames.
  void skip(int run_index, int t);

  std::span<const double> parameters(int run_index, int t) const;
  std::span<double> parameters(int run_index, int t);
  /// The other fit of generation 1's data (FitReport), flat; empty where none is made.
  std::span<const double> second(int run_index) const;
  std::span<double> second(int run_index);
  /// Takes rows, parameters and second fits filled from outside as recorded up to generation t.
  void adopt(int t);

 private:
  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) +
           static_cast<std::size_t>(t);
  }

  void take_second(int run_index);

  const metrics::Meter* meter_;
  Records* records_;
  int first_run_, runs_, generations_, components_, dimension_;
  std::size_t flat_size_;
  std::vector<double> flat_, flat_second_;
  std::shared_ptr<const MixtureSelection> selection_;
  std::vector<models::Mixture> newest_, first_,
      second_;  // per run: the newest model, that of generation 1 and its data's other fit
  std::vector<int> newest_generation_;
  std::vector<data::PointSet> held_out_;  // per run; empty for densities
  models::Mixture truth_, scratch_;
};

}  // namespace collapse::experiment
