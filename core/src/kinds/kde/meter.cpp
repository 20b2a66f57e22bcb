#include "kinds/kde/meter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "collapse/constants.h"
#include "metrics/distances.h"
#include "metrics/kde_divergences.h"

namespace collapse::experiment {

using metrics::Column;
using metrics::Exactness;

namespace {

constexpr int kNoGaussian = 2;  // components: nothing of the meter is taken for a Gaussian's closed form

std::vector<std::string> column_names(int dimension) {
  std::vector<std::string> names;
  const bool line = dimension == 1;
  if (line) {
    names = {"mean", "variance"};
  } else {
    for (int j = 1; j <= dimension; ++j) names.push_back("mean_" + std::to_string(j));
    names.insert(names.end(), {"total_variance", "log_determinant"});
  }
  names.push_back("w2");
  if (!line) names.push_back("sliced_w2");
  names.insert(names.end(), {"kl_model_truth", "kl_truth_model", "tail_2sigma", "tail_3sigma", "tail_2sigma_ratio",
                             "tail_3sigma_ratio"});
  if (line) names.push_back("total_variation");
  names.insert(names.end(), {"modes_alive", "log_likelihood"});
  if (line) names.insert(names.end(), {"sd", "log_determinant"});
  names.insert(names.end(), {"mean_shift_squared", "w2_squared", "kl_model_truth_error", "kl_truth_model_error"});
  if (line) names.push_back("total_variation_error");
  names.insert(names.end(), {"second_moment", "data_variance", "bandwidth"});
  return names;
}

Column own_column(std::string_view name, int dimension) {
  Column column;
  column.name = name;
  column.log_axis = true;
  if (name == "total_variation_error") {
    column.label = "Error of total_variation";
    column.doc = "Estimated error of the numerical integral: the difference to a coarser rule.";
    column.exactness = Exactness::quadrature;
  } else if (name == "second_moment") {
    column.label = "Second moment about the truth’s mean";
    column.unit = "source units²";
    column.doc = dimension == 1
                     ? "E (x − μ₀)² of a draw x from the model: its variance and the squared shift of its mean."
                     : "E |x − μ₀|² of a draw x from the model: its total variance and the squared shift of its mean.";
    column.headline = true;
  } else if (name == "data_variance") {
    column.label = dimension == 1 ? "Variance of the data" : "Total variance of the data";
    column.unit = "source units²";
    column.doc =
        "Of the points the kernels stand on, divisor n: the model's without the kernel's own. Row 0: of the truth.";
    column.headline = true;
  } else {
    column.label = "Bandwidth";
    column.unit = "source units";
    column.doc = dimension == 1
                     ? "Standard deviation of the kernel. Not defined in row 0."
                     : "Root mean square of the kernel's standard deviations along the axes. Not defined in row 0.";
    column.headline = true;
  }
  return column;
}

/// What is said of a column of the meter otherwise for kernels.
void describe(Column& column, int dimension, const metrics::Truth& truth) {
  const bool has_density = truth.density.has_value();
  const bool line = dimension == 1;
  if (column.name == "variance") column.doc = "Variance of the model: of its data (divisor n) and of the kernel.";
  if (column.name == "total_variance")
    column.doc = "Trace of the model's covariance matrix: of its data (divisor n) and of the kernel.";
  if (column.name == "total_variation" && has_density) {
    column.doc = "Half the integral of the absolute difference of the densities; 0 to 1.";
    column.exactness = Exactness::quadrature;
  }
  if (column.name == "kl_model_truth" || column.name == "kl_truth_model") {
    column.doc =
        column.name == "kl_model_truth"
            ? "KL(model ‖ truth): how surprising the model's output is to the truth. At least 0; inf without a "
              "kernel's width."
            : "KL(truth ‖ model): how surprising the truth is to the model. At least 0; inf without a kernel's width.";
    column.doc += truth.shape    ? " Not defined: the density of this source has no closed form."
                  : !has_density ? " Not defined: a table has no density."
                  : line         ? ""
                                 : " Not offered for kernel densities in several dimensions.";
  }
  if (column.name == "log_likelihood") {
    column.doc = !truth.is_table() ? "Mean log density of the model over 1,000 real points that no model is fitted on"
                                   : "Mean log density of the model over the rows that no model is fitted on";
    column.doc += "; its negative is the test loss of Kazdan et al. (2024). ";
    column.doc +=
        line ? "Kernels are summed by series, with a relative error below 1e-12." : "The sum over all kernels.";
    column.doc += !truth.is_table() ? " -inf without a kernel's width."
                                    : " -inf without a kernel's width. Not defined when no row is left over.";
  }
}

double log_determinant(const models::KernelDensity& model) {
  const int d = model.dimension();
  std::vector<double> covariance;
  for (int i = 0; i < d; ++i)
    for (int j = 0; j < d; ++j) covariance.push_back(model.variance(i, j));
  return metrics::log_determinant(covariance, d);
}

}  // namespace

KdeMeter::KdeMeter(const KdeSystem& system, metrics::Truth truth, int first_run, int runs, bool held_out_rows, bool all)
    : meter_(std::move(truth), kNoGaussian, system.settings().source.seed),
      seed_(system.settings().source.seed),
      first_run_(first_run) {
  const int d = meter_.truth().dimension;
  std::vector<std::string> names = column_names(d);
  if (const auto make = metrics::linked_extra(); all && make)
    extra_ = make(meter_.truth(), metrics::kManyComponents, seed_, extra_columns_);
  for (const Column& column : extra_columns_) names.push_back(column.name);
  names.insert(names.end(), {"iterations", "status"});
  for (const std::string& name : names) {
    const auto extra = std::find_if(extra_columns_.begin(), extra_columns_.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (extra != extra_columns_.end()) {
      of_meter_.push_back(-1);
      columns_.push_back(*extra);
      continue;
    }
    const auto& known = meter_.columns();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const Column& column) { return column.name == name; });
    of_meter_.push_back(found == known.end() ? -1 : found - known.begin());
    columns_.push_back(found == known.end() ? own_column(name, d) : *found);
    describe(columns_.back(), d, meter_.truth());
  }
  if (held_out_rows) {
    for (int run = 0; run < runs; ++run) {
      const data::PointSet rows = system.left_over(static_cast<unsigned>(first_run + run));
      std::vector<double>& coordinates = held_out_.emplace_back();
      for (int j = 0; j < d; ++j)
        for (std::size_t i = 0; i < rows.count; ++i) coordinates.push_back(rows.coordinate(i, j));
    }
  } else if (!meter_.truth().is_table()) {
    held_out_.emplace_back(meter_.held_out().begin(), meter_.held_out().end());
  }
  // On a line kernels are found quickest in order.
  for (std::vector<double>& coordinates : held_out_)
    if (d == 1) std::sort(coordinates.begin(), coordinates.end());
}

void KdeMeter::measure_truth(int run_index, std::span<double> row) const {
  std::vector<double> all(meter_.columns().size());
  meter_.measure_truth(static_cast<std::uint32_t>(first_run_ + run_index), all);
  const models::Moments& moments = meter_.truth_moments();
  const int d = meter_.truth().dimension;
  double variance = 0;
  for (int j = 0; j < d; ++j) variance += moments.covariance[static_cast<std::size_t>(j * d + j)];
  std::vector<double> further(extra_columns_.size());
  if (extra_) extra_->measure_truth(static_cast<std::uint32_t>(first_run_ + run_index), further);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::string& name = columns_[c].name;
    row[c] = of_meter_[c] >= 0                                           ? all[static_cast<std::size_t>(of_meter_[c])]
             : name == "second_moment" || name == "data_variance"        ? variance
             : name == "total_variation_error" && meter_.truth().density ? 0
                                                                         : kNaN;
  }
  std::copy(further.begin(), further.end(), row.end() - 2 - static_cast<std::ptrdiff_t>(further.size()));
}

std::span<const double> KdeMeter::held_out(unsigned run) const {
  if (held_out_.empty()) return {};
  return held_out_[!meter_.truth().is_table() ? 0 : run - static_cast<unsigned>(first_run_)];
}

double KdeMeter::mean_log_density(const KdeModel& model, const models::KdeLine* line,
                                  std::span<const double> places) const {
  const models::KernelDensity& kde = *model.learnt;
  const auto d = static_cast<std::size_t>(kde.dimension());
  const std::size_t m = places.size() / d;
  if (m == 0) return kNaN;
  std::vector<double> offsets(places.begin(), places.end()), logs(m);
  for (std::size_t j = 0; j < d; ++j)
    for (std::size_t i = 0; i < m; ++i) offsets[j * m + i] -= kde.centre[j];
  if (line != nullptr)
    line->log_density_nats(offsets.data(), m, logs.data());
  else
    models::log_density_nats(kde, offsets.data(), m, logs.data());
  double sum = 0;
  for (const double value : logs) sum += value;
  return sum / static_cast<double>(m);
}

void KdeMeter::measure(const KdeModel& model, const models::FitReport& report, std::span<double> row) const {
  const models::KernelDensity& kde = *model.learnt;
  const metrics::Truth& truth = meter_.truth();
  const models::Moments& moments = meter_.truth_moments();
  const int d = kde.dimension();
  double variance = 0, data_variance = 0, kernel = 0, shift_squared = 0;
  std::vector<double> means;
  for (int j = 0; j < d; ++j) {
    const auto c = static_cast<std::size_t>(j), diagonal = static_cast<std::size_t>(j * d + j);
    variance += kde.variance(j, j);
    data_variance += kde.covariance[diagonal];
    kernel += kde.kernel[diagonal];
    means.push_back(kde.centre[c] + kde.mean[c]);
    const double shift = (kde.centre[c] - moments.mean[c]) + kde.mean[c];
    shift_squared += shift * shift;
  }
  random::Stream stream(seed_, model.run, model.generation, random::Purpose::measurement);
  const data::PointSet sample = models::sample(kde, metrics::kMeasurementDraws, stream);
  metrics::Meter::OfDraws draws = meter_.measure_draws(sample);
  metrics::LineDivergences integrals{{kNaN, kNaN}, {kNaN, kNaN}, {kNaN, kNaN}};
  std::optional<models::KdeLine> on_line;
  const models::KdeLine* line = nullptr;
  if (d == 1) {
    line = &on_line.emplace(kde);
    const double sd = std::sqrt(moments.covariance[0]);
    for (int reach = 2; reach <= 3; ++reach) {
      const double middle = moments.mean[0] - kde.centre[0];
      draws.tail[reach - 2] = line->below(middle - reach * sd) + line->above(middle + reach * sd);
    }
    if (truth.density) integrals = metrics::line_divergences(*line, kde.centre[0], *truth.density);
  }

  std::size_t next = 0;
  const auto put = [&](double value) { row[next++] = value; };
  for (const double mean : means) put(mean);
  put(variance);
  if (d > 1) put(log_determinant(kde));
  put(std::sqrt(draws.w2_squared));
  if (d > 1) put(draws.sliced_w2);
  put(integrals.kl_model_truth.value);
  put(integrals.kl_truth_model.value);
  for (const double tail : draws.tail) put(tail);
  for (std::size_t r = 0; r < 2; ++r) put(meter_.truth_tail()[r] > 0 ? draws.tail[r] / meter_.truth_tail()[r] : kNaN);
  if (d == 1) put(integrals.total_variation.value);
  put(draws.modes_alive);
  put(mean_log_density(model, line, held_out(model.run)));
  if (d == 1) {
    put(std::sqrt(variance));
    put(log_determinant(kde));
  }
  put(shift_squared);
  put(draws.w2_squared);
  put(integrals.kl_model_truth.error);
  put(integrals.kl_truth_model.error);
  if (d == 1) put(integrals.total_variation.error);
  put(variance + shift_squared);
  put(data_variance);
  put(std::sqrt(kernel / d));
  if (extra_) {
    std::vector<double> coordinates;
    for (int j = 0; j < d; ++j)
      for (std::size_t i = 0; i < sample.count; ++i) coordinates.push_back(sample.coordinate(i, j));
    const double entropy = models::has_density(kde) ? -mean_log_density(model, line, coordinates) : -kInfinity;
    extra_->measure(sample, entropy, static_cast<double>(kde.points.count), row.subspan(next, extra_columns_.size()));
    next += extra_columns_.size();
  }
  put(report.iterations);
  put(static_cast<double>(report.status));
}

std::vector<double> KdeMeter::content(const KdeModel& model) const {
  const models::KernelDensity& kde = *model.learnt;
  std::vector<double> out;
  for (const std::vector<double>* list : {&kde.centre, &kde.mean, &kde.covariance, &kde.kernel})
    out.insert(out.end(), list->begin(), list->end());
  for (const auto& part : kde.points.parts) {
    out.insert(out.end(), part->origin.begin(), part->origin.end());
    out.insert(out.end(), part->offsets.begin(), part->offsets.end());
  }
  return out;
}

}  // namespace collapse::experiment
