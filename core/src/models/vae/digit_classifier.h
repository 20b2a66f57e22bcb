#pragma once

// A small classifier of images by the digit they show: pixels - 64 ReLU - 10 softmax. Trained once on labelled real
// digits, it tells which classes a generative model still draws. It judges; it is no part of what collapses.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "collapse/fit.h"
#include "models/tensor.h"

namespace collapse::models {

inline constexpr std::size_t kDigitClasses = 10;

/// A trained classifier: a value, cheap to copy.
struct DigitClassifier {
  std::size_t pixels = 0;  // of an image
  std::shared_ptr<const std::vector<float>>
      parameters;  // two layers, each the weights (outputs x inputs), then the biases
};

/// What the parameters of a classifier of images with so many pixels are, in their order.
std::vector<Tensor> classifier_tensors(std::size_t pixels);
/// Numbers in `parameters` of a classifier of images with so many pixels.
std::size_t classifier_parameters(std::size_t pixels);

/// The probabilities of the ten classes for each of n images (n x pixels): n x 10, each row summing to 1.
std::vector<float> predict(const DigitClassifier& classifier, std::span<const float> images);

/// Cross-entropy in nats, mean per image, over n labelled images (labels 0 to 9).
double cross_entropy(const DigitClassifier& classifier, std::span<const float> images,
                     std::span<const std::uint8_t> labels);

/// The defaults reach 93 to 94 % on 1,000 test digits after 5,000 training digits, of either side; more epochs overfit.
struct DigitClassifierSettings {
  int epochs = 20;              // passes over the data, 1 to 1,000,000
  int batch = 25;               // images a minibatch, >= 1
  double learning_rate = 2e-3;  // Adam's step, > 0
};

/// Training by Adam on minibatches, resumable after any of them: advance(1) seven times is advance(7). Start and order
/// come from the streams (seed, run, generation, initialisation and training) as for the networks of that generation;
/// generation 0, which fits no other network, is the classifier's.
class DigitClassifierEstimator {
 public:
  explicit DigitClassifierEstimator(const DigitClassifierSettings& settings = {});
  ~DigitClassifierEstimator();
  DigitClassifierEstimator(DigitClassifierEstimator&&) noexcept;
  DigitClassifierEstimator& operator=(DigitClassifierEstimator&&) noexcept;

  /// Starts on `images` (n x pixels) with `labels` (n, each 0 to 9), neither of which is copied: both must stay until
  /// the fit is over. pixels >= 1.
  void begin(std::span<const float> images, std::span<const std::uint8_t> labels, std::size_t pixels,
             std::uint64_t seed, std::uint32_t run, std::uint32_t generation);
  /// Takes at most `work` minibatches; returns how many it took. 0 when done.
  long advance(long work);
  bool done() const;
  /// Minibatches there are in all.
  long total() const;
  /// The trained classifier; only when done(). The status is as VaeEstimator's.
  DigitClassifier finish(FitReport& report) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace collapse::models
