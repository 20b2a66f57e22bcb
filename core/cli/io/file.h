#pragma once

// Whole files into memory.

#include <cstddef>
#include <string>

namespace collapse::cli {

/// Everything a descriptor gives. A longer text than `limit` bytes is refused before it fills the memory; `too_long` is
/// the rest of that sentence. `origin` begins every message.
std::string read_all(int descriptor, const std::string& origin, std::size_t limit, const std::string& too_long);

/// The bytes of a file. `if_missing` is added to the message when there is no such file.
std::string read_file(const std::string& path, std::size_t limit, const std::string& too_long,
                      const std::string& if_missing);

}  // namespace collapse::cli
