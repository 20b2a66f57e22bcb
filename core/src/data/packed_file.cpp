#include "data/packed_file.h"

#include <string>
#include <utility>

#include "numerics/hash.h"

namespace collapse::data {
namespace {

constexpr std::uint64_t kHashBytes = 8;

Error refusal(std::string message) { return {"", std::move(message)}; }

std::string bytes_text(std::uint64_t count) { return std::to_string(count) + (count == 1 ? " byte" : " bytes"); }

std::string the_file(const PackedFormat& format) { return "the " + std::string(format.what) + " file"; }

}  // namespace

std::uint64_t integer_at(std::string_view bytes, std::uint64_t offset, int size) {
  std::uint64_t value = 0;
  for (int i = size - 1; i >= 0; --i)
    value =
        value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(offset) + static_cast<std::size_t>(i)]);
  return value;
}

std::optional<Error> check_head(const PackedFormat& format, std::string_view bytes) {
  if (bytes.substr(0, format.magic.size()) != format.magic)
    return refusal("this is not a " + std::string(format.what) + " file: it does not start with " +
                   std::string(format.magic));
  if (bytes.size() < format.header_bytes)
    return refusal(the_file(format) + " has " + bytes_text(bytes.size()) + ", fewer than the " +
                   std::to_string(format.header_bytes) + " of its header");
  if (const std::uint64_t version = integer_at(bytes, format.magic.size(), 4); version != format.version)
    return refusal(the_file(format) + " has version " + std::to_string(version) +
                   " of the format; this program reads version " + std::to_string(format.version));
  return {};
}

std::optional<Error> check_whole(const PackedFormat& format, std::string_view bytes, std::uint64_t content) {
  const std::uint64_t expected = format.header_bytes + content + kHashBytes;
  if (bytes.size() != expected)
    return refusal(the_file(format) + " has " + bytes_text(bytes.size()) + "; its header announces " +
                   std::to_string(expected));
  const std::string_view hashed = bytes.substr(0, bytes.size() - kHashBytes);
  numerics::Hash hash;
  hash.add(hashed);
  if (hash.value() != integer_at(bytes, hashed.size(), 8))
    return refusal(the_file(format) + " is damaged: its bytes do not have the hash written at its end");
  return {};
}

}  // namespace collapse::data
