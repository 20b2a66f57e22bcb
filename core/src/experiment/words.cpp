#include "experiment/words.h"

namespace collapse::experiment {

std::string grouped(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string generations(int count) { return count == 1 ? "1 generation" : grouped(count) + " generations"; }

}  // namespace collapse::experiment
