#pragma once

// A small digits file made up for tests: ten classes of bars that are easy to tell apart, with noise.

#include <cstdint>
#include <string>

#include "collapse/stream.h"
#include "numerics/hash.h"

namespace collapse::test {

/// `training` and `test` images of `side` x `side` pixels, `together` of each class in turn. Class c is a bar of ink:
/// its place is c % 5, and it stands for c < 5 and lies otherwise.
inline std::string digits_file(int side, int training, int test, int together = 1) {
  std::string bytes = "MCLDIGIT";
  const auto put = [&](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 255);
  };
  const std::string attribution = "Bars made up for tests";
  for (const int number : {1, side, training, test, static_cast<int>(attribution.size())})
    put(static_cast<std::uint64_t>(number), 4);
  bytes += attribution;
  for (const int count : {training, test})
    for (int i = 0; i < count; ++i) put(static_cast<std::uint64_t>(i / together % 10), 1);
  random::Stream noise(1, 0, 0, random::Purpose::measurement);
  for (const int count : {training, test})
    for (int i = 0; i < count; ++i)
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; x += 2) {
          std::uint64_t pair = 0;
          for (int k = 0; k < 2; ++k) {
            const int shown = i / together % 10, along = shown < 5 ? x + k : y;
            const bool ink = along * 5 / side == shown % 5;
            pair = 16 * pair + (ink ? 9 + noise.below(7) : noise.below(3));
          }
          put(pair, 1);
        }
  numerics::Hash hash;
  hash.add(std::string_view(bytes));
  put(hash.value(), 8);
  return bytes;
}

}  // namespace collapse::test
