#pragma once

// What is measured on linear regression. All of it is exact.

#include <span>
#include <vector>

#include "kinds/regression/system.h"
#include "metrics/meter.h"

namespace collapse::experiment {

/// With a verifier two more, before the steps and the status.
std::vector<metrics::Column> regression_columns(bool verified = false);

/// The angle in degrees, 0 to 180, whose cosine and sine are in the proportion x : y; y >= 0, not both 0.
double degrees_of(double x, double y);

class RegressionMeter {
 public:
  /// `system` outlives the meter.
  explicit RegressionMeter(const RegressionSystem& system) : system_(&system) {}

  void measure_truth(std::span<double> row) const;
  void measure(const RegressionModel& model, const models::FitReport& report, std::span<double> row) const;
  /// w - w* and the noise.
  std::vector<double> content(const RegressionModel& model) const;

 private:
  const RegressionSystem* system_;
};

}  // namespace collapse::experiment
