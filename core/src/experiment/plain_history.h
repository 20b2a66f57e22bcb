#pragma once

// Models of an experiment that are plain values, and what is measured on them as they come.

#include <utility>
#include <vector>

#include "experiment/records.h"
#include "models/fit.h"

namespace collapse::experiment {

/// Meter has measure_truth(row), measure(model, report, row) and content(model), the numbers that enter the hash.
template <class Model, class Meter>
class PlainHistory {
 public:
  PlainHistory(const Meter& meter, Records& records, int runs, int generations)
      : meter_(&meter), records_(&records), runs_(runs), generations_(generations),
        models_(static_cast<std::size_t>(runs) * static_cast<std::size_t>(generations + 1)) {
    for (int run = 0; run < runs_; ++run) {
      // Where draws of the truth are measured, every run has its own.
      if constexpr (requires { meter_->measure_truth(run, records_->row(run, 0)); })
        meter_->measure_truth(run, records_->row(run, 0));
      else
        meter_->measure_truth(records_->row(run, 0));
    }
  }

  /// The model of generation t >= 1; one without anything for t = 0.
  const Model& model(int run_index, int t) const { return models_[at(run_index, t)]; }
  void record(int run_index, int t, const Model& model, const models::FitReport& report) {
    models_[at(run_index, t)] = model;
    meter_->measure(model, report, records_->row(run_index, t));
    enter(run_index, t);
  }

  /// Whether the run ended with generation t or before, by the status in its last column.
  bool ended(int run_index, int t) const { return t >= 1 && run_has_ended(std::as_const(*records_).row(run_index, t)); }
  /// Generation t of a run that has ended: nothing measured, the last model goes on in frames.
  void skip(int run_index, int t) {
    models_[at(run_index, t)] = models_[at(run_index, t - 1)];
    records_->skip(run_index, t);
  }

  /// Puts a model back without measuring it; adopt follows.
  void restore(int run_index, int t, Model model) { models_[at(run_index, t)] = std::move(model); }
  /// Takes rows and models filled from outside as recorded up to generation t.
  void adopt(int t) {
    for (int g = 1; g <= t; ++g)
      for (int run = 0; run < runs_; ++run) {
        if (ended(run, g - 1))
          records_->skip(run, g);
        else
          enter(run, g);
      }
  }

 private:
  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) + static_cast<std::size_t>(t);
  }
  void enter(int run_index, int t) { records_->enter(run_index, t, meter_->content(models_[at(run_index, t)])); }

  const Meter* meter_;
  Records* records_;
  int runs_, generations_;
  std::vector<Model> models_;
};

}  // namespace collapse::experiment
