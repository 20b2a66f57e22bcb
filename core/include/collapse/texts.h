#pragma once

// What a file with a built-in text holds. Experiments read the text itself.

#include <cstddef>
#include <string>
#include <string_view>

#include "collapse/result.h"

namespace collapse {

struct TextsContent {
  /// Of the items for one purpose.
  struct Part {
    std::size_t items = 0;
    std::size_t words = 0;       // with punctuation marks, each a word
    std::size_t characters = 0;  // code points
  };
  std::string name;  // in a spec: "moby-dick"
  Part training, validation, test;
  std::string attribution;
};

/// Reads all of a text file (format: scripts/text-file.mjs). Anything that is not one, whole and undamaged, is refused
/// with a sentence.
Result<TextsContent> texts_content(std::string_view bytes);

}  // namespace collapse
