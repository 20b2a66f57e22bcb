#include "data/utf8.h"

#include <doctest/doctest.h>

#include <string>

using namespace collapse::data;

namespace {

std::string encoded(char32_t code_point) {
  std::string text;
  append_utf8(code_point, text);
  return text;
}

constexpr std::size_t kValid = std::string_view::npos;

}  // namespace

TEST_CASE("every code point is written so that it is valid and read back, and nothing after it is touched") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (c == 0xd800) c = 0xe000;
    const std::string text = encoded(c) + "x";
    std::size_t at = 0;
    wrong += first_invalid_byte(text) != kValid || take_code_point(text, at) != c || at + 1 != text.size();
  }
  CHECK(wrong == 0);
}

TEST_CASE("two and three bytes are valid exactly if they are characters' encodings") {
  // The oracle: all strings of at most three bytes that encodings make.
  std::string all(1 << 24, '\0');
  const auto number = [](std::string_view text) {
    std::size_t value = 0;
    for (const char c : text) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  };
  std::string valid_pairs(1 << 16, '\0');
  for (char32_t c = 0x80; c < 0x800; ++c) valid_pairs[number(encoded(c))] = 1;
  for (std::size_t a = 0; a < 128; ++a)
    for (std::size_t b = 0; b < 128; ++b) valid_pairs[a << 8 | b] = 1;
  std::size_t wrong = 0;
  for (std::size_t pair = 0; pair < valid_pairs.size(); ++pair) {
    const char bytes[] = {static_cast<char>(pair >> 8), static_cast<char>(pair)};
    wrong += (first_invalid_byte({bytes, 2}) == kValid) != (valid_pairs[pair] != 0);
  }
  CHECK(wrong == 0);
  for (char32_t c = 0x800; c < 0x10000; ++c)
    if (c < 0xd800 || c > 0xdfff) all[number(encoded(c))] = 1;
  for (std::size_t lead = 0xe0; lead < 0xf0; ++lead)
    for (std::size_t rest = 0; rest < 1 << 16; ++rest) {
      const char bytes[] = {static_cast<char>(lead), static_cast<char>(rest >> 8), static_cast<char>(rest)};
      wrong += (first_invalid_byte({bytes, 3}) == kValid) != (all[lead << 16 | rest] != 0);
    }
  CHECK(wrong == 0);
}

TEST_CASE("the first byte that belongs to no character is named") {
  CHECK(first_invalid_byte("") == kValid);
  CHECK(first_invalid_byte("naïve 🐳") == kValid);
  CHECK(first_invalid_byte("ab\xff") == 2);
  CHECK(first_invalid_byte("ab\x80") == 2);
  CHECK(first_invalid_byte("é\xe2\x82") == 2);
  CHECK(first_invalid_byte(std::string_view("é€").substr(0, 4)) == 2);
  CHECK(first_invalid_byte("\xc0\xaf") == 0);
  CHECK(first_invalid_byte("x\xf4\x90\x80\x80") == 1);
  CHECK(first_invalid_byte("x\xf0\x8f\xbf\xbf") == 1);
  CHECK(first_invalid_byte("x\xed\xa0\x80") == 1);
}

TEST_CASE("lower case is for capitals of the scripts named, and a second time changes nothing") {
  const std::u32string capitals = U"AZÀÖØÞŒŸŁŻĎΆΈΌΎΏΑΩЁЀАЯҐӀӁԱՖẞỲ", small = U"azàöøþœÿłżďάέόύώαωёѐаяґӏӂաֆßỳ";
  for (std::size_t i = 0; i < capitals.size(); ++i) {
    CAPTURE(i);
    if (capitals[i] != U'ẞ') CHECK(lower_case(capitals[i]) == small[i]);
  }
  for (const char32_t c : std::u32string(U"az09×ßİı'—אب中🐳")) CHECK(lower_case(c) == c);
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) wrong += lower_case(lower_case(c)) != lower_case(c);
  CHECK(wrong == 0);
}

TEST_CASE("characters of the living scripts are in their classes") {
  using enum CharacterClass;
  const auto all = [](std::u32string_view these, CharacterClass kind) {
    for (const char32_t c : these) {
      CAPTURE(static_cast<unsigned>(c));
      CHECK(class_of(c) == kind);
    }
  };
  all(U" \t\n\u00a0\u2003\u3000\u2029", space);
  all(U"azAZàÿŒαЯאبहกქ\U00010330ªµº", letter);
  all(U"0123456789", digit);
  all(U"中文かなカナ𠀀々", ideograph);
  all(U"\u0301\u05b0\u064b\ufe0f\u200d\u200f\U0001f3fd", mark);
  all(U"!\"#/:@[`{~«»¿×÷—“”…€→♥।،؟。「」！🐳🇩", symbol);
}
