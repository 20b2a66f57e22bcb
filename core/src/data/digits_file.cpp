// The strict reader of digits files. scripts/digits-file.mjs describes the format and writes it.

#include <string>
#include <utility>

#include "data/images.h"
#include "data/packed_file.h"
#include "data/utf8.h"

namespace collapse::data {
namespace {

constexpr PackedFormat kFormat = {"digits", "MCLDIGIT", 1, 28};

Error refusal(std::string message) { return {"", std::move(message)}; }

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
  if (std::optional<Error> wrong = check_head(kFormat, bytes)) return *wrong;
  const std::uint64_t side = integer_at(bytes, 12, 4), training = integer_at(bytes, 16, 4),
                      test = integer_at(bytes, 20, 4);
  const std::uint64_t attribution = integer_at(bytes, 24, 4);
  if (side < 2 || side > 64 || side % 2 != 0)
    return refusal("the digits file has images of side " + std::to_string(side) +
                   "; an even number of 2 to 64 is allowed");
  // Below 2^33 images of at most 2049 bytes: no overflow.
  const std::uint64_t images = training + test, image_bytes = side * side / 2;
  if (std::optional<Error> wrong = check_whole(kFormat, bytes, attribution + images * (1 + image_bytes))) return *wrong;

  // From here on the sizes are those of memory that exists, so they fit into size_t.
  const auto size = [](std::uint64_t value) { return static_cast<std::size_t>(value); };
  const std::string_view labels = bytes.substr(size(kFormat.header_bytes + attribution), size(images));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int label = static_cast<unsigned char>(labels[i]);
    if (label > 9)
      return refusal("image " + std::to_string(i) + " of the digits file has label " + std::to_string(label) +
                     "; 0 to 9 is allowed");
  }
  const std::string_view attribution_text = bytes.substr(size(kFormat.header_bytes), size(attribution));
  if (first_invalid_byte(attribution_text) != std::string_view::npos)
    return refusal("the digits file names its source in bytes that are not UTF-8");
  const std::string_view pixels =
      bytes.substr(size(kFormat.header_bytes + attribution + images), size(images * image_bytes));
  const std::size_t split = size(training * image_bytes);
  DigitData data;
  data.attribution = attribution_text;
  data.training = part(labels.substr(0, size(training)), pixels.substr(0, split), static_cast<int>(side));
  data.test = part(labels.substr(size(training)), pixels.substr(split), static_cast<int>(side));
  return data;
}

}  // namespace collapse::data
