#include "collapse/stream.h"

#include "random/generator.h"
#include "random/philox.h"

namespace collapse::random {

namespace {

__extension__ typedef unsigned __int128 Word128;

}  // namespace

Stream::Stream(std::uint64_t seed, std::uint32_t run, std::uint32_t generation, Purpose purpose, std::uint32_t part) {
  // The two blocks are one bijection's values at two counters, so they differ and the state is never four zeros.
  const std::uint32_t kind = static_cast<std::uint32_t>(purpose) | (part << 8);
  for (std::uint32_t block = 0; block < 2; ++block) {
    const PhiloxBlock words = philox({run, generation, kind, block},
                                     {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    const std::uint64_t low = words[0] | (static_cast<std::uint64_t>(words[1]) << 32);
    const std::uint64_t high = words[2] | (static_cast<std::uint64_t>(words[3]) << 32);
    (block == 0 ? generator_.s0 : generator_.s2) = low;
    (block == 0 ? generator_.s1 : generator_.s3) = high;
  }
}

std::uint64_t Stream::next() { return generator_.next(); }

double Stream::uniform() { return generator_.uniform(); }

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
  Generator g = generator_;
  const Ziggurat& table = ziggurat();
  for (double& value : out) value = random::normal(g, table) * sd;
  generator_ = g;
}

}  // namespace collapse::random
