#pragma once

#include <cstddef>
#include <span>

namespace collapse::numerics {

/// The q-quantile (0 <= q <= 1) of values sorted upwards, linear between order statistics
/// (type 7 of Hyndman and Fan 1996, the default of R and NumPy). Values must not be empty.
double sorted_quantile(std::span<const double> sorted, double q);

}  // namespace collapse::numerics
