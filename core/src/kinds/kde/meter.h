#pragma once

// What is measured on kernel densities. The columns have the names a Gaussian's have where they mean the same.

#include <memory>
#include <span>
#include <vector>

#include "kinds/kde/system.h"
#include "metrics/extra.h"
#include "metrics/meter.h"
#include "models/kde/line.h"

namespace collapse::experiment {

class KdeMeter {
 public:
  /// `held_out_rows`: rows of a table that no generation of a run may see are held out. Runs from `first_run` on.
  /// `all`: with the columns of metrics/extra.h.
  KdeMeter(const KdeSystem& system, metrics::Truth truth, int first_run, int runs, bool held_out_rows, bool all);

  const std::vector<metrics::Column>& columns() const { return columns_; }
  const models::Moments& truth_moments() const { return meter_.truth_moments(); }

  void measure_truth(int run_index, std::span<double> row) const;
  void measure(const KdeModel& model, const models::FitReport& report, std::span<double> row) const;
  /// Moments, kernel and points.
  std::vector<double> content(const KdeModel& model) const;

 private:
  /// Mean log density at places given in plain coordinates (d x n). `line`: the model on a line; null in several
  /// dimensions.
  double mean_log_density(const KdeModel& model, const models::KdeLine* line, std::span<const double> places) const;
  std::span<const double> held_out(unsigned run) const;

  metrics::Meter meter_;
  std::uint64_t seed_;
  int first_run_;
  std::vector<std::vector<double>>
      held_out_;  // coordinates (d x n): one list for a density, one for each run of a table
  std::vector<metrics::Column> extra_columns_;
  std::unique_ptr<metrics::Extra> extra_;  // null unless `all`
  std::vector<metrics::Column> columns_;
  std::vector<std::ptrdiff_t> of_meter_;  // each column's place in the meter's row; -1: none
};

}  // namespace collapse::experiment
