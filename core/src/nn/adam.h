#pragma once

#include <cstddef>
#include <vector>

namespace collapse::nn {

struct AdamSettings {
  double learning_rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;  // decay of the running means of the gradient and of its square
  double epsilon = 1e-8;              // added to the root, so it has the gradient's unit
  /// L2 regularisation, as `weight_decay` of PyTorch's Adam: weight_decay * parameter is added to the gradient before
  /// the means are taken (not the decoupled decay of AdamW).
  double weight_decay = 0;
};

/// Adam (Kingma, Ba 2015, Algorithm 1), with bias correction:
///   g = gradient + weight_decay p,  m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,
///   p' = p - learning_rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon),  t = 1, 2, ...
class Adam {
 public:
  Adam(std::size_t size, const AdamSettings& settings);
  /// `to` = the parameters after one more step from `from`; they may be the same. All of the constructor's size. The
  /// gradient is all 0 afterwards: clearing it here hides behind the root and the division. The learning rate of this
  /// step is `rate` times that of the settings.
  void step(float* gradient, const float* from, float* to, double rate = 1);

 private:
  AdamSettings settings_;
  std::vector<float> first_, second_;       // running means of g and g^2
  double remaining1_ = 1, remaining2_ = 1;  // beta1^t, beta2^t
};

}  // namespace collapse::nn
