#pragma once

// Every model of an experiment with text, and what is measured on it as it comes.

#include <vector>

#include "experiment/records.h"
#include "kinds/text/meter.h"
#include "kinds/text/system.h"

namespace collapse::experiment {

class TextHistory {
 public:
  TextHistory(const TextMeter& meter, Records& records, int runs, int generations);

  /// The model of generation t >= 1; one without anything for t = 0.
  const TextModel& model(int run_index, int t) const { return models_[at(run_index, t)]; }
  void record(int run_index, int t, const TextModel& model, const models::FitReport& report);
  /// A run ends with the generation whose training overflowed.
  bool ended(int run_index, int t) const;
  void skip(int run_index, int t);

  /// Puts a model back without measuring it; adopt follows.
  void restore(int run_index, int t, TextModel model) { models_[at(run_index, t)] = std::move(model); }
  /// Takes rows and models filled from outside as recorded up to generation t.
  void adopt(int t);

 private:
  std::size_t at(int run_index, int t) const {
    return static_cast<std::size_t>(run_index) * static_cast<std::size_t>(generations_ + 1) +
           static_cast<std::size_t>(t);
  }
  void enter(int run_index, int t);

  const TextMeter* meter_;
  Records* records_;
  int runs_, generations_;
  std::vector<TextModel> models_;
};

}  // namespace collapse::experiment
