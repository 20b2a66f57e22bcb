#pragma once

// What is measured on a Gaussian without drawing from it: columns of metrics::Meter, of the same names and meanings.

#include <span>
#include <vector>

#include "collapse/fit.h"
#include "metrics/gaussian_1d.h"
#include "metrics/meter.h"

namespace collapse::experiment {

class MomentsMeter {
 public:
  /// `truth`: mean (d) and covariance (d x d).
  explicit MomentsMeter(models::Moments truth);

  const std::vector<metrics::Column>& columns() const { return columns_; }
  const models::Moments& truth() const { return truth_; }
  /// `model`: mean and covariance, one after the other.
  void measure(std::span<const double> model, models::FitStatus status, std::span<double> row) const;
  void measure_truth(std::span<double> row) const;

 private:
  models::Moments truth_;
  metrics::Gaussian1d line_;
  double truth_tails_[2] = {1, 1};  // on the line, beyond 2 and 3 standard deviations
  std::vector<metrics::Column> columns_;
};

}  // namespace collapse::experiment
