#pragma once

// Language models of text as a system for the recursion: their data, their fits, what they write, and how it is read
// back.

#include <memory>
#include <optional>
#include <vector>

#include "collapse/fit.h"
#include "collapse/workflow.h"
#include "data/corpus.h"
#include "experiment/loss_curve.h"
#include "kinds/text/data.h"
#include "models/language/ngram.h"
#include "models/language/transformer.h"
#include "models/language/transformer_draw.h"
#include "models/language/transformer_fit.h"

namespace collapse::experiment {

/// Tokens of its own text that a model is measured on.
inline constexpr std::size_t kReadTokens = 8192;

/// One generation: its model, what it wrote, and how that reads. Generation 0 has nothing of it.
struct TextModel {
  models::SharedModel model;
  std::shared_ptr<const models::NgramModel> ngram;  // one of the two is `model`
  std::shared_ptr<const models::Transformer> transformer;
  std::shared_ptr<const models::Transformer> base;  // what every generation goes on from; only when pretrained
  models::SharedModel first;                        // generation 1's
  std::shared_ptr<const data::Corpus> text;         // as many tokens as the next generation takes
  std::vector<std::uint32_t> learnt;                // counts of the tokens in the text it was fitted on
  // -ln p of tokens, in nats: the test text under this model; the first items of its own text under this model and
  // under generation 1.
  std::vector<float> test_nats, own_nats, first_nats;
  std::vector<float> losses;  // kLossPoints means of equal parts of the training, nats per token; empty for n-grams
  double fit_loss = 0;        // nats per token of the text it was fitted on; mean of the last epoch; NaN without one
};

struct TextSettings {
  std::uint64_t seed = 0;
  bool network = false;
  std::shared_ptr<const TextData> text;
  std::shared_ptr<const data::Corpus> test;     // as the model takes it: whole items, or blocks
  std::shared_ptr<const data::Corpus> prompts;  // blocks of real text to go on from; null without a prompt
  recursion::Plan plan;
  models::NgramSettings ngram;
  models::TransformerSettings transformer;
  models::Decoding decoding;
  StartKind start = StartKind::fresh;
  int pretraining = 0;  // epochs

  /// Whether items are blocks as long as the context.
  bool cuts_blocks() const { return network && !text->names; }
};

/// What a fit is busy with, in order.
enum class TextPhase : std::uint8_t { pretraining, training, writing, reading, done };

class TextSystem {
 public:
  using Data = data::Corpus;
  using Model = TextModel;

  class Estimator {
   public:
    explicit Estimator(std::shared_ptr<const TextSettings> settings);
    void begin(const Data& data, const Model& previous, unsigned run, unsigned generation);
    /// A unit is a minibatch, one n-gram fit, one step of a batch that is being written, or about 256 tokens read back.
    long advance(long work);
    bool done() const { return phase_ == TextPhase::done; }
    Model finish(models::FitReport& report) const;

    TextPhase phase() const { return phase_; }
    /// How much of the phase is done, from 0 to 1.
    double share_done() const;
    /// Tokens trained on so far in this phase, and in all of it.
    double tokens_trained() const;
    double tokens_to_train() const;
    std::vector<float> losses() const;

   private:
    void begin_training(const models::Transformer* start);
    void begin_writing();
    void begin_reading();
    bool read_on();
    double last_epoch_loss() const;

    std::shared_ptr<const TextSettings> settings_;
    const Data* data_ = nullptr;
    unsigned run_ = 0, generation_ = 0;
    TextPhase phase_ = TextPhase::done;
    TextModel model_;
    models::FitReport report_;
    std::shared_ptr<const models::Transformer> previous_;
    std::shared_ptr<data::Corpus> pretraining_text_;
    std::optional<models::TransformerEstimator> fit_;
    std::optional<models::TransformerDrawer> drawer_;
    int part_ = 0;               // of the reading: test, own, first
    std::size_t next_item_ = 0;  // of that part
  };

  explicit TextSystem(TextSettings settings) : settings_(std::make_shared<const TextSettings>(std::move(settings))) {}

  /// The run's own list is a random order of the items.
  Data real(unsigned run, std::size_t count) const;
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const;
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count) const;
  Data concatenate(const Data& a, const Data& b) const { return data::concatenate(a, b); }
  void append(Data& pool, const Data& more, std::size_t room) const { data::append(pool, more, room); }
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return Estimator(settings_); }

  const TextSettings& settings() const { return *settings_; }

 private:
  Data pick(random::Stream stream, std::size_t count) const;

  std::shared_ptr<const TextSettings> settings_;
};

/// Items of a text that are read back: whole ones until there are `tokens` tokens.
std::size_t items_within(const data::Corpus& text, std::size_t tokens);

}  // namespace collapse::experiment
