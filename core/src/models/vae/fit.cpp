#include "models/vae/fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "models/vae/network.h"

namespace collapse::models {

struct VaeEstimator::State {
  VaeSettings settings;
  std::unique_ptr<VaeNetwork> network;

  std::span<const float> images;
  std::uint64_t seed = 0;
  std::uint32_t run = 0, generation = 0;
  nn::Minibatches minibatches;
  std::optional<nn::Descent> descent;
  std::optional<random::Stream> noise;  // of the current epoch
  std::vector<float> batch, batch_noise;
  bool finite = true;

  std::vector<float> losses;
  std::vector<VaeEpoch> epochs;
  VaeLoss epoch_sum;  // over the images of the current epoch so far

  std::size_t pixels() const { return settings.shape.pixels(); }
  std::size_t count() const { return images.size() / pixels(); }
  bool done() const { return !finite || minibatches.done(); }

  void step() {
    const std::size_t latent = static_cast<std::size_t>(settings.shape.latent);
    const int epoch = minibatches.epochs_done();
    if (minibatches.at_start_of_epoch()) {
      noise.emplace(seed, run, generation, random::Purpose::training, 2 * static_cast<std::uint32_t>(epoch) + 1);
      epoch_sum = {};
    }
    const std::span<const std::uint32_t> which = minibatches.next();
    nn::gather(which, pixels(), images.data(), batch.data());
    for (std::size_t i = 0; i < which.size() * latent; ++i) batch_noise[i] = static_cast<float>(noise->normal());

    const double size = static_cast<double>(which.size());
    const auto mean_loss = [&](const VaeLoss& sum) { return (sum.reconstruction + settings.beta * sum.kl) / size; };
    const VaeLoss sum = network->loss_and_gradient(descent->parameters().data(), which.size(), batch.data(),
                                                   batch_noise.data(), static_cast<float>(settings.beta),
                                                   static_cast<float>(1 / size), descent->gradient());
    losses.push_back(static_cast<float>(mean_loss(sum)));
    epoch_sum.reconstruction += sum.reconstruction;
    epoch_sum.kl += sum.kl;
    finite = descent->step(mean_loss(sum));
    if (!finite) return;
    if (minibatches.at_start_of_epoch())
      epochs.push_back(
          {epoch_sum.reconstruction / static_cast<double>(count()), epoch_sum.kl / static_cast<double>(count())});
    // The last step has no next minibatch to show whether it went wrong, so it is looked at on its own.
    if (minibatches.done())
      finite = descent->keep(mean_loss(network->loss(descent->parameters().data(), which.size(), batch.data(),
                                                     batch_noise.data(), nullptr, nullptr)));
  }
};

VaeEstimator::VaeEstimator(const VaeSettings& settings) : state_(std::make_unique<State>()) {
  state_->settings = settings;
}
VaeEstimator::~VaeEstimator() = default;
VaeEstimator::VaeEstimator(VaeEstimator&&) noexcept = default;
VaeEstimator& VaeEstimator::operator=(VaeEstimator&&) noexcept = default;

void VaeEstimator::begin(std::span<const float> images, const Vae* previous, std::uint64_t seed, std::uint32_t run,
                         std::uint32_t generation) {
  State& s = *state_;
  const VaeSettings& settings = s.settings;
  const auto batch = static_cast<std::size_t>(settings.batch);
  s.images = images;
  s.seed = seed;
  s.run = run;
  s.generation = generation;
  s.minibatches = nn::Minibatches(s.count(), batch, settings.epochs, seed, run, generation);
  const bool warm = settings.start == StartKind::previous && previous != nullptr && previous->parameters &&
                    previous->shape == settings.shape;
  s.descent.emplace(
      warm ? *previous->parameters : nn::initial_parameters(vae_layers(settings.shape), seed, run, generation),
      nn::AdamSettings{.learning_rate = settings.learning_rate, .weight_decay = settings.weight_decay});
  const std::size_t most = std::min(batch, s.count());
  if (!s.network) s.network = make_vae_network(settings.shape, batch);
  s.batch.resize(most * s.pixels());
  s.batch_noise.resize(most * static_cast<std::size_t>(settings.shape.latent));
  s.finite = true;
  s.losses.clear();
  s.epochs.clear();
}

long VaeEstimator::advance(long work) {
  long taken = 0;
  for (; taken < work && !done(); ++taken) state_->step();
  return taken;
}

bool VaeEstimator::done() const { return state_->done(); }

Vae VaeEstimator::finish(FitReport& report) const {
  report = {};
  report.status = !state_->finite        ? FitStatus::non_finite
                  : state_->count() == 0 ? FitStatus::degenerate
                                         : FitStatus::iteration_limit;
  report.iterations = static_cast<int>(taken());
  return current();
}

long VaeEstimator::total() const { return state_->minibatches.total(); }
long VaeEstimator::taken() const { return static_cast<long>(state_->losses.size()); }

Vae VaeEstimator::current() const {
  return {state_->settings.shape, std::make_shared<const std::vector<float>>(state_->descent->parameters())};
}

std::span<const float> VaeEstimator::losses() const { return state_->losses; }
std::span<const VaeEpoch> VaeEstimator::epochs() const { return state_->epochs; }

}  // namespace collapse::models
