#pragma once

// A text made up for tests: sentences of made-up words, the k-th of which comes about 1/k as often as the first.

#include <string>
#include <vector>

#include "collapse/stream.h"

namespace collapse::test {

/// `paragraphs` of `words` words each, of `types` different ones, with a full stop behind every eighth; empty lines
/// between.
inline std::string own_text(int paragraphs, int words, int types) {
  static constexpr const char* kSyllables[] = {"ba", "do", "ki", "lu", "me", "no", "ra", "si", "tu", "ve"};
  std::vector<double> running;
  double total = 0;
  for (int k = 1; k <= types; ++k) running.push_back(total += 1.0 / k);
  random::Stream stream(5, 0, 0, random::Purpose::measurement);
  std::string text;
  for (int p = 0; p < paragraphs; ++p) {
    for (int w = 1; w <= words; ++w) {
      const double target = stream.uniform() * total;
      int k = 0;
      while (running[static_cast<std::size_t>(k)] < target) ++k;
      std::string word;
      for (int rest = k + 1; rest > 0; rest /= 10) word += kSyllables[rest % 10];
      text += word + (w % 8 == 0 || w == words ? ". " : " ");
    }
    text += "\n\n";
  }
  return text;
}

}  // namespace collapse::test
