// The inner loop of the quadratures: log densities of many points, two at a time.

#include "collapse/constants.h"
#include "metrics/prepared.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

using numerics::f64x2;
using numerics::load2;
using numerics::splat2;
using numerics::store2;

namespace {

/// Log of weight times density of component k at two points, without the constant: |z|^2 / 2 taken off.
template <int D>
f64x2 log_component(const Prepared& p, int k, const double* anchor, const f64x2* offset) {
  const double* mean = p.means.data() + k * D;
  const double* inverse = p.inverses.data() + k * D * D;
  f64x2 squares;
  if constexpr (D == 1) {
    const f64x2 u = splat2(inverse[0]) * (splat2(anchor[0] - mean[0]) + offset[0]);
    squares = u * u;
  } else {
    const f64x2 x = splat2(anchor[0] - mean[0]) + offset[0];
    const f64x2 y = splat2(anchor[1] - mean[1]) + offset[1];
    const f64x2 u = splat2(inverse[0]) * x;
    const f64x2 v = splat2(inverse[2]) * x + splat2(inverse[3]) * y;
    squares = u * u + v * v;
  }
  squares = squares == squares ? squares : splat2(kInfinity);  // inf - inf: a point out of reach of a spike
  return splat2(p.log_constants[k]) - splat2(0.5) * squares;
}

template <int D>
void log_densities(const Prepared& p, const double* anchor, const double* offsets, std::size_t n, double* out) {
  f64x2 logs[kMaxComponents];
  for (std::size_t i = 0; i < n; i += 2) {
    f64x2 offset[D];
    for (int j = 0; j < D; ++j) {
      const double* from = offsets + static_cast<std::size_t>(j) * n + i;
      offset[j] = i + 1 < n ? load2(from) : splat2(*from);
    }
    int count = 0;
    f64x2 top = splat2(-kInfinity);
    for (int k = 0; k < p.live; ++k) {
      if (!p.is_regular[k]) continue;
      const f64x2 value = log_component<D>(p, k, anchor, offset);
      logs[count++] = value;
      top = value > top ? value : top;
    }
    f64x2 result = top;
    if (count > 1) {
      f64x2 sum = splat2(0);
      for (int c = 0; c < count; ++c) sum += numerics::exp(logs[c] - top);
      const f64x2 whole = top + numerics::log(sum);
      result = top > splat2(-kInfinity) ? whole : top;  // all terms 0: no sum of exponentials of inf - inf
    }
    if (i + 1 < n)
      store2(out + i, result);
    else
      out[i] = result[0];
  }
}

}  // namespace

void log_densities_nats(const Prepared& p, const double* anchor, const double* offsets, std::size_t n, double* out) {
  if (p.dimension == 1)
    log_densities<1>(p, anchor, offsets, n, out);
  else
    log_densities<2>(p, anchor, offsets, n, out);
}

}  // namespace collapse::metrics
