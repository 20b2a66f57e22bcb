// The strict reader of text files. scripts/text-file.mjs describes the format and writes it.

#include "data/text_file.h"

#include <utility>

#include "data/packed_file.h"
#include "data/utf8.h"

namespace collapse::data {
namespace {

constexpr PackedFormat kFormat = {"text", "MCLTEXTS", 1, 28};

Error refusal(std::string message) { return {"", std::move(message)}; }

/// Whether every byte of a line may stand in it: no control characters, no spaces at the ends or side by side.
bool is_tidy(std::string_view line) {
  if (line.empty() || line.front() == ' ' || line.back() == ' ') return false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte < 0x20 || byte == 0x7f || (byte == ' ' && line[i + 1] == ' ')) return false;
  }
  return true;
}

}  // namespace

Result<TextData> read_texts(std::string_view bytes) {
  if (std::optional<Error> wrong = check_head(kFormat, bytes)) return *wrong;
  const std::uint64_t items = integer_at(bytes, 12, 4), name = integer_at(bytes, 16, 4);
  const std::uint64_t attribution = integer_at(bytes, 20, 4), text = integer_at(bytes, 24, 4);
  if (std::optional<Error> wrong = check_whole(kFormat, bytes, name + attribution + items + text)) return *wrong;

  // From here on the sizes are those of memory that exists, so they fit into size_t.
  std::size_t at = static_cast<std::size_t>(kFormat.header_bytes);
  const auto take = [&](std::uint64_t size) {
    const std::string_view part = bytes.substr(at, static_cast<std::size_t>(size));
    at += part.size();
    return part;
  };
  TextData data;
  data.name = take(name);
  data.attribution = take(attribution);
  const std::string_view roles = take(items);
  std::string_view lines = take(text);
  for (const std::string_view part : {std::string_view(data.name), std::string_view(data.attribution), lines})
    if (first_invalid_byte(part) != std::string_view::npos)
      return refusal("the text file holds bytes that are not UTF-8");
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const auto role = static_cast<unsigned char>(roles[i]);
    if (role > 2)
      return refusal("item " + std::to_string(i) + " of the text file has role " + std::to_string(role) +
                     "; 0 to 2 is allowed");
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos)
      return refusal("the text file has " + std::to_string(i) + (i == 1 ? " line" : " lines") + " for its " +
                     std::to_string(items) + " items");
    if (!is_tidy(lines.substr(0, end)))
      return refusal("item " + std::to_string(i) +
                     " of the text file is empty, or holds control characters or spaces that do not belong there");
    data.items(static_cast<Role>(role)).emplace_back(lines.substr(0, end));
    lines.remove_prefix(end + 1);
  }
  if (!lines.empty()) return refusal("the text file has more lines than its " + std::to_string(items) + " items");
  return data;
}

}  // namespace collapse::data
