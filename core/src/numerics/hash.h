#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace collapse::numerics {

/// FNV-1a, 64 bit (Fowler, Noll, Vo). Doubles enter by their bits, every NaN as the one quiet NaN
/// 0x7ff8000000000000 and -0 as itself, so equal hashes mean equal bits on every platform.
class Hash {
 public:
  void add(std::uint64_t word);
  void add(double value);
  void add(std::span<const double> values);
  /// Floats by their bits, each as a word; every NaN as 0x7fc00000.
  void add(std::span<const float> values);
  /// Each as a word.
  void add(std::span<const std::uint32_t> values);
  void add(std::string_view text);
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ull;
};

}  // namespace collapse::numerics
