#include "random/poisson.h"

#include <cmath>

#include "numerics/elementary.h"

namespace collapse::random {

namespace {

constexpr double kFewest = 10;        // PTRS is for rates from here on
constexpr std::uint32_t kMost = 400;  // P(k > 400) at a rate of 10 is far below 2^-52

}  // namespace

Poisson::Poisson(double rate) : rate_(rate) {
  if (rate < kFewest) {
    first_ = numerics::exp(-rate);
    return;
  }
  log_rate_ = numerics::log(rate);
  b_ = 0.931 + 2.53 * std::sqrt(rate);
  a_ = -0.059 + 0.02483 * b_;
  log_inverse_alpha_ = numerics::log(1.1239 + 1.1328 / (b_ - 3.4));
  quick_ = 0.9277 - 3.6224 / (b_ - 2);
}

std::uint32_t Poisson::draw(Stream& stream) const {
  if (rate_ < kFewest) {
    double left = stream.uniform(), p = first_;
    std::uint32_t k = 0;
    while (left >= p && k < kMost) {
      left -= p;
      ++k;
      p *= rate_ / k;
    }
    return k;
  }
  while (true) {
    const double u = stream.uniform() - 0.5, v = stream.uniform();
    const double edge = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a_ / edge + b_) * u + rate_ + 0.43);
    if (edge >= 0.07 && v <= quick_) return static_cast<std::uint32_t>(k);
    if (k < 0 || k > 4e9 || (edge < 0.013 && v > edge)) continue;
    const double log_v = numerics::log(v) + log_inverse_alpha_ - numerics::log(a_ / (edge * edge) + b_);
    if (log_v <= k * log_rate_ - rate_ - numerics::log_gamma(k + 1)) return static_cast<std::uint32_t>(k);
  }
}

}  // namespace collapse::random
