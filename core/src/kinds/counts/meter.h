#pragma once

// What is measured on categories and on Poisson counts. All of it is exact.

#include <span>
#include <vector>

#include "kinds/counts/system.h"
#include "metrics/meter.h"

namespace collapse::experiment {

std::vector<metrics::Column> discrete_columns(bool poisson);

class DiscreteMeter {
 public:
  /// `n`: items of generation 1, which decide what is rare. `system` outlives the meter.
  DiscreteMeter(const DiscreteSystem& system, std::size_t n);

  void measure_truth(std::span<double> row) const;
  void measure(const DiscreteModel& model, const models::FitReport& report, std::span<double> row) const;
  /// Kinds and counts.
  std::vector<std::uint32_t> content(const DiscreteModel& model) const;

 private:
  const DiscreteSettings* settings_;
  std::vector<double> logs_;  // ln p of the truth; -infinity where p = 0
  double rare_below_, rare_mass_ = 0;
  std::size_t possible_ = 0;        // categories with a probability above 0
  std::vector<std::uint8_t> head_;  // whether a category is among the most probable tenth of them
  double head_share_ = 0;
};

}  // namespace collapse::experiment
