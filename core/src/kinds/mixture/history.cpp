#include "kinds/mixture/history.h"

#include <algorithm>
#include <utility>

#include "collapse/constants.h"

namespace collapse::experiment {

MixtureHistory::MixtureHistory(const metrics::Meter& meter, const MixtureSystem& system, Records& records,
                               int first_run, int runs, int generations, int components, int dimension,
                               bool held_out_rows, std::shared_ptr<const MixtureSelection> selection)
    : meter_(&meter),
      records_(&records),
      first_run_(first_run),
      runs_(runs),
      generations_(generations),
      components_(components),
      dimension_(dimension),
      flat_size_(models::flat_size(components, dimension)),
      selection_(std::move(selection)) {
  const auto count = static_cast<std::size_t>(runs);
  flat_.assign(count * static_cast<std::size_t>(generations + 1) * flat_size_, kNaN);
  if (components > 1) flat_second_.assign(count * flat_size_, kNaN);
  truth_.dimension = dimension;
  truth_.weights = {1};
  truth_.means = meter.truth_moments().mean;
  truth_.covariances = meter.truth_moments().covariance;
  newest_.assign(count, truth_);
  first_ = newest_;
  second_.resize(count);
  newest_generation_.assign(count, 0);
  for (int run = 0; run < runs; ++run) {
    meter.measure_truth(static_cast<std::uint32_t>(first_run + run), records.row(run, 0));
    if (selection_) records.row(run, 0).back() = kNaN;
    if (held_out_rows) held_out_.push_back(system.left_over(static_cast<unsigned>(first_run + run)));
  }
}

const models::Mixture& MixtureHistory::model(int run_index, int t) {
  const auto r = static_cast<std::size_t>(run_index);
  if (t == 0) return truth_;
  if (newest_generation_[r] == t) return newest_[r];
  scratch_ = models::from_flat(parameters(run_index, t), components_, dimension_);
  return scratch_;
}

void MixtureHistory::record(int run_index, int t, const models::Mixture& model, const models::FitReport& report) {
  const auto r = static_cast<std::size_t>(run_index);
  newest_[r] = model;
  newest_generation_[r] = t;
  if (t == 1) first_[r] = model;
  if (t == 1 && report.second) {
    models::to_flat(*report.second, second(run_index));
    take_second(run_index);
  }
  models::to_flat(model, parameters(run_index, t));
  const data::PointSet* held_out = held_out_.empty() ? nullptr : &held_out_[r];
  meter_->measure(static_cast<std::uint32_t>(first_run_ + run_index), static_cast<std::uint32_t>(t), model, report,
                  first_[r], second_[r].weights.empty() ? nullptr : &second_[r], held_out, records_->row(run_index, t));
  if (selection_)
    records_->row(run_index, t).back() =
        selection_->acceptance(static_cast<unsigned>(first_run_ + run_index), static_cast<unsigned>(t));
  records_->enter(run_index, t, std::as_const(*this).parameters(run_index, t));
}

bool MixtureHistory::ended(int run_index, int t) const {
  return selection_ && records_->ended(run_index, t, models::FitStatus::exhausted);
}

void MixtureHistory::skip(int run_index, int t) {
  const std::span<const double> last = std::as_const(*this).parameters(run_index, t - 1);
  std::copy(last.begin(), last.end(), parameters(run_index, t).begin());
  records_->skip(run_index, t);
}

void MixtureHistory::adopt(int t) {
  for (int g = 1; g <= t; ++g)
    for (int run = 0; run < runs_; ++run) {
      if (ended(run, g - 1))
        records_->skip(run, g);
      else
        records_->enter(run, g, std::as_const(*this).parameters(run, g));
    }
  if (t == 0) return;
  for (int run = 0; run < runs_; ++run) {
    const auto r = static_cast<std::size_t>(run);
    newest_[r] = models::from_flat(parameters(run, t), components_, dimension_);
    newest_generation_[r] = t;
    first_[r] = models::from_flat(parameters(run, 1), components_, dimension_);
    take_second(run);
  }
}

void MixtureHistory::take_second(int run_index) {
  const std::span<const double> flat = second(run_index);
  if (flat.empty() || flat[0] != flat[0]) return;
  second_[static_cast<std::size_t>(run_index)] = models::from_flat(flat, components_, dimension_);
}

std::span<double> MixtureHistory::second(int run_index) {
  if (flat_second_.empty()) return {};
  return {&flat_second_[static_cast<std::size_t>(run_index) * flat_size_], flat_size_};
}
std::span<const double> MixtureHistory::second(int run_index) const {
  if (flat_second_.empty()) return {};
  return {&flat_second_[static_cast<std::size_t>(run_index) * flat_size_], flat_size_};
}

std::span<const double> MixtureHistory::parameters(int run_index, int t) const {
  return {&flat_[at(run_index, t) * flat_size_], flat_size_};
}
std::span<double> MixtureHistory::parameters(int run_index, int t) {
  return {&flat_[at(run_index, t) * flat_size_], flat_size_};
}

}  // namespace collapse::experiment
