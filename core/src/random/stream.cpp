#include "random/stream.h"

#include <cmath>

#include "random/philox.h"
#include "random/ziggurat.h"

namespace collapse::random {

namespace {

__extension__ typedef unsigned __int128 Word128;

std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

/// xoshiro256++ (Blackman, Vigna 2021) in locals: kept in registers through a loop, written back at its end.
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
};

Generator load(const std::uint64_t* state) { return {state[0], state[1], state[2], state[3]}; }
void store(const Generator& g, std::uint64_t* state) {
  state[0] = g.s0;
  state[1] = g.s1;
  state[2] = g.s2;
  state[3] = g.s3;
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::uint32_t run, std::uint32_t generation, Purpose purpose, std::uint32_t part) {
  // The two blocks are one bijection's values at two counters, so they differ and the state is never four zeros.
  const std::uint32_t kind = static_cast<std::uint32_t>(purpose) | (part << 8);
  for (std::uint32_t block = 0; block < 2; ++block) {
    const PhiloxBlock words = philox({run, generation, kind, block},
                                     {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    state_[2 * block] = words[0] | (static_cast<std::uint64_t>(words[1]) << 32);
    state_[2 * block + 1] = words[2] | (static_cast<std::uint64_t>(words[3]) << 32);
  }
}

std::uint64_t Stream::next() {
  Generator g = load(state_);
  const std::uint64_t word = g.next();
  store(g, state_);
  return word;
}

double Stream::uniform() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52; }

std::uint64_t Stream::below(std::uint64_t bound) {
  // The high half of word * bound is uniform once the few words that would favour some values are thrown back.
  const std::uint64_t threshold = (0 - bound) % bound;
  for (;;) {
    const Word128 product = static_cast<Word128>(next()) * bound;
    if (static_cast<std::uint64_t>(product) >= threshold) return static_cast<std::uint64_t>(product >> 64);
  }
}

double Stream::normal() {
  double value;
  fill_normal({&value, 1});
  return value;
}

void Stream::fill_normal(std::span<double> out, double sd) {
  Generator g = load(state_);
  const Ziggurat& table = ziggurat();
  for (double& value : out) {
    // One word a draw: 8 bits choose the layer, 1 the sign, 53 the place within the layer.
    const std::uint64_t word = g.next();
    const unsigned slot = static_cast<unsigned>(word & 0x1ff);
    const std::int64_t place = static_cast<std::int64_t>(word >> 11);
    double x = static_cast<double>(place) * table.scale[slot];
    if (__builtin_expect(place >= table.inside[slot], 0)) {
      Generator outside = g;  // a copy, so that g itself never leaves its registers
      x = std::copysign(ziggurat_edge(table, slot & 0xff, std::fabs(x), outside), x);
      g = outside;
    }
    value = x * sd;
  }
  store(g, state_);
}

}  // namespace collapse::random
