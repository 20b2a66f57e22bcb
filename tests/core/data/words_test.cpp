#include "data/words.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "collapse/stream.h"
#include "data/utf8.h"

using namespace collapse::data;

namespace {

std::string cut(const std::string& text) {
  std::vector<std::string_view> words;
  cut_words(text, words);
  std::string shown;
  for (const std::string_view word : words) shown += (shown.empty() ? "" : "|") + std::string(word);
  return shown;
}

std::string joined(const std::string& text) {
  std::vector<std::string_view> words;
  cut_words(text, words);
  WordJoiner joiner;
  for (const std::string_view word : words) joiner.add(word);
  return joiner.text();
}

}  // namespace

TEST_CASE("a word is letters and digits with what stands between them; every mark is a word of its own") {
  CHECK(cut("call me ishmael.") == "call|me|ishmael|.");
  CHECK(cut("the sub-sub-librarian's hat, isn't it?") == "the|sub-sub-librarian's|hat|,|isn't|it|?");
  CHECK(cut("'tis the whales' way-") == "'|tis|the|whales|'|way|-");
  CHECK(cut("1,000.5 of 54° and 3rd.") == "1,000.5|of|54|°|and|3rd|.");
  CHECK(cut("a.b a,b 1. 2,") == "a|.|b|a|,|b|1|.|2|,");
  CHECK(cut("wait... what -- no—yes!?") == "wait|...|what|--|no|—|yes|!|?");
  CHECK(cut("") == "");
  CHECK(cut(" \n\t ") == "");
}

TEST_CASE("accents stay with their letters, and an emoji with what modifies it") {
  CHECK(cut("cafe\u0301 nai\u0308ve") == "cafe\u0301|nai\u0308ve");
  CHECK(cut("a👍🏽b") == "a|👍🏽|b");
  CHECK(cut("👩‍🚀❤️🐳🐳") == "👩‍🚀|❤️|🐳|🐳");
  CHECK(cut("🇩🇪🇫🇷") == "🇩🇪|🇫🇷");
  CHECK(cut("\u0301x") == "\u0301|x");
}

TEST_CASE("scripts without spaces and from right to left are cut too") {
  CHECK(cut("白鯨が来た。") == "白|鯨|が|来|た|。");
  CHECK(cut("שלום, עולם!") == "שלום|,|עולם|!");
  CHECK(cut("ما هذا؟") == "ما|هذا|؟");
  CHECK(cut("Москва—город") == "Москва|—|город");
}

TEST_CASE("the typographic apostrophe inside a word is the straight one, and letters become small") {
  CHECK(lower_cased("Don’t SAY ‘Ahab’") == "don't say ‘ahab’");
  CHECK(lower_cased("ÄÖÜ ΑΘΗΝΑ МОСКВА") == "äöü αθηνα москва");
  CHECK(lower_cased("end’") == "end’");
}

TEST_CASE("words cut and joined again are the text, where it is spaced in the ordinary way") {
  for (const char* text :
       {"call me ishmael. some years ago—never mind how long precisely—i went.",
        "\"why?\" said he; \"nobody (but me) knows!\"", "it cost $1,000, or 5% of all: yes/no [see above]...",
        "say 'aye' and \"no\".", "白鯨が来た。また「来た」。", "“so,” he said, ‘it is’.", "👍🏽, 🐳!"})
    CHECK(joined(text) == text);
}

TEST_CASE("a line end closes quotation marks") {
  WordJoiner joiner;
  for (const char* word : {"\"", "a"}) joiner.add(word);
  joiner.end_line();
  for (const char* word : {"\"", "b", "\"", "c"}) joiner.add(word);
  CHECK(joiner.text() == "\"a\n\"b\" c");
}

TEST_CASE("words come in the order of the text, none is empty, and only white space lies between") {
  collapse::random::Stream stream(7, 0, 0, collapse::random::Purpose::measurement);
  const std::u32string letters = U"ab1 ,.'-\"—’é\u0301\u200d🐳👍\U0001f3fd🇩中שא\t";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint64_t length = stream.below(20); length > 0; --length)
      append_utf8(letters[stream.below(letters.size())], text);
    std::vector<std::string_view> words;
    cut_words(text, words);
    std::size_t at = 0;
    for (std::size_t i = 0; i <= words.size(); ++i) {
      const auto start = i < words.size() ? static_cast<std::size_t>(words[i].data() - text.data()) : text.size();
      REQUIRE(start >= at);
      while (at < start) REQUIRE(class_of(take_code_point(text, at)) == CharacterClass::space);
      REQUIRE(at == start);
      if (i == words.size()) break;
      REQUIRE_FALSE(words[i].empty());
      REQUIRE(first_invalid_byte(words[i]) == std::string_view::npos);
      at += words[i].size();
    }
  }
}
