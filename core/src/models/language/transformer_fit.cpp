#include "models/language/transformer_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "models/language/transformer_network.h"
#include "nn/training.h"

namespace collapse::models {

namespace {

constexpr double kLongestGradient = 1;  // Euclidean norm, as GPT-3 and OPT were trained with

}  // namespace

struct TransformerEstimator::State {
  TransformerSettings settings;
  std::optional<TransformerNetwork> network;
  std::vector<Piece> pieces, batch;
  nn::Minibatches minibatches;
  std::optional<nn::Descent> descent;
  bool finite = true;
  std::vector<float> losses;
  std::uint64_t tokens_taken = 0;

  bool done() const { return !finite || minibatches.done(); }

  void step() {
    batch.clear();
    std::size_t tokens = 0;
    for (const std::uint32_t which : minibatches.next()) {
      batch.push_back(pieces[which]);
      tokens += pieces[which].size();
    }
    const float share = 1 / static_cast<float>(tokens);
    const double sum = network->loss_and_gradient(descent->parameters().data(), batch, share, descent->gradient());
    const auto mean = [&](double nats) { return nats / static_cast<double>(tokens); };
    const double rate = nn::warm_cosine(static_cast<long>(losses.size()), minibatches.total());
    losses.push_back(static_cast<float>(mean(sum)));
    tokens_taken += tokens;
    nn::shorten(descent->parameters().size(), descent->gradient(), kLongestGradient);
    finite = descent->step(mean(sum), rate);
    // The last step has no next minibatch to show whether it went wrong, so it is looked at on its own.
    if (finite && minibatches.done())
      finite = descent->keep(mean(network->loss(descent->parameters().data(), batch, nullptr)));
  }
};

TransformerEstimator::TransformerEstimator(const TransformerSettings& settings) : state_(std::make_unique<State>()) {
  state_->settings = settings;
}
TransformerEstimator::~TransformerEstimator() = default;
TransformerEstimator::TransformerEstimator(TransformerEstimator&&) noexcept = default;
TransformerEstimator& TransformerEstimator::operator=(TransformerEstimator&&) noexcept = default;

void TransformerEstimator::begin(const data::Corpus& corpus, const Transformer* start, std::uint64_t seed,
                                 std::uint32_t run, std::uint32_t generation) {
  State& s = *state_;
  const TransformerShape& shape = s.settings.shape;
  const auto context = static_cast<std::size_t>(shape.context);
  s.pieces.clear();
  for (std::size_t i = 0; i < corpus.items(); ++i) append_pieces(corpus.item(i), context, s.pieces);
  // Rounded to the nearest, so that blocks of `context` tokens make minibatches of exactly `batch`, though the last is
  // shorter.
  const double a_piece =
      static_cast<double>(corpus.tokens.size()) / static_cast<double>(std::max<std::size_t>(s.pieces.size(), 1));
  const double wanted = static_cast<double>(s.settings.batch) * static_cast<double>(context);
  const auto together = static_cast<std::size_t>(
      a_piece > 0 ? std::fmin(wanted / a_piece, static_cast<double>(s.pieces.size())) + 0.5 : 1);
  s.minibatches =
      nn::Minibatches(s.pieces.size(), std::max<std::size_t>(together, 1), s.settings.epochs, seed, run, generation);
  const bool warm = start != nullptr && start->shape() == shape;
  s.descent.emplace(
      warm ? start->parameters() : untrained_transformer(shape, seed, run, generation).parameters(),
      nn::AdamSettings{.learning_rate = s.settings.learning_rate, .weight_decay = s.settings.weight_decay});
  if (!s.network) s.network.emplace(shape, tokens_at_once(shape), true);
  s.finite = true;
  s.losses.clear();
  s.tokens_taken = 0;
}

long TransformerEstimator::advance(long work) {
  long taken = 0;
  for (; taken < work && !done(); ++taken) state_->step();
  return taken;
}

bool TransformerEstimator::done() const { return state_->done(); }

std::shared_ptr<const Transformer> TransformerEstimator::finish(FitReport& report) const {
  report = {};
  report.status = !state_->finite          ? FitStatus::non_finite
                  : state_->pieces.empty() ? FitStatus::degenerate
                                           : FitStatus::iteration_limit;
  report.iterations = static_cast<int>(taken());
  return current();
}

long TransformerEstimator::total() const { return state_->minibatches.total(); }
long TransformerEstimator::taken() const { return static_cast<long>(state_->losses.size()); }
std::uint64_t TransformerEstimator::tokens_taken() const { return state_->tokens_taken; }

std::shared_ptr<const Transformer> TransformerEstimator::current() const {
  return std::make_shared<const Transformer>(state_->settings.shape,
                                             std::make_shared<const std::vector<float>>(state_->descent->parameters()));
}

std::span<const float> TransformerEstimator::losses() const { return state_->losses; }

}  // namespace collapse::models
