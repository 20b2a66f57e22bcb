#include "nn/adam.h"

#include <cmath>

#include "nn/f32x4.h"

namespace collapse::nn {

Adam::Adam(std::size_t size, const AdamSettings& settings)
    : settings_(settings), first_(size, 0.0f), second_(size, 0.0f) {}

void Adam::step(float* gradient, const float* from, float* to, double rate_factor) {
  remaining1_ *= settings_.beta1;
  remaining2_ *= settings_.beta2;
  const f32x4 keep1 = splat4(static_cast<float>(settings_.beta1)),
              take1 = splat4(static_cast<float>(1 - settings_.beta1));
  const f32x4 keep2 = splat4(static_cast<float>(settings_.beta2)),
              take2 = splat4(static_cast<float>(1 - settings_.beta2));
  const f32x4 rate = splat4(static_cast<float>(rate_factor * settings_.learning_rate / (1 - remaining1_)));
  const f32x4 unbias = splat4(static_cast<float>(1 / std::sqrt(1 - remaining2_)));
  const f32x4 epsilon = splat4(static_cast<float>(settings_.epsilon));
  const f32x4 decay = splat4(static_cast<float>(settings_.weight_decay));
  const auto next = [&](f32x4 g, f32x4 p, f32x4& m, f32x4& v) {
    g = g + decay * p;
    m = keep1 * m + take1 * g;
    v = keep2 * v + take2 * (g * g);
    return p - rate * (m / (sqrt4(v) * unbias + epsilon));
  };
  by_fours(first_.size(), [&](std::size_t i, std::size_t count) {
    f32x4 m = load_first(first_.data() + i, count), v = load_first(second_.data() + i, count);
    store_first(to + i, next(load_first(gradient + i, count), load_first(from + i, count), m, v), count);
    store_first(gradient + i, f32x4{}, count);
    store_first(first_.data() + i, m, count);
    store_first(second_.data() + i, v, count);
  });
}

}  // namespace collapse::nn
