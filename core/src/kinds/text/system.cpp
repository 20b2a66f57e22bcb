#include "kinds/text/system.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "experiment/loss_curve.h"
#include "metrics/text_measures.h"

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

namespace {

// Tokens read back in one unit of work.
constexpr std::size_t kReadSlice = 256;

std::vector<std::uint32_t> in_order(std::size_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

}  // namespace

std::size_t items_within(const data::Corpus& text, std::size_t tokens) {
  std::size_t items = 0;
  while (items < text.items() && text.starts[items] < tokens) ++items;
  return items;
}

TextSystem::Estimator::Estimator(std::shared_ptr<const TextSettings> settings) : settings_(std::move(settings)) {}

void TextSystem::Estimator::begin(const Data& data, const Model& previous, unsigned run, unsigned generation) {
  data_ = &data;
  run_ = run;
  generation_ = generation;
  model_ = {};
  report_ = {};
  previous_ = previous.transformer;
  model_.base = previous.base;
  model_.first = previous.first;
  model_.fit_loss = kNaN;
  model_.learnt = metrics::token_counts(data.tokens, settings_->text->vocabulary.size());
  if (!settings_->network) {
    phase_ = TextPhase::training;
    return;
  }
  fit_.emplace(settings_->transformer);
  if (settings_->start != StartKind::pretrained) {
    begin_training(settings_->start == StartKind::previous ? previous_.get() : nullptr);
  } else if (model_.base) {
    begin_training(model_.base.get());
  } else {
    // Generation 1: first the network that all generations go on from, on text of its own. Its random numbers are
    // generation 0's.
    phase_ = TextPhase::pretraining;
    models::TransformerSettings pretraining = settings_->transformer;
    pretraining.epochs = settings_->pretraining;
    fit_.emplace(pretraining);
    const TextData& text = *settings_->text;
    pretraining_text_ = std::make_shared<data::Corpus>(
        data::take(text.training, text.set_aside, std::numeric_limits<std::size_t>::max()));
    if (settings_->cuts_blocks())
      *pretraining_text_ =
          data::blocks(*pretraining_text_, static_cast<std::size_t>(settings_->transformer.shape.context));
    fit_->begin(*pretraining_text_, nullptr, settings_->seed, run_, 0);
  }
}

void TextSystem::Estimator::begin_training(const models::Transformer* start) {
  phase_ = TextPhase::training;
  fit_->begin(*data_, start, settings_->seed, run_, generation_);
}

void TextSystem::Estimator::begin_writing() {
  phase_ = TextPhase::writing;
  const std::size_t tokens = settings_->plan.samples(static_cast<int>(generation_) + 1);
  if (settings_->network) {
    drawer_.emplace(model_.transformer, settings_->decoding, settings_->text->names, tokens, settings_->seed, run_,
                    generation_, settings_->prompts);
    return;
  }
  model_.text =
      std::make_shared<const data::Corpus>(models::draw(*model_.ngram, tokens, settings_->seed, run_, generation_));
  begin_reading();
}

void TextSystem::Estimator::begin_reading() {
  phase_ = TextPhase::reading;
  drawer_.reset();
  part_ = 0;
  next_item_ = 0;
  if (!model_.first) model_.first = model_.model;
}

// Reads on for about kReadSlice tokens; false once everything has been read.
bool TextSystem::Estimator::read_on() {
  const data::Corpus& own = *model_.text;
  const std::size_t own_items = items_within(own, kReadTokens);
  const auto slice = [&](const data::Corpus& text, std::size_t items, const models::LanguageModel& reader,
                         std::vector<float>& nats) {
    std::size_t end = next_item_, tokens = 0;
    while (end < items && tokens < kReadSlice) tokens += text.item(end++).size();
    reader.append_nats(text, next_item_, end, nats);
    next_item_ = end;
    if (end < items) return;
    next_item_ = 0;
    ++part_;
  };
  switch (part_) {
    case 0:
      slice(*settings_->test, settings_->test->items(), *model_.model, model_.test_nats);
      return true;
    case 1:
      slice(own, own_items, *model_.model, model_.own_nats);
      if (part_ == 2 && generation_ == 1) {
        model_.first_nats = model_.own_nats;
        part_ = 3;
      }
      return part_ < 3;
    case 2:
      slice(own, own_items, *model_.first, model_.first_nats);
      return part_ < 3;
    default:
      return false;
  }
}

long TextSystem::Estimator::advance(long work) {
  long taken = 0;
  while (taken < work && phase_ != TextPhase::done) {
    switch (phase_) {
      case TextPhase::pretraining:
        taken += fit_->advance(work - taken);
        if (!fit_->done()) break;
        {
          models::FitReport report;
          model_.base = fit_->finish(report);
        }
        pretraining_text_.reset();
        fit_.emplace(settings_->transformer);
        begin_training(model_.base.get());
        break;
      case TextPhase::training:
        if (settings_->network) {
          taken += fit_->advance(work - taken);
          if (!fit_->done()) break;
          model_.transformer = fit_->finish(report_);
          model_.model = model_.transformer;
          model_.losses = loss_curve(fit_->losses(), fit_->total());
          model_.fit_loss = last_epoch_loss();
        } else {
          ++taken;
          model_.ngram = models::fit_ngram(*data_, settings_->ngram, report_);
          model_.model = model_.ngram;
        }
        begin_writing();
        break;
      case TextPhase::writing:
        taken += drawer_->advance(work - taken);
        if (!drawer_->done()) break;
        model_.text = std::make_shared<const data::Corpus>(drawer_->take());
        begin_reading();
        break;
      case TextPhase::reading:
        ++taken;
        if (!read_on()) phase_ = TextPhase::done;
        break;
      case TextPhase::done:
        break;
    }
  }
  return taken;
}

TextModel TextSystem::Estimator::finish(models::FitReport& report) const {
  report = report_;
  return model_;
}

double TextSystem::Estimator::share_done() const {
  switch (phase_) {
    case TextPhase::pretraining:
    case TextPhase::training:
      return fit_ && fit_->total() > 0 ? static_cast<double>(fit_->taken()) / static_cast<double>(fit_->total()) : 0;
    case TextPhase::writing:
      return drawer_ ? drawer_->share() : 0;
    case TextPhase::reading:
      return static_cast<double>(part_) / 3;
    case TextPhase::done:
      return 1;
  }
  return 0;
}

double TextSystem::Estimator::tokens_trained() const {
  return fit_ && settings_->network ? static_cast<double>(fit_->tokens_taken()) : 0;
}
double TextSystem::Estimator::tokens_to_train() const {
  if (!settings_->network || data_ == nullptr) return 0;
  if (phase_ == TextPhase::pretraining)
    return static_cast<double>(settings_->pretraining) * static_cast<double>(pretraining_text_->tokens.size());
  return static_cast<double>(settings_->transformer.epochs) * static_cast<double>(data_->tokens.size());
}

// Mean over the minibatches of the last epoch.
double TextSystem::Estimator::last_epoch_loss() const {
  const std::span<const float> losses = fit_->losses();
  const std::size_t epoch =
      static_cast<std::size_t>(fit_->total()) / static_cast<std::size_t>(settings_->transformer.epochs);
  if (losses.empty() || epoch == 0) return kNaN;
  const std::span<const float> last = losses.last(std::min(epoch, losses.size()));
  double sum = 0;
  for (const float loss : last) sum += static_cast<double>(loss);
  return sum / static_cast<double>(last.size());
}

std::vector<float> TextSystem::Estimator::losses() const {
  if (!fit_ || !settings_->network) return std::vector<float>(kLossPoints, std::numeric_limits<float>::quiet_NaN());
  return loss_curve(fit_->losses(), fit_->total());
}

data::Corpus TextSystem::pick(Stream stream, std::size_t count) const {
  const TextData& text = *settings_->text;
  const auto all = static_cast<std::uint32_t>(text.given.size());
  std::vector<std::uint32_t> order = random::sample_without_replacement(stream, all, all);
  for (std::uint32_t& number : order) number = text.given[number];
  data::Corpus picked = data::take(text.training, order, count);
  return settings_->cuts_blocks() ? data::blocks(picked, static_cast<std::size_t>(settings_->transformer.shape.context))
                                  : picked;
}

data::Corpus TextSystem::real(unsigned run, std::size_t count) const {
  return pick(Stream(settings_->seed, run, 0, Purpose::real_data), count);
}

data::Corpus TextSystem::fresh_real(unsigned run, unsigned generation, std::size_t count) const {
  return pick(Stream(settings_->seed, run, generation, Purpose::fresh_real), count);
}

data::Corpus TextSystem::synthetic(const Model& model, unsigned, unsigned, std::size_t count) const {
  if (!model.text) return {};
  data::Corpus taken = data::take(*model.text, in_order(model.text->items()), count);
  // What was written after prompts comes in short pieces: it is learnt in blocks like any other text.
  const auto context = static_cast<std::size_t>(settings_->transformer.shape.context);
  return settings_->cuts_blocks() && settings_->decoding.prompt > 0 ? data::blocks(taken, context) : taken;
}

data::Corpus TextSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  if (count >= pool.tokens.size()) return pool;
  const Stream stream(settings_->seed, run, generation, Purpose::subsample);
  const auto items = static_cast<std::uint32_t>(pool.items());
  // As many items as hold so many tokens on average, and then more: a short sample begins a long one.
  const double average = static_cast<double>(count) * items / static_cast<double>(pool.tokens.size());
  for (auto asked = static_cast<std::uint32_t>(std::min<double>(items, 2 * average + 16));;
       asked = asked < items / 2 ? 2 * asked : items) {
    Stream same = stream;
    data::Corpus taken = data::take(pool, random::sample_without_replacement(same, items, asked), count);
    if (asked == items || taken.tokens.size() == count) return taken;
  }
}

}  // namespace collapse::experiment
