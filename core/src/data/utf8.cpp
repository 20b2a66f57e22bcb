#include "data/utf8.h"

namespace collapse::data {
namespace {

struct Range {
  char32_t first, last;
  CharacterClass kind;
};

using enum CharacterClass;

// Sorted. What lies between is a letter.
constexpr Range kRanges[] = {
    {0x0000, 0x0020, space},     {0x0021, 0x002f, symbol},      {0x0030, 0x0039, digit},
    {0x003a, 0x0040, symbol},    {0x005b, 0x0060, symbol},      {0x007b, 0x007e, symbol},
    {0x007f, 0x00a0, space},     {0x00a1, 0x00a9, symbol},      {0x00ab, 0x00b4, symbol},
    {0x00b6, 0x00b9, symbol},    {0x00bb, 0x00bf, symbol},      {0x00d7, 0x00d7, symbol},
    {0x00f7, 0x00f7, symbol},    {0x0300, 0x036f, mark},        {0x037e, 0x037e, symbol},
    {0x0387, 0x0387, symbol},    {0x0483, 0x0489, mark},        {0x055a, 0x055f, symbol},
    {0x0589, 0x058a, symbol},    {0x0591, 0x05bd, mark},        {0x05be, 0x05be, symbol},
    {0x05bf, 0x05bf, mark},      {0x05c0, 0x05c0, symbol},      {0x05c1, 0x05c2, mark},
    {0x05c3, 0x05c3, symbol},    {0x05c4, 0x05c5, mark},        {0x05c6, 0x05c6, symbol},
    {0x05c7, 0x05c7, mark},      {0x05f3, 0x05f4, symbol},      {0x0600, 0x060f, symbol},
    {0x0610, 0x061a, mark},      {0x061b, 0x061f, symbol},      {0x064b, 0x065f, mark},
    {0x066a, 0x066d, symbol},    {0x0670, 0x0670, mark},        {0x06d4, 0x06d4, symbol},
    {0x06d6, 0x06dc, mark},      {0x0964, 0x0965, symbol},      {0x0e3f, 0x0e3f, symbol},
    {0x1680, 0x1680, space},     {0x1ab0, 0x1aff, mark},        {0x1dc0, 0x1dff, mark},
    {0x2000, 0x200a, space},     {0x200b, 0x200f, mark},        {0x2010, 0x2027, symbol},
    {0x2028, 0x2029, space},     {0x202a, 0x202e, mark},        {0x202f, 0x202f, space},
    {0x2030, 0x205e, symbol},    {0x205f, 0x205f, space},       {0x2060, 0x206f, mark},
    {0x2070, 0x20cf, symbol},    {0x20d0, 0x20ff, mark},        {0x2100, 0x2bff, symbol},
    {0x2e00, 0x2e7f, symbol},    {0x2e80, 0x2fff, ideograph},   {0x3000, 0x3000, space},
    {0x3001, 0x3004, symbol},    {0x3005, 0x3007, ideograph},   {0x3008, 0x3029, symbol},
    {0x302a, 0x302f, mark},      {0x3030, 0x303f, symbol},      {0x3040, 0x3098, ideograph},
    {0x3099, 0x309a, mark},      {0x309b, 0x312f, ideograph},   {0x3190, 0x33ff, ideograph},
    {0x3400, 0x9fff, ideograph}, {0xe000, 0xf8ff, symbol},      {0xf900, 0xfaff, ideograph},
    {0xfe00, 0xfe0f, mark},      {0xfe10, 0xfe1f, symbol},      {0xfe20, 0xfe2f, mark},
    {0xfe30, 0xfe6f, symbol},    {0xfeff, 0xfeff, mark},        {0xff00, 0xff20, symbol},
    {0xff3b, 0xff40, symbol},    {0xff5b, 0xff65, symbol},      {0xff66, 0xff9f, ideograph},
    {0xffe0, 0xffff, symbol},    {0x1f000, 0x1f3fa, symbol},    {0x1f3fb, 0x1f3ff, mark},
    {0x1f400, 0x1faff, symbol},  {0x20000, 0x3ffff, ideograph}, {0xe0000, 0xe0fff, mark},
};

constexpr bool in(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

// How many bytes a character that begins with `lead` has; 0: no character begins so.
constexpr std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (in(lead, 0xc2, 0xdf)) return 2;
  if (in(lead, 0xe0, 0xef)) return 3;
  if (in(lead, 0xf0, 0xf4)) return 4;
  return 0;
}

}  // namespace

std::size_t first_invalid_byte(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char lead = byte(at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = length_of(lead);
    if (length == 0 || at + length > text.size()) return at;
    for (std::size_t i = 1; i < length; ++i)
      if ((byte(at + i) & 0xc0) != 0x80) return at;
    // The second byte of the longer forms has a narrower range: neither overlong, nor a surrogate, nor above U+10FFFF.
    const unsigned char second = byte(at + 1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second > 0x8f))
      return at;
    at += length;
  }
  return std::string_view::npos;
}

char32_t take_code_point(std::string_view text, std::size_t& at) {
  const auto next = [&] { return static_cast<char32_t>(static_cast<unsigned char>(text[at++])); };
  const char32_t lead = next();
  if (lead < 0x80) return lead;
  char32_t code_point = lead < 0xe0 ? lead & 0x1f : lead < 0xf0 ? lead & 0x0f : lead & 0x07;
  for (std::size_t more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3; more > 0; --more)
    code_point = code_point << 6 | (next() & 0x3f);
  return code_point;
}

void append_utf8(char32_t code_point, std::string& out) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (code_point >> shift & 0x3f)); };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xc0 | code_point >> 6);
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xe0 | code_point >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | code_point >> 18);
    tail(12), tail(6), tail(0);
  }
}

CharacterClass class_of(char32_t c) {
  // Most of most texts, without the search.
  if (in(c, 'a', 'z') || in(c, 'A', 'Z')) return letter;
  if (c == ' ') return space;
  std::size_t first = 0, last = sizeof kRanges / sizeof *kRanges;
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    if (kRanges[middle].last < c)
      first = middle + 1;
    else
      last = middle;
  }
  const bool found = first < sizeof kRanges / sizeof *kRanges && kRanges[first].first <= c;
  return found ? kRanges[first].kind : letter;
}

char32_t lower_case(char32_t c) {
  if (c < 0x80) return in(c, 'A', 'Z') ? c + 32 : c;
  if (in(c, 0xc0, 0xde)) return c == 0xd7 ? c : c + 32;
  if (c < 0x100) return c;
  // Blocks in which a capital is followed by its small letter.
  const bool even = c % 2 == 0;
  if (in(c, 0x139, 0x148) || in(c, 0x179, 0x17e)) return even ? c : c + 1;
  if (c == 0x178) return 0xff;
  if (in(c, 0x100, 0x137) || in(c, 0x14a, 0x177)) return even && c != 0x130 ? c + 1 : c;
  if (c == 0x386) return 0x3ac;
  if (in(c, 0x388, 0x38a)) return c + 37;
  if (c == 0x38c) return 0x3cc;
  if (c == 0x38e || c == 0x38f) return c + 63;
  if (in(c, 0x391, 0x3ab)) return c == 0x3a2 ? c : c + 32;
  if (in(c, 0x400, 0x40f)) return c + 80;
  if (in(c, 0x410, 0x42f)) return c + 32;
  if (in(c, 0x460, 0x481) || in(c, 0x48a, 0x4bf) || in(c, 0x4d0, 0x52f)) return even ? c + 1 : c;
  if (c == 0x4c0) return 0x4cf;
  if (in(c, 0x4c1, 0x4ce)) return even ? c : c + 1;
  if (in(c, 0x531, 0x556)) return c + 48;
  if (in(c, 0x1e00, 0x1e95) || in(c, 0x1ea0, 0x1eff)) return even ? c + 1 : c;
  return c;
}

}  // namespace collapse::data
