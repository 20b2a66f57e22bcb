#include "kinds/text/history.h"

#include <utility>

namespace collapse::experiment {

TextHistory::TextHistory(const TextMeter& meter, Records& records, int runs, int generations)
    : meter_(&meter),
      records_(&records),
      runs_(runs),
      generations_(generations),
      models_(static_cast<std::size_t>(runs) * static_cast<std::size_t>(generations + 1)) {
  for (int run = 0; run < runs_; ++run) meter_->measure_truth({}, records_->row(run, 0));
}

// What a model is, for the hash: the parameters of a network, the counts of an n-gram.
void TextHistory::enter(int run_index, int t) {
  const TextModel& model = models_[at(run_index, t)];
  if (model.transformer)
    records_->enter(run_index, t, model.transformer->parameters());
  else if (model.ngram)
    records_->enter(run_index, t, model.ngram->content());
  else
    records_->enter(run_index, t, std::span<const float>{});
}

void TextHistory::record(int run_index, int t, const TextModel& model, const models::FitReport& report) {
  models_[at(run_index, t)] = model;
  if (t == 1) meter_->measure_truth(model, records_->row(run_index, 0));
  meter_->measure(model, report, records_->row(run_index, t));
  enter(run_index, t);
}

bool TextHistory::ended(int run_index, int t) const { return records_->ended(run_index, t); }

void TextHistory::skip(int run_index, int t) {
  models_[at(run_index, t)] = {};
  records_->skip(run_index, t);
}

void TextHistory::adopt(int t) {
  for (int run = 0; run < runs_ && t > 0; ++run) meter_->measure_truth(model(run, 1), records_->row(run, 0));
  for (int g = 1; g <= t; ++g)
    for (int run = 0; run < runs_; ++run) enter(run, g);
}

}  // namespace collapse::experiment
