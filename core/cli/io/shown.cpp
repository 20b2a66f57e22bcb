#include "io/shown.h"

#include <cstdio>

namespace collapse::cli {

namespace {

constexpr char32_t kNone = 0xffffffff;

// The character at `at`, which is moved behind it; kNone for a byte of no character (RFC 3629).
char32_t take(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xc2 && lead < 0xe0   ? 1
                           : lead >= 0xe0 && lead < 0xf0 ? 2
                           : lead >= 0xf0 && lead < 0xf5 ? 3
                                                         : 0;
  if (more == 0 || text.size() - at < more) return kNone;
  char32_t character = lead & (0x3fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xc0) != 0x80) return kNone;
    character = character << 6 | (next & 0x3fu);
  }
  const bool overlong = (more == 2 && character < 0x800) || (more == 3 && character < 0x10000);
  if (overlong || (character >= 0xd800 && character < 0xe000) || character > 0x10ffff) return kNone;
  at += more;
  return character;
}

// Control characters, line and paragraph separators, and what turns the direction of writing: a terminal may act on
// them.
bool acts(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t character = take(text, at);
    if (character != kNone && !acts(character)) {
      out += text.substr(begin, at - begin);
      continue;
    }
    char escaped[16];
    if (character == kNone || character < 0x80)
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(text[begin])));
    else
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(character));
    out += escaped;
  }
  return out;
}

std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (take(text, at) == kNone) return begin;
  }
  return std::string_view::npos;
}

std::string shown(std::string_view text, std::size_t most) {
  const auto continues = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80; };
  if (text.size() <= most) return printable(text);
  std::size_t first = most * 2 / 3, last = text.size() - most / 3;
  while (first > 0 && continues(first)) --first;
  while (last < text.size() && continues(last)) ++last;
  return printable(text.substr(0, first)) + "…" + printable(text.substr(last));
}

}  // namespace collapse::cli
