#pragma once

// What a file of handwritten digits holds. Experiments read the images themselves.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "collapse/result.h"

namespace collapse {

struct DigitsContent {
  int side = 0;                            // height and width of an image in pixels
  std::array<std::size_t, 10> training{};  // images of each class
  std::array<std::size_t, 10> test{};
  std::string attribution;  // what the licence asks to be shown
};

/// Reads all of a digits file (format: scripts/digits-file.mjs). Anything that is not one, whole and undamaged, is
/// refused with a sentence.
Result<DigitsContent> digits_content(std::string_view bytes);

}  // namespace collapse
