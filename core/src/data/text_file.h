#pragma once

// Texts to learn from: a built-in one from its file, or the reader's own.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"

namespace collapse::data {

/// What an item (a name, a paragraph) is for.
enum class Role : std::uint8_t { training, validation, test };

/// Role of item `i`: of every ten the fifth is for validation and the tenth for the test.
constexpr Role role_of(std::size_t i) {
  return i % 10 == 4 ? Role::validation : i % 10 == 9 ? Role::test : Role::training;
}

/// Items of UTF-8 text, one line each, with single spaces between words and none at the ends.
struct TextData {
  std::string name;         // in a spec: "moby-dick"; empty for the reader's own
  std::string attribution;  // what is to be shown with it; may be empty
  std::vector<std::string> training, validation, test;

  std::vector<std::string>& items(Role role) {
    return role == Role::training ? training : role == Role::validation ? validation : test;
  }
};

/// Reads a text file; scripts/text-file.mjs describes the format. Anything that is not one, whole and undamaged, is
/// refused with a sentence.
Result<TextData> read_texts(std::string_view bytes);

/// Fewest words (or punctuation marks) a text of the reader's may have: an item for each, with one for validation and
/// one for the test.
inline constexpr std::size_t kFewestWords = 10;

/// The reader's own text (UTF-8, any line ends) as items, with their roles by role_of. White space of any length
/// becomes one space; soft hyphens and invisible spaces go. Items are the first of these of which there are at least
/// ten:
///   1. paragraphs: what empty lines separate
///   2. lines, if no empty line separates them
///   3. sentences
///   4. the text cut into ten pieces of as many words
/// Bytes that are not UTF-8, control characters and a text with fewer than kFewestWords are refused with a sentence.
/// Characters are Unicode's code points; a letter with a combining accent, or an emoji with a skin tone, is several.
Result<TextData> paragraphs_of(std::string_view text);

}  // namespace collapse::data
