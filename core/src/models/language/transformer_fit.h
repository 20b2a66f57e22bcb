#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "collapse/fit.h"
#include "data/corpus.h"
#include "models/language/transformer.h"

namespace collapse::models {

struct TransformerSettings {
  TransformerShape shape;       // without a problem (problem_of)
  int epochs = 10;              // passes over the text, 1 to 1,000,000
  int batch = 16;               // >= 1: a minibatch has as many tokens, on average, as so many rows of `context` tokens
  double learning_rate = 1e-3;  // Adam's step (Kingma, Ba 2015) at its height, > 0; see nn::warm_cosine
  double weight_decay = 0;      // >= 0; as in nn::AdamSettings, of the mean loss of a token
};

/// Training by Adam on minibatches of whole items, which can be stopped after any minibatch and resumed: advance(1)
/// seven times is advance(7).
///
/// Items of more than `context` tokens are cut into pieces of that many, which are trained on as items. A minibatch is
/// the next pieces of a random order, one behind another without padding, always the same number of them: so many that
/// their tokens are `batch` times `context` on average. Its loss is the mean over its tokens.
///
/// A fresh network comes from Stream(seed, run, generation, initialisation, part), the order of the pieces in epoch e
/// from Stream(seed, run, generation, training, 2 e).
class TransformerEstimator {
 public:
  explicit TransformerEstimator(const TransformerSettings& settings);
  ~TransformerEstimator();
  TransformerEstimator(TransformerEstimator&&) noexcept;
  TransformerEstimator& operator=(TransformerEstimator&&) noexcept;

  /// Starts on the text, which is not copied and must stay until the fit is over. Its tokens are below
  /// shape.vocabulary. Goes on from `start`, a network of this shape, or from a random one if that is null or of
  /// another shape.
  void begin(const data::Corpus& corpus, const Transformer* start, std::uint64_t seed, std::uint32_t run,
             std::uint32_t generation);
  /// Takes at most `work` minibatches; returns how many it took. 0 when done.
  long advance(long work);
  bool done() const;
  /// The trained network; only when done(). Status: iteration_limit, because training ends with the last epoch and
  /// nothing tests whether it converged; degenerate without text (the parameters are those it started from); non_finite
  /// if a loss overflowed, which ends the fit with the last parameters whose loss was finite. `iterations` counts
  /// minibatches; the log-likelihood is left 0.
  std::shared_ptr<const Transformer> finish(FitReport& report) const;

  /// Minibatches there are, how many have been taken, and the tokens in those.
  long total() const;
  long taken() const;
  std::uint64_t tokens_taken() const;
  /// The network as it is at this moment of the fit.
  std::shared_ptr<const Transformer> current() const;
  /// Of each minibatch taken, the mean cross-entropy of its tokens in nats, before its step.
  std::span<const float> losses() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace collapse::models
