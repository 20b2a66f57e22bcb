#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "collapse/stream.h"
#include "data/text_file.h"
#include "data/utf8.h"

using namespace collapse::data;
using collapse::Result;

namespace {

using Items = std::vector<std::string>;

/// The items in the order of the text.
Items items_of(std::string_view text) {
  Result<TextData> data = paragraphs_of(text);
  REQUIRE(static_cast<bool>(data));
  CHECK(data->name == "");
  CHECK(data->attribution == "");
  Items items;
  std::size_t taken[3] = {};
  const std::size_t count = data->training.size() + data->validation.size() + data->test.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Items& from = data->items(role_of(i));
    REQUIRE(taken[static_cast<int>(role_of(i))] < from.size());
    items.push_back(from[taken[static_cast<int>(role_of(i))]++]);
  }
  return items;
}

std::string refusal(std::string_view text) {
  const Result<TextData> data = paragraphs_of(text);
  CHECK_FALSE(static_cast<bool>(data));
  CHECK(data.error().path == "");
  return data.error().message;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("paragraphs are what empty lines separate, their lines joined, whatever the line ends") {
  const Items expected(12, "two words and more");
  for (const char* paragraph : {"two words\nand more\n\n", "two words\r\nand more\r\n\r\n", "two words\rand more\r\r",
                                " two \t words\nand   more \n \t \n\n", "two words\nand more\u2029",
                                "two\u00a0words\u2028and more\n\u3000\n", "two wo\u00ad\u200brds and more\n\n"})
    CHECK(items_of(repeated(paragraph, 12)) == expected);
  CHECK(items_of("\ufeff\n\n" + repeated("two words and more\n\n", 12)) == expected);
}

TEST_CASE("a list without empty lines has its lines as items") {
  CHECK(items_of("\n" + repeated("Ada Lovelace\n", 10) + "\n") == Items(10, "Ada Lovelace"));
  // With an empty line between them they are paragraphs, and too few.
  CHECK(items_of(repeated("Ada Lovelace\n", 6) + "\n" + repeated("Ada Lovelace\n", 6)).size() == 10);
}

TEST_CASE("a few long paragraphs are cut into sentences") {
  const Items items = items_of("One. Two 2.5 is! \"Three?\" he said... Four (4.) Five\n\n" + repeated("Six. ", 5));
  CHECK(items == Items{"One.", "Two 2.5 is!", "\"Three?\"", "he said...", "Four (4.)", "Five", "Six.", "Six.", "Six.",
                       "Six.", "Six."});
  CHECK(items_of(repeated("鯨が来た。", 11)) == Items(11, "鯨が来た。"));
  CHECK(items_of(repeated("ما هذا؟ ", 11)) == Items(11, "ما هذا؟"));
}

TEST_CASE("a short text is cut into ten pieces of as many words") {
  CHECK(items_of("a b c d e f g h i j") == Items{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  const Items twenty =
      items_of("call me ishmael, some years ago never mind how long precisely having little or no money in my purse");
  CHECK(twenty == Items{"call me", "ishmael,", "some years", "ago never", "mind how", "long precisely", "having little",
                        "or no", "money in", "my purse"});
  CHECK(items_of("👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽") ==
        Items(10, "👍🏽"));
  CHECK(items_of(repeated("中", 25)).size() == 10);
}

TEST_CASE("a text with fewer than ten words is refused in one sentence") {
  for (const char* nothing : {"", " \n\t\r\n ", "\ufeff", "\u00ad"})
    CHECK(refusal(nothing) == "There is no text; at least 10 words or punctuation marks are needed.");
  CHECK(refusal("whale") == "The text must have at least 10 words or punctuation marks, but has 1.");
  CHECK(refusal(std::string(100000, 'a')) == "The text must have at least 10 words or punctuation marks, but has 1.");
  CHECK(refusal("a b c d e f g h\n\ni") == "The text must have at least 10 words or punctuation marks, but has 9.");
}

TEST_CASE("bytes that are no text are refused, and the first one is named") {
  CHECK(refusal("abc\xff"
                "def") == "The text must be UTF-8, but its byte 4 (0xFF) belongs to no character.");
  CHECK(refusal("\xef\xbf") == "The text must be UTF-8, but its byte 1 (0xEF) belongs to no character.");
  CHECK(refusal(std::string("ab\0cd", 5)) ==
        "The text must hold characters only, but its byte 3 is the control character U+0000.");
  CHECK(refusal("\x1b[31m") == "The text must hold characters only, but its byte 1 is the control character U+001B.");
  CHECK(refusal("naïve \xc2\x9b") ==
        "The text must hold characters only, but its byte 8 is the control character U+009B.");
}

TEST_CASE("any valid text becomes at least ten tidy items or one sentence, and its items become themselves again") {
  collapse::random::Stream stream(9, 0, 0, collapse::random::Purpose::measurement);
  const std::u32string characters = U"aB1 .!?'\"\n\r\t中。，é\u0301\u200d🐳🇩ש\u00ad\u2029";
  int kept = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::uint64_t length = stream.below(120); length > 0; --length)
      append_utf8(characters[stream.below(characters.size())], text);
    const Result<TextData> data = paragraphs_of(text);
    if (!data) {
      CHECK(data.error().message.find("at least 10 words") != std::string::npos);
      continue;
    }
    ++kept;
    const Items items = items_of(text);
    REQUIRE(items.size() >= 10);
    std::string again;
    for (const std::string& item : items) {
      REQUIRE_FALSE(item.empty());
      REQUIRE(item.front() != ' ');
      REQUIRE(item.back() != ' ');
      REQUIRE(item.find("  ") == std::string::npos);
      REQUIRE(item.find_first_of("\n\r\t") == std::string::npos);
      REQUIRE(first_invalid_byte(item) == std::string_view::npos);
      again += item + "\n\n";
    }
    REQUIRE(items_of(again) == items);
  }
  CHECK(kept > 1000);
}
