#include "nn/training.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nn/f32x4.h"
#include "numerics/elementary.h"

namespace collapse::nn {

namespace {

constexpr std::size_t kNormBlock = 4096;  // squares summed in floats before they are added up in doubles

}  // namespace

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

void gather(std::span<const std::uint32_t> which, std::size_t columns, const float* from, float* to) {
  for (const std::uint32_t row : which) {
    const float* const values = from + row * columns;
    by_fours(columns,
             [&](std::size_t j, std::size_t count) { store_first(to + j, load_first(values + j, count), count); });
    to += columns;
  }
}

double warm_cosine(long step, long total) {
  const long warm = std::min(100l, (total + 9) / 10);
  if (step < warm) return static_cast<double>(step + 1) / static_cast<double>(warm);
  const double share = static_cast<double>(step - warm) / static_cast<double>(total - warm);
  return 0.55 + 0.45 * numerics::cos(numerics::kPi * share);
}

double shorten(std::size_t size, float* gradient, double longest) {
  f32x4 sums[4]{};
  double squares = 0;
  for (std::size_t first = 0; first < size; first += kNormBlock) {
    const std::size_t count = std::min(kNormBlock, size - first);
    by_fours(count, [&](std::size_t i, std::size_t lanes) {
      const f32x4 g = load_first(gradient + first + i, lanes);
      sums[i / 4 % 4] += g * g;
    });
    for (f32x4& sum : sums) squares += sum4(std::exchange(sum, f32x4{}));
  }
  const double norm = std::sqrt(squares);
  if (norm > longest && std::isfinite(norm)) {
    const f32x4 factor = splat4(static_cast<float>(longest / norm));
    by_fours(size, [&](std::size_t i, std::size_t lanes) {
      store_first(gradient + i, load_first(gradient + i, lanes) * factor, lanes);
    });
  }
  return norm;
}

Descent::Descent(std::vector<float> start, const AdamSettings& settings)
    : adam_(start.size(), settings), now_(std::move(start)), before_(now_.size()), gradient_(now_.size(), 0.0f) {}

bool Descent::step(double loss, double rate) {
  if (!keep(loss)) return false;
  adam_.step(gradient_.data(), now_.data(), before_.data(), rate);
  now_.swap(before_);
  moved_ = true;
  return true;
}

bool Descent::keep(double loss) {
  if (std::isfinite(loss)) return true;
  if (moved_) now_ = before_;
  return false;
}

}  // namespace collapse::nn
