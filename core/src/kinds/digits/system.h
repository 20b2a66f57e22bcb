#pragma once

// Variational autoencoders of digits as a system for the recursion: their data, their training, their streams.

#include <memory>
#include <utility>
#include <vector>

#include "data/images.h"
#include "experiment/loss_curve.h"
#include "kinds/digits/data.h"
#include "models/vae/fit.h"

namespace collapse::experiment {

/// One generation: its network, and how its training went.
struct DigitsModel {
  models::Vae vae;            // without parameters in generation 0
  std::vector<float> losses;  // kLossPoints means of equal parts of the training, nats per image
  double fit_loss = 0;        // mean of the last epoch, nats per image; NaN without one
};

struct DigitsSettings {
  std::uint64_t seed = 0;
  std::shared_ptr<const DigitsData> digits;
  models::VaeSettings vae;
  double temperature = 1;
  OutputKind output = OutputKind::mean;
};

class DigitsSystem {
 public:
  using Data = data::ImageSet;
  using Model = DigitsModel;

  /// One generation's training, a minibatch a step.
  class Estimator {
   public:
    explicit Estimator(const models::VaeSettings& settings, std::uint64_t seed)
        : seed_(seed), beta_(settings.beta), fit_(settings) {}
    void begin(const Data& data, const Model& previous, unsigned run, unsigned generation);
    long advance(long work) { return fit_.advance(work); }
    bool done() const { return fit_.done(); }
    Model finish(models::FitReport& report) const;
    const models::VaeEstimator& fit() const { return fit_; }

   private:
    std::uint64_t seed_;
    double beta_;
    models::VaeEstimator fit_;
  };

  explicit DigitsSystem(DigitsSettings settings)
      : settings_(std::make_shared<const DigitsSettings>(std::move(settings))) {}

  /// The run's own list is a random order of all training digits.
  Data real(unsigned run, std::size_t count) const;
  /// Other training digits in every generation, each at most once within it.
  Data fresh_real(unsigned run, unsigned generation, std::size_t count) const;
  Data synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count) const;
  Data concatenate(const Data& a, const Data& b) const { return data::concatenate(a, b); }
  void append(Data& pool, Data more, std::size_t room) const { data::append(pool, std::move(more), room); }
  Data subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const;
  Estimator make_estimator() const { return Estimator(settings_->vae, settings_->seed); }

  const DigitsSettings& settings() const { return *settings_; }

 private:
  Data pick(random::Stream stream, std::size_t count) const;

  std::shared_ptr<const DigitsSettings> settings_;
};

}  // namespace collapse::experiment
