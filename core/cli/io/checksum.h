#pragma once

// Whether bytes are still those that were written.

#include <cstdint>
#include <string>
#include <string_view>

namespace collapse::cli {

/// FNV-1a, 64 bits: no single changed byte goes unnoticed, and of other changes one in 2^64.
class Checksum {
 public:
  explicit Checksum(std::string_view text = {}) { add(text); }
  void add(std::string_view text) {
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  }
  /// 16 hexadecimal digits.
  std::string digits() const {
    std::string out(16, '0');
    for (std::size_t i = 0; i < 16; ++i) out[i] = "0123456789abcdef"[state_ >> (60 - 4 * i) & 15];
    return out;
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ull;
};

}  // namespace collapse::cli
