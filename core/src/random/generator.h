#pragma once

// What a Stream draws with. Loops that take a few numbers at a time copy it, so that it stays in registers, and put it
// back.

#include <cmath>
#include <cstdint>

#include "random/ziggurat.h"

namespace collapse::random {

/// xoshiro256++ (Blackman, Vigna 2021); not all four words are zero.
struct Generator {
  std::uint64_t s0, s1, s2, s3;

  std::uint64_t next() {
    const std::uint64_t result = rotate_left(s0 + s3, 23) + s0;
    const std::uint64_t shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate_left(s3, 45);
    return result;
  }

  /// Uniform on (0, 1): the 2^52 midpoints (k + 1/2) / 2^52.
  double uniform() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52; }

  /// Standard normal. One word a draw: 8 bits choose the layer, 1 the sign, 53 the place within the layer.
  double normal(const Ziggurat& table) {
    const std::uint64_t word = next();
    const unsigned slot = static_cast<unsigned>(word & 0x1ff);
    const std::int64_t place = static_cast<std::int64_t>(word >> 11);
    double x = static_cast<double>(place) * table.scale[slot];
    if (__builtin_expect(place >= table.inside[slot], 0)) {
      Generator outside = *this;  // a copy, so that this one never leaves its registers
      x = std::copysign(ziggurat_edge(table, slot & 0xff, std::fabs(x), outside), x);
      *this = outside;
    }
    return x;
  }

 private:
  static std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
};

}  // namespace collapse::random
