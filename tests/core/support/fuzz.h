#pragma once

// Texts spoilt by chance, the same ones at every run, and what may be asked of any sentence that answers them.

#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/stream.h"

namespace collapse::test {

/// How many rounds a test makes: `usual`, or $COLLAPSE_FUZZ times as many for a longer run by hand. In WebAssembly,
/// where a round takes four times as long, the first quarter: all of them are natively made, with the sanitizers.
inline unsigned fuzz_rounds(unsigned usual) {
  const char* times = std::getenv("COLLAPSE_FUZZ");
  const int factor = times == nullptr ? 1 : std::atoi(times);
#ifdef __EMSCRIPTEN__
  usual = usual / 4;
#endif
  return usual * static_cast<unsigned>(factor < 1 ? 1 : factor);
}

/// Pieces of JSON and of what is none, each the smallest of a kind of trouble.
inline std::span<const std::string> troubles() {
  static const std::string list[] = {
      "\\udc00",
      "\\ud800",
      "\\ud800\\ud800",
      "\\udfff\\udfff",
      "\\ud83d\\ude00",
      "\\u0000",
      "\\u00",
      "\\",
      "\xff",
      "\xc0\x80",
      "\xed\xa0\x80",
      "\xf4\x90\x80\x80",
      "\xe2\x82",
      "\xef\xbb\xbf",
      "\xe2\x80\xae",
      std::string(1, '\0'),
      "\x1f",
      "\n",
      "\x7f",
      "1e999",
      "-1e400",
      "1.8e308",
      "-1.8e308",
      "1e-400",
      "9007199254740993",
      "18446744073709551617",
      "-9223372036854775809",
      "1" + std::string(400, '0'),
      "0." + std::string(900, '9'),
      "1e" + std::string(50, '9'),
      "-0",
      "-0.0",
      "01",
      "1.",
      ".5",
      "+1",
      "0x10",
      "NaN",
      "nan",
      "inf",
      "-Infinity",
      "null",
      "true",
      "{}",
      "[]",
      "[[]]",
      "[null]",
      "\"\"",
      "\"nan\"",
      "\"inf\"",
      "{\"kind\":\"gmm\"}",
      "\"kind\":\"gmm\"",
      "\"source\":",
      "\"__proto__\":1,",
      "\"\":0,",
      "\"a/b~c\":0,",
      ",",
      ":",
      "\"",
      "'",
      "{",
      "}",
      "[",
      "]",
      std::string(70, '['),
      std::string(70, ']'),
      std::string(3000, '['),
      std::string(300, '{'),
      "\"" + std::string(5000, 'k') + "\":1,",
      "\"" + std::string(300, '\x01') + "\"",
      "/*",
      "//",
      "\xc3\xa9",
      "\xf0\x9f\x92\xa9",
      "1e6",
      "1e12",
      "1000000000000",
      "2.5",
      "-1",
      "0",
      "1",
      "2",
      "16",
      "17",
      "65",
      "0.5",
      "1e-9",
  };
  return list;
}

class Spoiler {
 public:
  explicit Spoiler(std::uint32_t round) : stream_(2026, round, 0, random::Purpose::measurement) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(stream_.below(bound)); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(std::size(list))];
  }

  /// `text` with one to three faults, mostly one: bytes changed, cut out, doubled, exchanged or put in, at any place or
  /// in place of a value.
  std::string spoilt(std::string text) {
    for (std::size_t faults = 1 + below(2) * below(3); faults > 0; --faults) spoil(text);
    return text;
  }

 private:
  void spoil(std::string& text) {
    const std::size_t at = below(text.size() + 1), length = below(std::size_t{1} << below(8));
    switch (below(8)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(stream_.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.insert(at, one_of(troubles()));
        break;
      case 4:
        text.resize(at);
        break;
      case 5: {
        const std::string piece = text.substr(at, length);
        text.erase(at, piece.size());
        text.insert(below(text.size() + 1), piece);
        break;
      }
      default: {  // another value at the place of one
        std::size_t begin = text.find(':', at);
        if (begin == std::string::npos) begin = text.find(':');
        if (begin == std::string::npos) break;
        const std::size_t end = text.find_first_of(",}]", ++begin);
        text.replace(begin, end == std::string::npos ? end : end - begin, one_of(troubles()));
      }
    }
    if (text.size() > 20000) text.resize(20000);
  }

  random::Stream stream_;
};

/// Whether every byte belongs to a character of UTF-8, by the table of RFC 3629.
inline bool is_utf8(std::string_view text) {
  const auto in = [&](std::size_t at, int low, int high) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= low &&
           static_cast<unsigned char>(text[at]) <= high;
  };
  struct Row {
    int first, last, low, high, more;  // the first byte, the second, and how many follow that
  };
  constexpr Row rows[] = {{0xc2, 0xdf, 0x80, 0xbf, 0}, {0xe0, 0xe0, 0xa0, 0xbf, 1}, {0xe1, 0xec, 0x80, 0xbf, 1},
                          {0xed, 0xed, 0x80, 0x9f, 1}, {0xee, 0xef, 0x80, 0xbf, 1}, {0xf0, 0xf0, 0x90, 0xbf, 2},
                          {0xf1, 0xf3, 0x80, 0xbf, 2}, {0xf4, 0xf4, 0x80, 0x8f, 2}};
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = in(at, 0, 0x7f) ? 1 : 0;
    for (const Row& row : rows) {
      if (!in(at, row.first, row.last) || !in(at + 1, row.low, row.high)) continue;
      length = static_cast<std::size_t>(2 + row.more);
      for (std::size_t i = 2; i < length; ++i)
        if (!in(at + i, 0x80, 0xbf)) return false;
    }
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/// A sentence as the reader sees it, without what is quoted in it.
inline std::string unquoted(std::string_view sentence) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (inside && sentence[i] == '\\') {
      ++i;
    } else if (sentence[i] == '"') {
      inside = !inside;
      out += '"';
    } else if (!inside) {
      out += sentence[i];
    }
  }
  return out;
}

/// Whether a word stands in a sentence, in small letters or capitals.
inline bool has_word(std::string_view sentence, std::string_view word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t at = 0; at + word.size() <= sentence.size(); ++at) {
    bool same = true;
    for (std::size_t i = 0; i < word.size(); ++i) same = same && (sentence[at + i] | 0x20) == word[i];
    const bool begins = at == 0 || !letter(sentence[at - 1]);
    const bool ends = at + word.size() == sentence.size() || !letter(sentence[at + word.size()]);
    if (same && begins && ends) return true;
  }
  return false;
}

}  // namespace collapse::test
