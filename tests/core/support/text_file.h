#pragma once

// A text file made up for tests; scripts/text-file.mjs describes the format.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "numerics/hash.h"

namespace collapse::test {

/// What a test may get wrong on purpose.
struct TextFile {
  std::uint64_t version = 1;
  std::string name = "Name", attribution = "Source";
  std::vector<std::pair<std::string, int>> items;  // text and role
  std::string behind;                              // text behind the last item

  std::string unsealed() const {
    std::string bytes = "MCLTEXTS", roles, text;
    const auto put = [&](std::uint64_t value) {
      for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i) & 255);
    };
    for (const auto& [item, role] : items) {
      roles += static_cast<char>(role);
      text += item + "\n";
    }
    text += behind;
    put(version);
    for (const std::size_t size : {items.size(), name.size(), attribution.size(), text.size()}) put(size);
    return bytes + name + attribution + roles + text;
  }
  std::string bytes() const { return sealed(unsealed()); }

  /// Ends a file with the hash of what is there.
  static std::string sealed(std::string bytes) {
    numerics::Hash hash;
    hash.add(std::string_view(bytes));
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(hash.value() >> (8 * i) & 255);
    return bytes;
  }
};

}  // namespace collapse::test
