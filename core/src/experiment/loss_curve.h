#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace collapse::experiment {

/// Points of a training curve, whatever the number of minibatches.
inline constexpr std::size_t kLossPoints = 100;

/// The losses of the minibatches taken so far, out of `total`, as a curve of kLossPoints; NaN where none has been
/// taken.
std::vector<float> loss_curve(std::span<const float> losses, long total);

}  // namespace collapse::experiment
