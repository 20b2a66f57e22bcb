#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sentences/sentences.h"

using namespace collapse::test;

namespace {

const std::vector<Told>& told() {
  static const std::vector<Told> all = everything_told();
  return all;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `word` with no letter before or behind it.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !letter(text[at - 1]),
               ends = at + word.size() == text.size() || !letter(text[at + word.size()]);
    if (begins && ends) return true;
  }
  return false;
}

/// "1 points", but neither "1,001 points" nor "1.1 points".
bool counts_one_as_many(std::string_view text) {
  for (std::size_t at = text.find("1 "); at != std::string_view::npos; at = text.find("1 ", at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (before != ' ' && before != '(') continue;
    std::size_t end = at + 2;
    while (end < text.size() && letter(text[end])) ++end;
    const std::string_view noun = text.substr(at + 2, end - at - 2);
    if (noun.size() > 2 && noun.back() == 's' && noun[noun.size() - 2] != 's' && noun != "nats" && noun != "has")
      return true;
  }
  return false;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace

TEST_CASE("nothing that is told holds a number that is none, an unfinished sentence or a slip of grammar") {
  CHECK(told().size() > 1000);
  for (const Told& one : told()) {
    CAPTURE(one.text);
    CAPTURE(one.kind);
    CAPTURE(one.where);
    for (const char* no_number : {"nan", "NaN", "inf", "-inf", "infinity", "not defined", "null"})
      CHECK_FALSE(has_word(one.text, no_number));
    CHECK_FALSE(contains(one.text, " -"));  // what is told is never negative
    CHECK_FALSE(contains(one.text, "  "));
    CHECK_FALSE(contains(one.text, " ."));
    CHECK_FALSE(contains(one.text, ".."));
    CHECK_FALSE(counts_one_as_many(one.text));
    REQUIRE_FALSE(one.text.empty());
    CHECK(one.text.back() == '.');
    CHECK_FALSE(contains(one.text, "e+"));
  }
}

TEST_CASE(
    "a headline is one sentence of at most 170 letters, whose numbers can be read, and tells of no floor, limit or "
    "death") {
  for (const Told& one : told()) {
    if (one.topic != "headlines") continue;
    CAPTURE(one.text);
    CAPTURE(one.where);
    CHECK(std::count_if(one.text.begin(), one.text.end(), [](char c) { return (c & 0xC0) != 0x80; }) <= 170);
    CHECK_FALSE(contains(one.text, ". "));
    std::size_t digits = 0, longest = 0;
    for (const char c : one.text) longest = std::max(longest, digits = c >= '0' && c <= '9' ? digits + 1 : 0);
    CHECK(longest <= 6);  // 0.000247
    for (const char* of_a_note : {"floor", "limit", "died", "overflowed", "singular"})
      CHECK_FALSE(contains(one.text, of_a_note));
  }
}

TEST_CASE("every sentence has been read by a person: they are those of tests/golden/sentences.txt") {
  // What has changed on purpose is printed by `build/release/collapse_sentences --print > tests/golden/sentences.txt`:
  // read it anew.
  std::string reviewed;
  for (const std::string_view part : reviewed_sentences()) reviewed += part;
  const std::string now = list_of_sentences(told());
  const std::vector<std::string_view> old_lines = lines_of(reviewed), new_lines = lines_of(now);
  for (std::size_t i = 0; i < old_lines.size() || i < new_lines.size(); ++i) {
    const std::string before(i < old_lines.size() ? old_lines[i] : "(the end)"),
        after(i < new_lines.size() ? new_lines[i] : "(the end)");
    CAPTURE(i + 1);
    CHECK(after == before);
    if (after != before) break;
  }
}
