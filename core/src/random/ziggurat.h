#pragma once

// The ziggurat for the standard normal (Marsaglia, Tsang 2000) with 256 layers of equal area. The half-normal curve
// f(x) = exp(-x^2/2) is covered by 255 rectangles and a base whose tail beyond r is drawn apart.

#include <cmath>
#include <cstdint>

#include "numerics/elementary.h"

namespace collapse::random {

struct Ziggurat {
  static constexpr int kLayers = 256;
  /// Where the tail begins, and the area of a layer, for 256 layers: the root of
  /// r f(r) + int_r^inf f = area of each of the 255 rectangles above it (solved to 20 digits by
  /// tests/reference/ziggurat.py).
  static constexpr double kTail = 3.6541528853610087716;
  static constexpr double kArea = 0.0049286732339746553474;

  double edge[kLayers + 1];    // x_0 = area / f(r) > x_1 = r > ... > x_256 = 0
  double height[kLayers + 1];  // f(x_i), f(x_0) unused
  // The curve within layer i >= 1 lies about its chord from x_{i+1} to x_i; no farther from it than (x_i - x_{i+1})^2 /
  // 8 times the largest |f''|, f'' = (x^2 - 1) f. So nearly always a place beside the curve is told without an
  // exponential.
  double slope[kLayers];  // of the chord
  double band[kLayers];   // that distance, and 1e-14 for rounding
  // By a word's lowest nine bits, eight for the layer and one for the sign: the common case then needs no more than one
  // product and one comparison.
  double scale[2 * kLayers];         // x_i / 2^53, then the same below zero
  std::int64_t inside[2 * kLayers];  // places below this are under the curve without a look
};

inline Ziggurat make_ziggurat() {
  Ziggurat z{};
  const double base = numerics::exp(-0.5 * Ziggurat::kTail * Ziggurat::kTail);
  z.edge[0] = Ziggurat::kArea / base;
  z.edge[1] = Ziggurat::kTail;
  z.height[0] = 0;
  z.height[1] = base;
  for (int i = 2; i < Ziggurat::kLayers; ++i) {
    z.height[i] = z.height[i - 1] + Ziggurat::kArea / z.edge[i - 1];
    z.edge[i] = std::sqrt(-2 * numerics::log(z.height[i]));
  }
  z.edge[Ziggurat::kLayers] = 0;
  z.height[Ziggurat::kLayers] = 1;
  for (int i = 1; i < Ziggurat::kLayers; ++i) {
    const double width = z.edge[i] - z.edge[i + 1];
    z.slope[i] = (z.height[i] - z.height[i + 1]) / width;
    const double bend = std::fmax(std::fabs(z.edge[i] * z.edge[i] - 1), std::fabs(z.edge[i + 1] * z.edge[i + 1] - 1));
    z.band[i] = bend * z.height[i + 1] * width * width / 8 + 1e-14;
  }
  for (int i = 0; i < Ziggurat::kLayers; ++i) {
    z.scale[i] = z.edge[i] * 0x1p-53;
    z.scale[i + Ziggurat::kLayers] = -z.scale[i];
    z.inside[i] = z.inside[i + Ziggurat::kLayers] = static_cast<std::int64_t>(z.edge[i + 1] / z.edge[i] * 0x1p53);
  }
  return z;
}

inline const Ziggurat& ziggurat() {
  static const Ziggurat table = make_ziggurat();
  return table;
}

/// The about 1 in 100 draws that leave the inner part of their layer. `next()` yields further words.
template <class Generator>
__attribute__((noinline)) double ziggurat_edge(const Ziggurat& z, unsigned layer, double x, Generator& g) {
  const auto uniform = [&g] { return (static_cast<double>(g.next() >> 12) + 0.5) * 0x1p-52; };
  for (;;) {
    if (layer == 0) {
      // The tail beyond r (Marsaglia 1964).
      for (;;) {
        const double a = -numerics::log(uniform()) / Ziggurat::kTail;
        const double b = -numerics::log(uniform());
        if (2 * b >= a * a) return Ziggurat::kTail + a;
      }
    }
    const double y = z.height[layer] + uniform() * (z.height[layer + 1] - z.height[layer]);
    const double above = y - (z.height[layer + 1] + (x - z.edge[layer + 1]) * z.slope[layer]);
    if (above < -z.band[layer] || (above <= z.band[layer] && y < numerics::exp(-0.5 * x * x))) return x;
    // Thrown back: a new place in a new layer, the sign stays.
    const std::uint64_t word = g.next();
    layer = static_cast<unsigned>(word & 0xff);
    const std::int64_t place = static_cast<std::int64_t>(word >> 11);
    x = static_cast<double>(place) * z.scale[layer];
    if (place < z.inside[layer]) return x;
  }
}

}  // namespace collapse::random
