#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "collapse/choices.h"
#include "collapse/fit.h"
#include "models/vae/vae.h"

namespace collapse::models {

struct VaeSettings {
  VaeShape shape;               // without a problem (problem_of)
  int epochs = 15;              // passes over the data, 1 to 1,000,000
  int batch = 100;              // images a minibatch, >= 1; an epoch's last one holds what is left
  double learning_rate = 1e-3;  // Adam's step (Kingma, Ba 2015), > 0
  double weight_decay = 0;      // >= 0; as in nn::AdamSettings, of the loss of *one* image
  double beta = 0.25;           // weight of the KL term, >= 0 (Higgins et al. 2017); 1 is the evidence lower bound
  // Fresh: random parameters every generation, as in the paper. Otherwise the previous generation's; random ones where
  // there are none of this shape.
  StartKind start = StartKind::fresh;
};

/// Loss terms of one epoch, means per image in nats, each image under the parameters of its moment.
struct VaeEpoch {
  double reconstruction_nats, kl_nats;
};

/// Training by Adam on minibatches, which can be stopped after any minibatch and resumed: advance(1) seven times is
/// advance(7). Starts from Stream(seed, run, generation, initialisation, layer); the order of images and the latent
/// noise come from Stream(seed, run, generation, training, part), parts 2 e and 2 e + 1 for epoch e.
class VaeEstimator {
 public:
  explicit VaeEstimator(const VaeSettings& settings);
  ~VaeEstimator();
  VaeEstimator(VaeEstimator&&) noexcept;
  VaeEstimator& operator=(VaeEstimator&&) noexcept;

  /// Starts on `images` (n x side^2, in [0, 1]), which are not copied and must stay until the fit is over. `previous`
  /// may be null or without parameters.
  void begin(std::span<const float> images, const Vae* previous, std::uint64_t seed, std::uint32_t run,
             std::uint32_t generation);
  /// Takes at most `work` minibatches; returns how many it took. 0 when done.
  long advance(long work);
  bool done() const;
  /// The trained network; only when done(). Status: iteration_limit, because training ends with the last epoch and
  /// nothing tests whether it converged; degenerate without images (the parameters are those it started from);
  /// non_finite if a loss overflowed, which ends the fit with the last parameters whose loss was finite. `iterations`
  /// counts minibatches. The log-likelihood is left 0: only a bound is known, see epochs().
  Vae finish(FitReport& report) const;

  /// Minibatches there are, and how many have been taken.
  long total() const;
  long taken() const;
  /// The network as it is at this moment of the fit.
  Vae current() const;
  /// Of each minibatch taken, reconstruction + beta KL, mean per image in nats, before its step.
  std::span<const float> losses() const;
  /// The epochs that are over.
  std::span<const VaeEpoch> epochs() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace collapse::models
