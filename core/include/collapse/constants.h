#pragma once

// Numbers that every room uses. Those of mathematics that have a name stand in collapse/elementary.h.

namespace collapse {

/// The largest dimension of points, and the most components of a mixture. Room for both is taken on the stack.
inline constexpr int kMaxDimension = 16;
inline constexpr int kMaxComponents = 64;

inline constexpr double kInfinity = __builtin_inf();
/// Not defined.
inline constexpr double kNaN = __builtin_nan("");

}  // namespace collapse
