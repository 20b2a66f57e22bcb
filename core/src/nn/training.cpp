#include "nn/training.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace collapse::nn {

void add_layer(std::vector<Layer>& layers, std::size_t weights, std::size_t biases, std::size_t inputs) {
  layers.push_back({parameter_count(layers), weights, biases, inputs});
}

std::size_t parameter_count(const std::vector<Layer>& layers) { return layers.empty() ? 0 : layers.back().end(); }

std::vector<float> initial_parameters(const std::vector<Layer>& layers, std::uint64_t seed, std::uint32_t run,
                                      std::uint32_t generation) {
  std::vector<float> parameters(parameter_count(layers));
  for (std::size_t l = 0; l < layers.size(); ++l) {
    random::Stream stream(seed, run, generation, random::Purpose::initialisation, static_cast<std::uint32_t>(l));
    const double bound = 1 / std::sqrt(static_cast<double>(layers[l].inputs));
    for (std::size_t i = layers[l].first; i < layers[l].end(); ++i)
      parameters[i] = static_cast<float>(bound * (2 * stream.uniform() - 1));
  }
  return parameters;
}

Minibatches::Minibatches(std::size_t count, std::size_t batch, int epochs, std::uint64_t seed, std::uint32_t run,
                         std::uint32_t generation)
    : count_(count), batch_(batch), epochs_(count == 0 ? 0 : epochs), seed_(seed), run_(run), generation_(generation) {}

std::span<const std::uint32_t> Minibatches::next() {
  if (position_ == 0) {
    random::Stream stream(seed_, run_, generation_, random::Purpose::training, 2 * static_cast<std::uint32_t>(epoch_));
    const auto all = static_cast<std::uint32_t>(count_);
    order_ = random::sample_without_replacement(stream, all, all);
  }
  const std::size_t first = position_, size = std::min(batch_, count_ - first);
  position_ += size;
  if (position_ == count_) {
    position_ = 0;
    ++epoch_;
  }
  return {order_.data() + first, size};
}

long Minibatches::total() const { return static_cast<long>((count_ + batch_ - 1) / batch_) * epochs_; }

Descent::Descent(std::vector<float> start, const AdamSettings& settings)
    : adam_(start.size(), settings), now_(std::move(start)), before_(now_.size()), gradient_(now_.size(), 0.0f) {}

bool Descent::step(double loss) {
  if (!keep(loss)) return false;
  adam_.step(gradient_.data(), now_.data(), before_.data());
  now_.swap(before_);
  moved_ = true;
  std::fill(gradient_.begin(), gradient_.end(), 0.0f);
  return true;
}

bool Descent::keep(double loss) {
  if (std::isfinite(loss)) return true;
  if (moved_) now_ = before_;
  return false;
}

}  // namespace collapse::nn
