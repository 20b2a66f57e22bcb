#include "models/vae/digit_classifier.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "nn/dense.h"
#include "nn/losses.h"
#include "nn/training.h"

namespace collapse::models {

namespace {

constexpr std::size_t kHidden = 64;
constexpr std::size_t kAtOnce = 256;  // images that go through at a time

/// The two layers on up to `capacity` images.
class Network {
 public:
  Network(std::size_t pixels, std::size_t capacity)
      : in_{pixels, kHidden}, out_{kHidden, kDigitClasses}, hidden_(capacity * kHidden), dhidden_(hidden_.size()) {
    for (const nn::DenseShape& shape : {in_, out_})
      nn::add_layer(layers_, shape.inputs * shape.outputs, shape.outputs, shape.inputs);
  }
  const std::vector<nn::Layer>& layers() const { return layers_; }

  void forward(const float* parameters, std::size_t images, const float* x, float* logits) {
    nn::dense_forward(in_, images, x, parameters + layers_[0].first, parameters + layers_[0].bias(), true,
                      hidden_.data(), buffers_);
    nn::dense_forward(out_, images, hidden_.data(), parameters + layers_[1].first, parameters + layers_[1].bias(),
                      false, logits, buffers_);
  }
  /// gradient += that of the loss whose gradient by the logits is `dlogits`; after forward() on the same images.
  void backward(const float* parameters, std::size_t images, const float* x, const float* dlogits, float* gradient) {
    nn::dense_backward(out_, images, hidden_.data(), parameters + layers_[1].first, dlogits,
                       gradient + layers_[1].first, gradient + layers_[1].bias(), dhidden_.data(), buffers_);
    nn::relu_backward(images * kHidden, hidden_.data(), dhidden_.data());
    nn::dense_backward(in_, images, x, parameters + layers_[0].first, dhidden_.data(), gradient + layers_[0].first,
                       gradient + layers_[0].bias(), nullptr, buffers_);
  }

 private:
  nn::DenseShape in_, out_;
  std::vector<nn::Layer> layers_;
  std::vector<float> hidden_, dhidden_;
  nn::GemmBuffers buffers_;
};

/// Logits of n images, n x 10.
std::vector<float> logits_of(const DigitClassifier& classifier, std::span<const float> images) {
  const std::size_t count = images.size() / classifier.pixels;
  std::vector<float> logits(count * kDigitClasses);
  Network network(classifier.pixels, std::min(count, kAtOnce));
  for (std::size_t first = 0; first < count; first += kAtOnce)
    network.forward(classifier.parameters->data(), std::min(kAtOnce, count - first),
                    images.data() + first * classifier.pixels, logits.data() + first * kDigitClasses);
  return logits;
}

}  // namespace

std::vector<Tensor> classifier_tensors(std::size_t pixels) {
  std::vector<Tensor> list;
  add_weight_and_bias(list, "hidden", {kHidden, pixels}, kHidden);
  add_weight_and_bias(list, "classes", {kDigitClasses, kHidden}, kDigitClasses);
  return list;
}

std::size_t classifier_parameters(std::size_t pixels) { return (pixels + 1) * kHidden + (kHidden + 1) * kDigitClasses; }

std::vector<float> predict(const DigitClassifier& classifier, std::span<const float> images) {
  std::vector<float> result = logits_of(classifier, images);
  nn::softmax(result.size() / kDigitClasses, kDigitClasses, result.data(), result.data());
  return result;
}

double cross_entropy(const DigitClassifier& classifier, std::span<const float> images,
                     std::span<const std::uint8_t> labels) {
  const std::vector<float> logits = logits_of(classifier, images);
  return nn::softmax_cross_entropy(labels.size(), kDigitClasses, logits.data(), labels.data(), 1, nullptr) /
         static_cast<double>(labels.size());
}

struct DigitClassifierEstimator::State {
  DigitClassifierSettings settings;
  std::span<const float> images;
  std::span<const std::uint8_t> labels;
  std::size_t pixels = 1;
  std::optional<Network> network;
  nn::Minibatches minibatches;
  std::optional<nn::Descent> descent;
  std::vector<float> batch, logits;
  std::vector<std::uint8_t> batch_labels;
  bool finite = true;
  int taken = 0;

  double forward() {
    network->forward(descent->parameters().data(), batch_labels.size(), batch.data(), logits.data());
    const auto size = static_cast<double>(batch_labels.size());
    return nn::softmax_cross_entropy(batch_labels.size(), kDigitClasses, logits.data(), batch_labels.data(),
                                     static_cast<float>(1 / size), logits.data()) /
           size;
  }

  void step() {
    const std::span<const std::uint32_t> which = minibatches.next();
    batch_labels.resize(which.size());
    nn::gather(which, pixels, images.data(), batch.data());
    for (std::size_t i = 0; i < which.size(); ++i) batch_labels[i] = labels[which[i]];
    const double loss = forward();
    network->backward(descent->parameters().data(), which.size(), batch.data(), logits.data(), descent->gradient());
    finite = descent->step(loss);
    ++taken;
    if (finite && minibatches.done()) finite = descent->keep(forward());
  }
};

DigitClassifierEstimator::DigitClassifierEstimator(const DigitClassifierSettings& settings)
    : state_(std::make_unique<State>()) {
  state_->settings = settings;
}
DigitClassifierEstimator::~DigitClassifierEstimator() = default;
DigitClassifierEstimator::DigitClassifierEstimator(DigitClassifierEstimator&&) noexcept = default;
DigitClassifierEstimator& DigitClassifierEstimator::operator=(DigitClassifierEstimator&&) noexcept = default;

void DigitClassifierEstimator::begin(std::span<const float> images, std::span<const std::uint8_t> labels,
                                     std::size_t pixels, std::uint64_t seed, std::uint32_t run,
                                     std::uint32_t generation) {
  State& s = *state_;
  const std::size_t most = std::min(static_cast<std::size_t>(s.settings.batch), labels.size());
  s.images = images;
  s.labels = labels;
  s.pixels = pixels;
  s.network.emplace(pixels, most);
  s.minibatches = nn::Minibatches(labels.size(), static_cast<std::size_t>(s.settings.batch), s.settings.epochs, seed,
                                  run, generation);
  s.descent.emplace(nn::initial_parameters(s.network->layers(), seed, run, generation),
                    nn::AdamSettings{.learning_rate = s.settings.learning_rate});
  s.batch.resize(most * pixels);
  s.logits.resize(most * kDigitClasses);
  s.finite = true;
  s.taken = 0;
}

long DigitClassifierEstimator::advance(long work) {
  long taken = 0;
  for (; taken < work && !done(); ++taken) state_->step();
  return taken;
}

bool DigitClassifierEstimator::done() const { return !state_->finite || state_->minibatches.done(); }

long DigitClassifierEstimator::total() const { return state_->minibatches.total(); }

DigitClassifier DigitClassifierEstimator::finish(FitReport& report) const {
  report = {};
  report.status = !state_->finite          ? FitStatus::non_finite
                  : state_->labels.empty() ? FitStatus::degenerate
                                           : FitStatus::iteration_limit;
  report.iterations = state_->taken;
  return {state_->pixels, std::make_shared<const std::vector<float>>(state_->descent->parameters())};
}

}  // namespace collapse::models
