#pragma once

// Every model of an experiment with digits, and what is measured on it as it comes.

#include <vector>

#include "experiment/records.h"
#include "kinds/digits/meter.h"
#include "kinds/digits/system.h"

namespace collapse::experiment {

class DigitsHistory {
 public:
  DigitsHistory(DigitsMeter& meter, Records& records, int runs, int generations);

  /// The model of generation t >= 1; one without parameters for t = 0.
  const DigitsModel& model(int run_index, int t) const { return models_[at(run_index, t)]; }
  void record(int run_index, int t, const DigitsModel& model, const models::FitReport& report);
  /// A run ends with the generation whose training overflowed.
  bool ended(int run_index, int t) const;
  /// Generation t of a run that has ended: no model, nothing measured.
  void skip(int run_index, int t);

  /// Puts a model back without measuring it; adopt follows.
  void restore(int run_index, int t, DigitsModel model) { models_[at(run_index, t)] = std::move(model); }
  /// Takes rows and models filled from outside as recorded up to generation t.
  void adopt(int t);
  /// Measures row 0 of every run with what there is.
  void measure_truth();

 private:
  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) +
           static_cast<std::size_t>(t);
  }

  DigitsMeter* meter_;
  Records* records_;
  int runs_, generations_;
  std::vector<DigitsModel> models_;
};

}  // namespace collapse::experiment
