#pragma once

// Text cut into words, and words put together again for the eye.

#include <string>
#include <string_view>
#include <vector>

namespace collapse::data {

/// Valid UTF-8 in lower case (utf8.h), with ' for the typographic apostrophe inside words, so that "Don’t" and "don't"
/// are one.
std::string lower_cased(std::string_view text);

/// The words of valid UTF-8, as parts of `text`, put behind what is in `out`. A word is a run of letters and digits;
/// apostrophes and hyphens between letters belong to it, and so do full stops and commas between digits
/// ("sub-librarian", "don't", "1,000.5"). Every other character but white space is a word of its own, except that a run
/// of dots or of hyphens is one ("...", "--") and that an emoji keeps what modifies it. Ideographs and kana are words
/// of their own.
void cut_words(std::string_view text, std::vector<std::string_view>& out);

/// Puts words together with the spaces of ordinary writing: none before a comma or behind an opening bracket; a
/// straight quotation mark opens and closes in turn.
class WordJoiner {
 public:
  void add(std::string_view word);
  /// Ends the line.
  void end_line();
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool glued_ = true;                           // whether the next word follows without a space
  bool unspaced_ = false;                       // whether the last word is of a script without spaces
  bool in_double_ = false, in_single_ = false;  // whether a straight quotation mark is open
};

}  // namespace collapse::data
