// The reader's own text as items.

#include <utility>

#include "data/text_file.h"
#include "data/utf8.h"
#include "data/words.h"

namespace collapse::data {
namespace {

constexpr std::size_t kEnough = 10;  // so that role_of gives each role an item
static_assert(kEnough <= kFewestWords);

using Items = std::vector<std::string>;

std::string hexadecimal(std::uint32_t value, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) text += "0123456789ABCDEF"[value >> (4 * i) & 15];
  return text;
}

bool ends_line(char32_t c) { return c == '\n' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028; }
bool is_invisible(char32_t c) { return c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff; }
bool is_control(char32_t c) { return (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xfffe || c == 0xffff; }

/// Lines with single spaces, none at their ends; an empty one where a paragraph ends.
Result<Items> tidy_lines(std::string_view text) {
  if (const std::size_t at = first_invalid_byte(text); at != std::string_view::npos)
    return Error{"", "The text must be UTF-8, but its byte " + std::to_string(at + 1) + " (0x" +
                         hexadecimal(static_cast<unsigned char>(text[at]), 2) + ") belongs to no character."};
  Items lines(1);
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = take_code_point(text, at);
    if (is_invisible(c)) continue;
    const bool crlf = c == '\r' && at < text.size() && text[at] == '\n';
    if (crlf) continue;
    if (ends_line(c) || c == '\r' || c == 0x2029) {
      if (c == 0x2029) lines.emplace_back();
      lines.emplace_back();
      space = false;
      continue;
    }
    if (is_control(c))
      return Error{"", "The text must hold characters only, but its byte " + std::to_string(start + 1) +
                           " is the control character U+" + hexadecimal(c, 4) + "."};
    if (class_of(c) == CharacterClass::space) {
      space = !lines.back().empty();
      continue;
    }
    if (space) lines.back() += ' ';
    space = false;
    lines.back() += text.substr(start, at - start);
  }
  return lines;
}

Items paragraphs(const Items& lines) {
  Items joined;
  bool inside = false;
  for (const std::string& line : lines) {
    if (!line.empty()) {
      if (inside)
        joined.back() += " " + line;
      else
        joined.push_back(line);
    }
    inside = !line.empty();
  }
  return joined;
}

bool one_of(char32_t c, std::u32string_view these) { return these.find(c) != std::u32string_view::npos; }

/// A sentence ends behind a full stop, question or exclamation mark, with the quotation marks and brackets that follow
/// it, if a space or nothing comes next. Behind those of scripts without spaces nothing need come.
void append_sentences(std::string_view text, Items& out) {
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = take_code_point(text, at);
    const bool spaced = one_of(c, U".!?…؟۔।"), unspaced = one_of(c, U"。！？｡");
    if (!spaced && !unspaced) continue;
    for (std::size_t behind = at; at < text.size(); at = behind)
      if (!one_of(take_code_point(text, behind), U".!?…。！？'\"’”)]»」』）")) break;
    if (at < text.size() && text[at] != ' ' && !unspaced) continue;
    out.emplace_back(text.substr(start, at - start));
    if (at < text.size() && text[at] == ' ') ++at;
    start = at;
  }
  if (start < text.size()) out.emplace_back(text.substr(start));
}

/// The text in kEnough pieces with as many words each as can be. Words start where cut_words says.
Items pieces(const std::string& text, const std::vector<std::string_view>& words) {
  Items cut;
  const auto start_of = [&](std::size_t word) {
    return word < words.size() ? static_cast<std::size_t>(words[word].data() - text.data()) : text.size();
  };
  for (std::size_t i = 0; i < kEnough; ++i) {
    const std::size_t from = i == 0 ? 0 : start_of(words.size() * i / kEnough),
                      to = start_of(words.size() * (i + 1) / kEnough);
    std::string piece = text.substr(from, to - from);
    while (piece.back() == ' ') piece.pop_back();
    cut.push_back(std::move(piece));
  }
  return cut;
}

}  // namespace

Result<TextData> paragraphs_of(std::string_view text) {
  Result<Items> read = tidy_lines(text);
  if (!read) return read.error();
  Items items = paragraphs(*read);
  if (items.size() < kEnough) {
    std::string all;
    for (const std::string& item : items) all += (all.empty() ? "" : " ") + item;
    std::vector<std::string_view> words;
    cut_words(all, words);
    if (words.size() < kFewestWords)
      return Error{"", words.empty()
                           ? "There is no text; at least " + std::to_string(kFewestWords) +
                                 " words or punctuation marks are needed."
                           : "The text must have at least " + std::to_string(kFewestWords) +
                                 " words or punctuation marks, but has " + std::to_string(words.size()) + "."};
    Items lines;
    if (items.size() == 1)
      for (const std::string& line : *read)
        if (!line.empty()) lines.push_back(line);
    Items sentences;
    for (const std::string& item : items) append_sentences(item, sentences);
    items = lines.size() >= kEnough ? lines : sentences.size() >= kEnough ? sentences : pieces(all, words);
  }
  TextData data;
  for (std::size_t i = 0; i < items.size(); ++i) data.items(role_of(i)).push_back(std::move(items[i]));
  return data;
}

}  // namespace collapse::data
