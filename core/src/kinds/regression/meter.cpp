#include "kinds/regression/meter.h"

#include <algorithm>
#include <cmath>

#include "metrics/columns.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

using models::FitStatus;

std::vector<metrics::Column> regression_columns(bool verified) {
  using metrics::Exactness;
  std::vector<metrics::Column> list;
  const auto add = [&](const char* name, const char* label, const char* unit, const char* doc, bool log_axis,
                       bool headline) {
    list.push_back({name, label, unit, doc, Exactness::exact, log_axis, headline});
  };
  add("test_error", "Test error", "",
      "|w − w*|²: mean squared error on new rows, without the noise of their labels. Row 0: the truth, 0.", true, true);
  add("noise", "Estimated noise", "", "Square root of the squared residuals over (rows − d). Row 0: the true one.",
      true, true);
  add("norm", "Length of the coefficients", "", "|w|; the truth has 1.", true, false);
  add("angle", "Angle to the truth", "degrees", "Between w and w*, from 0 to 180. Not defined where w = 0.", false,
      true);
  if (verified) {
    add("centre_error", "Distance to the verifier's centre", "",
        "|w − θ|², θ the coefficients the verifier believes in. Row 0: the truth's.", true, true);
    add("acceptance", "Share of rows kept", "",
        "Of all synthetic rows proposed for this generation (for its newest batch when they accumulate) the share that "
        "was kept. Not defined where none were.",
        false, true);
  }
  add("iterations", "Steps of the fit", "", "1: a closed form. 0 in row 0.", false, false);
  list.push_back(metrics::status_column(
      {{FitStatus::converged},
       {FitStatus::degenerate, ": the rows left coefficients open, so the previous ones were kept"},
       {FitStatus::exhausted, ": too few rows passed the verifier"}},
      "; "));
  return list;
}

double degrees_of(double x, double y) {
  const double length = std::sqrt(x * x + y * y), c = x / length, s = y / length;
  // Newton's step for the angle at which sine and cosine are s and c; the error goes with its third power.
  double angle = c >= 0.5 ? s : c <= -0.5 ? numerics::kPi - s : numerics::kPi / 2 - c;
  for (int i = 0; i < 5; ++i) angle += s * numerics::cos(angle) - c * numerics::sin(angle);
  return std::clamp(angle * (180 / numerics::kPi), 0.0, 180.0);
}

void RegressionMeter::measure_truth(std::span<double> row) const {
  std::fill(row.begin(), row.end(), 0.0);
  row[1] = system_->settings().noise_sd;
  row[2] = 1;
  if (const auto& verifier = system_->settings().verifier) {
    row[4] = verifier->offset * verifier->offset;
    row[5] = std::nan("");
  }
}

void RegressionMeter::measure(const RegressionModel& model, const models::FitReport& report,
                              std::span<double> row) const {
  const std::vector<double>&shift = *model.shift, &truth = system_->truth();
  double error = 0, along = 0, across = 0, norm = 0;
  for (std::size_t j = 0; j < truth.size(); ++j) {
    error += shift[j] * shift[j];
    along += shift[j] * truth[j];
    norm += (truth[j] + shift[j]) * (truth[j] + shift[j]);
  }
  for (std::size_t j = 0; j < truth.size(); ++j) {
    const double part = shift[j] - along * truth[j];
    across += part * part;
  }
  // In one dimension only rounding is left across.
  if (truth.size() == 1) across = 0;
  row[0] = error;
  row[1] = model.noise;
  row[2] = std::sqrt(norm);
  row[3] = norm > 0 ? degrees_of(1 + along, std::sqrt(across)) : std::nan("");
  std::size_t next = 4;
  if (const auto& verifier = system_->settings().verifier) {
    row[next++] = error + verifier->offset * (verifier->offset - 2 * shift[0]);
    row[next++] = model.acceptance;
  }
  row[next++] = report.iterations;
  row[next] = static_cast<double>(report.status);
}

std::vector<double> RegressionMeter::content(const RegressionModel& model) const {
  std::vector<double> numbers = *model.shift;
  numbers.push_back(model.noise);
  return numbers;
}

}  // namespace collapse::experiment
