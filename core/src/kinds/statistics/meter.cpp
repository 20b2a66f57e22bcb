#include "kinds/statistics/meter.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "metrics/columns.h"
#include "metrics/distances.h"

namespace collapse::experiment {

namespace {

using metrics::Gaussian1d;

// In the order of metrics::make_columns; a name that a dimension does not have is skipped. mean stands for every
// mean_j.
constexpr std::string_view kMeasured[] = {"mean",
                                          "variance",
                                          "total_variance",
                                          "w2",
                                          "kl_model_truth",
                                          "kl_truth_model",
                                          "total_variation",
                                          "sd",
                                          "log_determinant",
                                          "mean_shift_squared",
                                          "w2_squared",
                                          "status"};
constexpr std::string_view kTails[] = {"tail_2sigma", "tail_3sigma", "tail_2sigma_ratio", "tail_3sigma_ratio"};

bool has(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

MomentsMeter::MomentsMeter(models::Moments truth) : truth_(std::move(truth)) {
  const int d = static_cast<int>(truth_.mean.size());
  if (d == 1) {
    line_ = metrics::gaussian_1d(truth_.mean[0], truth_.covariance[0]);
    for (int r = 0; r < 2; ++r)
      truth_tails_[r] = metrics::two_sided_tail(line_.mean, line_.sd, line_.mean, (2 + r) * line_.sd);
  }
  for (metrics::Column& column : metrics::make_columns({d, 1, true, true}).list)
    if (has(kMeasured, column.name) || column.name.starts_with("mean_") || (d == 1 && has(kTails, column.name)))
      columns_.push_back(std::move(column));
}

void MomentsMeter::measure(std::span<const double> model, models::FitStatus status, std::span<double> row) const {
  const std::size_t d = truth_.mean.size();
  const std::span<const double> mean = model.first(d), covariance = model.subspan(d);
  std::size_t next = 0;
  const auto put = [&](double value) { row[next++] = value; };
  double spread = 0, shift = 0;
  for (std::size_t j = 0; j < d; ++j) {
    put(mean[j]);
    spread += covariance[j * d + j];
    shift += (mean[j] - truth_.mean[j]) * (mean[j] - truth_.mean[j]);
  }
  put(spread);
  if (d == 1) {
    const Gaussian1d g = metrics::gaussian_1d(mean[0], covariance[0]);
    const double w2_squared = metrics::w2_squared(g, line_);
    put(std::sqrt(w2_squared));
    put(metrics::kl(g, line_));
    put(metrics::kl(line_, g));
    const double tails[2] = {metrics::two_sided_tail(g.mean, g.sd, line_.mean, 2 * line_.sd),
                             metrics::two_sided_tail(g.mean, g.sd, line_.mean, 3 * line_.sd)};
    for (const double tail : tails) put(tail);
    for (int r = 0; r < 2; ++r) put(tails[r] / truth_tails_[r]);
    put(metrics::total_variation(g, line_));
    put(g.sd);
    put(g.log_variance);
    put(shift);
    put(w2_squared);
  } else {
    const double w2_squared = metrics::w2_squared_gaussian(mean, covariance, truth_.mean, truth_.covariance);
    put(metrics::log_determinant(covariance, static_cast<int>(d)));
    put(std::sqrt(w2_squared));
    put(metrics::kl_gaussian(mean, covariance, truth_.mean, truth_.covariance));
    put(metrics::kl_gaussian(truth_.mean, truth_.covariance, mean, covariance));
    put(shift);
    put(w2_squared);
  }
  put(static_cast<double>(status));
}

void MomentsMeter::measure_truth(std::span<double> row) const {
  std::vector<double> model = truth_.mean;
  model.insert(model.end(), truth_.covariance.begin(), truth_.covariance.end());
  measure(model, models::FitStatus::converged, row);
}

}  // namespace collapse::experiment
