#include "kinds/digits/history.h"

#include <span>
#include <utility>

namespace collapse::experiment {

namespace {

std::span<const float> parameters_of(const DigitsModel& model) {
  if (!model.vae.parameters) return {};
  return *model.vae.parameters;
}

}  // namespace

DigitsHistory::DigitsHistory(DigitsMeter& meter, Records& records, int runs, int generations)
    : meter_(&meter),
      records_(&records),
      runs_(runs),
      generations_(generations),
      models_(static_cast<std::size_t>(runs) * static_cast<std::size_t>(generations + 1)) {
  measure_truth();
}

void DigitsHistory::record(int run_index, int t, const DigitsModel& model, const models::FitReport& report) {
  models_[at(run_index, t)] = model;
  if (t == 1) {
    meter_->set_reference(run_index, model.vae);
    meter_->measure_truth(run_index, records_->row(run_index, 0));
  }
  meter_->measure(run_index, t, model, report, records_->row(run_index, t));
  records_->enter(run_index, t, parameters_of(model));
}

bool DigitsHistory::ended(int run_index, int t) const { return records_->ended(run_index, t); }

void DigitsHistory::skip(int run_index, int t) {
  models_[at(run_index, t)] = {};
  records_->skip(run_index, t);
}

void DigitsHistory::adopt(int t) {
  for (int g = 1; g <= t; ++g)
    for (int run = 0; run < runs_; ++run) records_->enter(run, g, parameters_of(model(run, g)));
  for (int run = 0; run < runs_ && t > 0; ++run) meter_->set_reference(run, model(run, 1).vae);
}

void DigitsHistory::measure_truth() {
  for (int run = 0; run < runs_; ++run) meter_->measure_truth(run, records_->row(run, 0));
}

}  // namespace collapse::experiment
