// The strict reader of digits files. scripts/digits-file.mjs describes the format and writes it.

#include <string>
#include <utility>

#include "data/images.h"
#include "numerics/hash.h"

namespace collapse::data {
namespace {

constexpr std::string_view kMagic = "MCLDIGIT";
constexpr std::uint64_t kVersion = 1;
constexpr std::uint64_t kHeaderBytes = 28, kHashBytes = 8;

/// The unsigned little-endian integer of `size` bytes at `offset`.
std::uint64_t integer_at(std::string_view bytes, std::uint64_t offset, int size) {
  std::uint64_t value = 0;
  for (int i = size - 1; i >= 0; --i)
    value = value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(offset) + static_cast<std::size_t>(i)]);
  return value;
}

Error refusal(std::string message) { return {"", std::move(message)}; }

std::string bytes_text(std::uint64_t count) { return std::to_string(count) + (count == 1 ? " byte" : " bytes"); }

PackedImages part(std::string_view labels, std::string_view pixels, int side) {
  PackedImages images;
  images.side = side;
  images.count = labels.size();
  images.labels.assign(labels.begin(), labels.end());
  images.nibbles.assign(pixels.begin(), pixels.end());
  return images;
}

}  // namespace

Result<DigitData> read_digits(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic)
    return refusal("this is not a digits file: it does not start with " + std::string(kMagic));
  if (bytes.size() < kHeaderBytes)
    return refusal("the digits file has " + bytes_text(bytes.size()) + ", fewer than the " + std::to_string(kHeaderBytes) +
                   " of its header");
  const std::uint64_t version = integer_at(bytes, 8, 4), side = integer_at(bytes, 12, 4);
  const std::uint64_t training = integer_at(bytes, 16, 4), test = integer_at(bytes, 20, 4);
  const std::uint64_t attribution = integer_at(bytes, 24, 4);
  if (version != kVersion)
    return refusal("the digits file has version " + std::to_string(version) + " of the format; this program reads version " +
                   std::to_string(kVersion));
  if (side < 2 || side > 64 || side % 2 != 0)
    return refusal("the digits file has images of side " + std::to_string(side) + "; an even number of 2 to 64 is allowed");
  // Below 2^33 images of at most 2049 bytes: no overflow.
  const std::uint64_t images = training + test, image_bytes = side * side / 2;
  const std::uint64_t expected = kHeaderBytes + attribution + images * (1 + image_bytes) + kHashBytes;
  if (bytes.size() != expected)
    return refusal("the digits file has " + bytes_text(bytes.size()) + "; its header announces " + std::to_string(expected));
  const std::string_view hashed = bytes.substr(0, bytes.size() - kHashBytes);
  numerics::Hash hash;
  hash.add(hashed);
  if (hash.value() != integer_at(bytes, hashed.size(), 8))
    return refusal("the digits file is damaged: its bytes do not have the hash written at its end");

  // From here on the sizes are those of memory that exists, so they fit into size_t.
  const auto size = [](std::uint64_t value) { return static_cast<std::size_t>(value); };
  const std::string_view labels = hashed.substr(size(kHeaderBytes + attribution), size(images));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int label = static_cast<unsigned char>(labels[i]);
    if (label > 9)
      return refusal("image " + std::to_string(i) + " of the digits file has label " + std::to_string(label) +
                     "; 0 to 9 is allowed");
  }
  const std::string_view pixels = hashed.substr(size(kHeaderBytes + attribution + images));
  const std::size_t split = size(training * image_bytes);
  DigitData data;
  data.attribution = hashed.substr(size(kHeaderBytes), size(attribution));
  data.training = part(labels.substr(0, size(training)), pixels.substr(0, split), static_cast<int>(side));
  data.test = part(labels.substr(size(training)), pixels.substr(split), static_cast<int>(side));
  return data;
}

}  // namespace collapse::data
