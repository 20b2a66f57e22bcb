#include "experiment/loss_curve.h"

#include <algorithm>
#include <limits>

namespace collapse::experiment {

std::vector<float> loss_curve(std::span<const float> losses, long total) {
  std::vector<float> curve(kLossPoints, std::numeric_limits<float>::quiet_NaN());
  const auto all = static_cast<std::size_t>(std::max(total, 0L));
  for (std::size_t i = 0; i < kLossPoints && all > 0; ++i) {
    // A training of fewer minibatches than points shows some of them more than once.
    const std::size_t from = i * all / kLossPoints,
                      to = std::min(std::max(from + 1, (i + 1) * all / kLossPoints), losses.size());
    if (from >= to) break;
    double sum = 0;
    for (std::size_t k = from; k < to; ++k) sum += static_cast<double>(losses[k]);
    curve[i] = static_cast<float>(sum / static_cast<double>(to - from));
  }
  return curve;
}

}  // namespace collapse::experiment
