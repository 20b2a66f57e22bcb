#include <algorithm>

#include "collapse/texts.h"
#include "data/text_file.h"
#include "data/words.h"

namespace collapse {
namespace {

TextsContent::Part count(const std::vector<std::string>& items) {
  TextsContent::Part part;
  part.items = items.size();
  std::vector<std::string_view> words;
  for (const std::string& item : items) {
    words.clear();
    data::cut_words(item, words);
    part.words += words.size();
    // Every byte that does not continue a character begins one.
    part.characters += static_cast<std::size_t>(
        std::count_if(item.begin(), item.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  }
  return part;
}

}  // namespace

Result<TextsContent> texts_content(std::string_view bytes) {
  const Result<data::TextData> texts = data::read_texts(bytes);
  if (!texts) return texts.error();
  return TextsContent{texts->name, count(texts->training), count(texts->validation), count(texts->test),
                      texts->attribution};
}

}  // namespace collapse
