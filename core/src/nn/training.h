#pragma once

// What every training by minibatches shares: where it starts, in which order it sees the data, and how it steps.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collapse/stream.h"
#include "nn/adam.h"

namespace collapse::nn {

/// Where one layer lies in the flat list of a network's parameters: its weights and then its biases.
struct Layer {
  std::size_t first;  // number of its first weight
  std::size_t weights, biases;
  std::size_t inputs;  // numbers that one output is a sum over ("fan-in"), as PyTorch counts it
  std::size_t bias() const { return first + weights; }
  std::size_t end() const { return first + weights + biases; }
};
/// Appends a layer behind the others.
void add_layer(std::vector<Layer>& layers, std::size_t weights, std::size_t biases, std::size_t inputs);
/// Parameters of all the layers together.
std::size_t parameter_count(const std::vector<Layer>& layers);

/// Weights and biases uniform on +-1/sqrt(inputs): what PyTorch's Linear and Conv2d start from. Layer l draws from
/// Stream(seed, run, generation, initialisation, l).
std::vector<float> initial_parameters(const std::vector<Layer>& layers, std::uint64_t seed, std::uint32_t run,
                                      std::uint32_t generation);

/// The order in which `epochs` passes over `count` items take them, `batch` at a time: each epoch in a new random
/// order, its last minibatch holding what is left. Epoch e (0, 1, ...) is shuffled by Stream(seed, run, generation,
/// training, 2 e), which leaves the odd parts for noise.
class Minibatches {
 public:
  Minibatches() = default;
  /// batch >= 1, 0 <= epochs < 2^23, count < 2^32. No items or no epochs: nothing to do.
  Minibatches(std::size_t count, std::size_t batch, int epochs, std::uint64_t seed, std::uint32_t run,
              std::uint32_t generation);
  /// Which items come next; valid until the next call. Only if not done.
  std::span<const std::uint32_t> next();
  bool done() const { return epoch_ == epochs_; }
  /// Epochs that are over.
  int epochs_done() const { return epoch_; }
  /// Whether the next minibatch is its epoch's first.
  bool at_start_of_epoch() const { return position_ == 0; }
  /// Minibatches in all.
  long total() const;

 private:
  std::size_t count_ = 0, batch_ = 1, position_ = 0;
  int epoch_ = 0, epochs_ = 0;
  std::uint64_t seed_ = 0;
  std::uint32_t run_ = 0, generation_ = 0;
  std::vector<std::uint32_t> order_;
};

/// Rows `which` of a matrix of so many columns, one after another. By fours, because memcpy in WebAssembly is a loop
/// over words.
void gather(std::span<const std::uint32_t> which, std::size_t columns, const float* from, float* to);

/// What Adam's learning rate is multiplied with in step 0, 1, ... of `total` > step: a linear rise over the first tenth
/// of the steps, at most 100 of them, to 1, then half a cosine down to nearly a tenth (Loshchilov, Hutter 2017, without
/// restarts).
double warm_cosine(long step, long total);

/// Shortens a gradient whose Euclidean norm is above `longest` to that norm (Pascanu, Mikolov, Bengio 2013). Returns
/// the norm it had. One that is not finite is left as it is.
double shorten(std::size_t size, float* gradient, double longest);

/// Parameters going down a loss by Adam. Keeps the last parameters whose loss was finite.
class Descent {
 public:
  Descent(std::vector<float> start, const AdamSettings& settings);
  const std::vector<float>& parameters() const { return now_; }
  /// Where the gradient at parameters() is added up; all 0 after each step.
  float* gradient() { return gradient_.data(); }
  /// Takes one step, given the loss at parameters(). A loss that is not finite takes none: parameters() goes back to
  /// the last whose loss was finite (or stays, if there were none yet), and false is returned. `rate` as in Adam::step.
  bool step(double loss, double rate = 1);
  /// The same check without a step, for the last parameters.
  bool keep(double loss);

 private:
  Adam adam_;
  std::vector<float> now_, before_, gradient_;
  bool moved_ = false;
};

}  // namespace collapse::nn
