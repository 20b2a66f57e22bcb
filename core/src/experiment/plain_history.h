#pragma once

// Models of an experiment that are plain values, and what is measured on them as they come.

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "collapse/constants.h"
#include "collapse/experiment.h"
#include "collapse/fit.h"
#include "experiment/records.h"

namespace collapse::experiment {

/// Meter has measure_truth(row), measure(model, report, row) and content(model), the numbers that enter the hash. What
/// it measures of a model depends on nothing else, so it may as well be measured later: then row() and run_hash() do
/// it.
template <class Model, class Meter>
class PlainHistory {
 public:
  PlainHistory(const Meter& meter, Records& records, int runs, int generations, Measure when = Measure::as_computed)
      : meter_(&meter),
        records_(&records),
        runs_(runs),
        generations_(generations),
        models_(static_cast<std::size_t>(runs) * static_cast<std::size_t>(generations + 1)) {
    if (when == Measure::when_read) late_.resize(models_.size());
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
    if (!late_.empty()) {
      late_[at(run_index, t)] = {report, Row::to_measure};
      return;
    }
    meter_->measure(model, report, records_->row(run_index, t));
    enter(run_index, t);
  }

  /// What was measured of generation t.
  std::span<const double> row(int run_index, int t) {
    const std::span<double> row = records_->row(run_index, t);
    if (!late_.empty() && late_[at(run_index, t)].row == Row::to_measure) {
      meter_->measure(models_[at(run_index, t)], late_[at(run_index, t)].report, row);
      late_[at(run_index, t)].row = Row::there;
    }
    return row;
  }
  /// The hash of a run over generations 1 .. t, those all runs have completed.
  std::uint64_t run_hash(int run_index, int t) {
    for (; !late_.empty() && hashed_ < t; ++hashed_)
      for (int run = 0; run < runs_; ++run) {
        if (ended(run, hashed_)) {
          records_->skip(run, hashed_ + 1);
        } else {
          row(run, hashed_ + 1);
          enter(run, hashed_ + 1);
        }
      }
    return records_->run_hash(run_index);
  }

  /// Whether the run ended with generation t or before.
  bool ended(int run_index, int t) const {
    if (t < 1) return false;
    if (!late_.empty()) return late_[at(run_index, t)].report.status >= models::FitStatus::non_finite;
    return records_->ended(run_index, t);
  }
  /// Generation t of a run that has ended: nothing measured, the last model goes on in frames.
  void skip(int run_index, int t) {
    models_[at(run_index, t)] = models_[at(run_index, t - 1)];
    if (late_.empty()) {
      records_->skip(run_index, t);
      return;
    }
    late_[at(run_index, t)] = late_[at(run_index, t - 1)];
    late_[at(run_index, t)].row = Row::there;
    const std::span<double> left = records_->row(run_index, t);
    std::fill(left.begin(), left.end(), kNaN);
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
  enum class Row : char { there, to_measure };  // `there` until a model is recorded, too
  struct Late {
    models::FitReport report;
    Row row = Row::there;
  };

  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) +
           static_cast<std::size_t>(t);
  }
  void enter(int run_index, int t) { records_->enter(run_index, t, meter_->content(models_[at(run_index, t)])); }

  const Meter* meter_;
  Records* records_;
  int runs_, generations_;
  std::vector<Model> models_;
  std::vector<Late> late_;  // one a model where rows are measured when they are read; else none
  int hashed_ = 0;          // generations whose rows have entered the hash, of these
};

}  // namespace collapse::experiment
