#include "models/kde/kernel_sum.h"

#include "models/mixture/exp2_nonpositive.h"
#include "numerics/wide.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::f64x4;
using numerics::kLanes;
using numerics::load;

namespace {

constexpr std::size_t kStep = 4;  // lanes of the sum, whatever the width of a vector

template <class V>
COLLAPSE_INLINE void sums(const double* exponents, std::size_t count, double* lanes) {
  for (std::size_t first = 0; first < kStep; first += kLanes<V>) {
    V sum{};
    for (std::size_t i = first; i < count; i += kStep) {
      V y;
      load(y, exponents + i);
      y = -y;
      exp2_nonpositive(y);
      sum += y;
    }
    numerics::store(lanes + first, sum);
  }
}

void narrow(const double* exponents, std::size_t count, double* lanes) { sums<f64x2>(exponents, count, lanes); }
#ifdef COLLAPSE_HAS_WIDE
COLLAPSE_WIDE void wide(const double* exponents, std::size_t count, double* lanes) {
  sums<f64x4>(exponents, count, lanes);
}
#endif

}  // namespace

double kernel_sum(double* exponents, std::size_t count) {
  while (count % kStep != 0) exponents[count++] = 2000;  // 2^-2000 is 0
  double lanes[kStep];
#ifdef COLLAPSE_HAS_WIDE
  if (numerics::has_wide())
    wide(exponents, count, lanes);
  else
#endif
    narrow(exponents, count, lanes);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

}  // namespace collapse::models
