#pragma once

// What the prepared files of digits and of texts have in common: eight letters, a version, sizes, the content, and a
// hash at the end. Integers are unsigned and little-endian.

#include <cstdint>
#include <optional>
#include <string_view>

#include "collapse/result.h"

namespace collapse::data {

struct PackedFormat {
  const char* what;        // "digits": what the sentences call the file
  std::string_view magic;  // its first bytes; the version follows as 4 bytes
  std::uint64_t version;
  std::uint64_t header_bytes;
};

/// The unsigned little-endian integer of `size` bytes at `offset`.
std::uint64_t integer_at(std::string_view bytes, std::uint64_t offset, int size);

/// What is wrong with the first bytes: another file, cut within the header, another version.
std::optional<Error> check_head(const PackedFormat& format, std::string_view bytes);
/// Whether `content` bytes and the hash follow the header, and the hash (64-bit FNV-1a of all before it, 8 bytes) is
/// right.
std::optional<Error> check_whole(const PackedFormat& format, std::string_view bytes, std::uint64_t content);

}  // namespace collapse::data
