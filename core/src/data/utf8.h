#pragma once

// Unicode text as bytes of UTF-8, and as much of Unicode's tables as cutting it into words needs.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace collapse::data {

/// Where the first byte stands that belongs to no character (RFC 3629: overlong forms, surrogates and numbers above
/// U+10FFFF are none); npos in valid UTF-8.
std::size_t first_invalid_byte(std::string_view text);

/// The code point at `at` of valid UTF-8; moves `at` behind it.
char32_t take_code_point(std::string_view text, std::size_t& at);
void append_utf8(char32_t code_point, std::string& out);

enum class CharacterClass : std::uint8_t {
  space,
  letter,     // of an alphabet or a syllabary that is written in words; also all that is in none of the tables here
  digit,      // 0 to 9
  ideograph,  // Han and kana, written without spaces: each is taken as a word
  mark,       // belongs to the character before it: accents, variation selectors, joiners, skin tones, directions
  symbol,     // punctuation, signs, emoji
};

/// Ranges of whole blocks, not Unicode's table of 150,000 characters: right for the usual characters of the living
/// scripts.
CharacterClass class_of(char32_t code_point);

/// Lower case of Latin (with Latin-1, Extended-A and Additional), Greek, Cyrillic and Armenian letters, one for one;
/// others as they are. "İ" and letters whose lower case has two code points stay.
char32_t lower_case(char32_t code_point);

}  // namespace collapse::data
