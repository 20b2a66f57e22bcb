#pragma once

// Normals for loops that take a few numbers at a time: they copy a stream's generator, so that it stays in registers,
// and put it back.

#include <cmath>
#include <cstdint>

#include "collapse/stream.h"
#include "random/ziggurat.h"

namespace collapse::random {

/// Standard normal. One word a draw: 8 bits choose the layer, 1 the sign, 53 the place within the layer.
inline double normal(Generator& g, const Ziggurat& table) {
  const std::uint64_t word = g.next();
  const unsigned slot = static_cast<unsigned>(word & 0x1ff);
  const std::int64_t place = static_cast<std::int64_t>(word >> 11);
  double x = static_cast<double>(place) * table.scale[slot];
  if (__builtin_expect(place >= table.inside[slot], 0)) {
    Generator outside = g;  // a copy, so that the other never leaves its registers
    x = std::copysign(ziggurat_edge(table, slot & 0xff, std::fabs(x), outside), x);
    g = outside;
  }
  return x;
}

}  // namespace collapse::random
