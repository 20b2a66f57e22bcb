#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace collapse::data {

/// Different strings, numbered in the order they were added. Unlike a container of the standard library it has one
/// order everywhere.
class StringTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;

  /// The string's number; a new string gets the next one.
  std::uint32_t add(std::string_view text);
  /// The string's number, or kNone.
  std::uint32_t find(std::string_view text) const;
  std::size_t size() const { return strings_.size(); }
  std::string_view operator[](std::uint32_t number) const { return strings_[number]; }

 private:
  std::vector<std::string> strings_;
  std::vector<std::uint32_t> slots_;  // a power of two, at most half full; numbers or kNone, linear probing

  std::size_t slot_of(std::string_view text) const;
};

}  // namespace collapse::data
