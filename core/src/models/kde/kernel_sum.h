#pragma once

#include <cstddef>

namespace collapse::models {

/// Sum of 2^-e over `count` numbers e >= 0, in an order that does not depend on the machine. Relative error about
/// 1e-15. The last block of four may be read and written to its end: `exponents` has room for count + 3 numbers and is
/// used up.
double kernel_sum(double* exponents, std::size_t count);

inline constexpr std::size_t kKernelSumRoom = 3;

}  // namespace collapse::models
