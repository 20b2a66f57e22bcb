#include <algorithm>
#include <cmath>
#include <functional>

#include "collapse/constants.h"
#include "kinds/text/state.h"
#include "metrics/text_measures.h"
#include "spec/json.h"

namespace collapse::experiment {

namespace {

std::vector<double> as_doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

}  // namespace

// Relative frequency of the tokens at `ranks`, the most frequent first; NaN beyond the last one there is.
std::vector<double> TextState::frequencies(std::span<const std::uint32_t> counts) const {
  std::vector<double> falling;
  double total = 0;
  for (const std::uint32_t count : counts)
    if (count > 0) {
      falling.push_back(count);
      total += count;
    }
  std::sort(falling.begin(), falling.end(), std::greater<>());
  for (double& count : falling) count /= total;
  return at_ranks(ranks, falling);
}

std::vector<double> TextState::histogram(int index, int t) const {
  const double range = perplexity_range(text->vocabulary.size());
  if (t == 0)
    return perplexity_histogram(
        sequence_perplexities(*settings().test, history->model(index, 1).test_nats, meter->counted()), range);
  const TextModel& model = history->model(index, t);
  if (!model.text) return std::vector<double>(kPerplexityBins, kNaN);
  return perplexity_histogram(sequence_perplexities(*model.text, model.first_nats), range);
}

void TextState::build_scene() {
  std::vector<double> centres(kPerplexityBins);
  for (std::size_t i = 0; i < kPerplexityBins; ++i)
    centres[i] = perplexity_range(text->vocabulary.size()) * (static_cast<double>(i) + 0.5) /
                 static_cast<double>(kPerplexityBins);
  scene.add("grid_x", centres);
  add_ranks(scene, ranks);
  scene.add("real_frequency", frequencies(metrics::token_counts(text->training.tokens, text->vocabulary.size())));
  add_rarity_bins(scene);
}

void TextState::build_frame(int run, int generation) {
  const int index = run_index(run);
  const std::span<const double> row = std::as_const(records).row(index, generation);
  const TextModel& model = history->model(index, generation);
  const TextModel& first = history->model(index, 1);
  frame.clear();
  // A generation that its run did not reach has no data either.
  double all = kNaN, real = kNaN;
  if (generation == 0 || model.text) {
    const data::Corpus& data = data_of(run, generation);
    all = static_cast<double>(data.tokens.size());
    real = static_cast<double>(data.real_tokens());
  }
  frame.add("head", {static_cast<double>(generation), static_cast<double>(run), all, real, 0,
                     metric(run, generation, "status"), metric(run, generation, "iterations"), 0, 0});
  frame.add("row", {row.begin(), row.end()});
  frame.add("histogram", histogram(index, generation));

  const std::size_t vocabulary = text->vocabulary.size();
  if (generation == 0)
    frame.add("frequency", frequencies(metrics::token_counts(text->training.tokens, vocabulary)));
  else if (model.text)
    frame.add("frequency", frequencies(metrics::token_counts(model.text->tokens, vocabulary)));
  else
    frame.section("frequency", kRanks);

  double there[kRarityBins] = {}, alive[kRarityBins] = {};
  for (std::size_t token = 0; token < first.learnt.size(); ++token) {
    if (first.learnt[token] == 0) continue;
    const std::size_t bin = rarity_bin(first.learnt[token]);
    ++there[bin];
    if (generation == 0 || (token < model.learnt.size() && model.learnt[token] > 0)) ++alive[bin];
  }
  const std::span<double> shares = frame.section("alive_by_rarity", kRarityBins);
  for (std::size_t bin = 0; bin < kRarityBins; ++bin)
    if (there[bin] > 0) shares[bin] = alive[bin] / there[bin];

  if (model.losses.empty())
    frame.section("loss", kLossPoints);
  else
    frame.add("loss", as_doubles(model.losses));
}

void TextState::build_progress() {
  const TextSystem::Estimator* fitting = recursion->fitting();
  progress.clear();
  const double share = fitting ? fitting->share_done() : 0;
  progress.add("head", {static_cast<double>(completed() + 1), static_cast<double>(recursion->fitting_run()), share, 1,
                        0, 0, fitting ? static_cast<double>(fitting->phase()) : 0,
                        fitting ? fitting->tokens_trained() : 0, fitting ? fitting->tokens_to_train() : 0});
  if (fitting)
    progress.add("loss", as_doubles(fitting->losses()));
  else
    progress.section("loss", kLossPoints);
}

void TextState::build_ridges(int run, int from, int to) {
  ridges_block.clear();
  for (int g = from; g <= to; ++g) {
    const std::vector<double> row = histogram(run_index(run), g);
    ridges_block.insert(ridges_block.end(), row.begin(), row.end());
  }
}

}  // namespace collapse::experiment
