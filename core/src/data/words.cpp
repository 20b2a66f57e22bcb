#include "data/words.h"

#include "data/utf8.h"

namespace collapse::data {
namespace {

using enum CharacterClass;

constexpr char32_t kApostrophe = 0x2019, kHyphen = 0x2010, kNonBreakingHyphen = 0x2011, kJoiner = 0x200d;

bool in(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }
bool one_of(char32_t c, std::u32string_view these) { return these.find(c) != std::u32string_view::npos; }

/// A place in a text and the character there.
struct Cursor {
  std::string_view text;
  std::size_t at = 0, after = 0;  // where the character begins and ends
  char32_t code_point = 0;        // 0 at the end
  CharacterClass kind = space;

  explicit Cursor(std::string_view all, std::size_t from = 0) : text(all), after(from) { next(); }
  bool ended() const { return at >= text.size(); }
  void next() {
    at = after;
    if (ended()) {
      code_point = 0;
      kind = space;
      return;
    }
    code_point = take_code_point(text, after);
    kind = class_of(code_point);
  }
  void skip_marks() {
    while (kind == mark) {
      // What a joiner joins belongs to the same emoji.
      const bool joins = code_point == kJoiner;
      next();
      if (joins && kind == symbol) next();
    }
  }
};

bool alphanumeric(CharacterClass kind) { return kind == letter || kind == digit; }

/// Whether `c` belongs to a word when it stands between two characters of it.
bool inside_word(char32_t c, CharacterClass before, CharacterClass behind) {
  if (c == '.' || c == ',') return before == digit && behind == digit;
  const bool joins = c == '\'' || c == '-' || c == kApostrophe || c == kHyphen || c == kNonBreakingHyphen;
  return joins && alphanumeric(before) && alphanumeric(behind);
}

void skip_word(Cursor& cursor) {
  while (alphanumeric(cursor.kind)) {
    const CharacterClass before = cursor.kind;
    cursor.next();
    cursor.skip_marks();
    if (cursor.kind != symbol) continue;
    const Cursor behind(cursor.text, cursor.after);
    if (inside_word(cursor.code_point, before, behind.kind)) cursor = behind;
  }
}

void skip_symbol(Cursor& cursor) {
  const char32_t first = cursor.code_point;
  cursor.next();
  const auto flag_letter = [](char32_t c) { return in(c, 0x1f1e6, 0x1f1ff); };
  if (first == '.' || first == '-')
    while (cursor.code_point == first) cursor.next();
  else if (flag_letter(first) && flag_letter(cursor.code_point))
    cursor.next();
  cursor.skip_marks();
}

// No space before these, and none behind those.
constexpr std::u32string_view kClosing = U".,;:!?%)]}…’”»›。、，．：；！？）］｝」』〉》】،؛؟۔°/—–";
constexpr std::u32string_view kOpening = U"([{“‘«‹$£€¿¡（［｛「『〈《【#@/—–";

}  // namespace

std::string lower_cased(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  CharacterClass before = space;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = take_code_point(text, at);
    const CharacterClass kind = class_of(c);
    std::size_t behind = at;
    const bool inside = c == kApostrophe && alphanumeric(before) && at < text.size() &&
                        alphanumeric(class_of(take_code_point(text, behind)));
    append_utf8(inside ? U'\'' : lower_case(c), lower);
    if (kind != mark) before = kind;
  }
  return lower;
}

void cut_words(std::string_view text, std::vector<std::string_view>& out) {
  for (Cursor cursor(text); !cursor.ended();) {
    const std::size_t start = cursor.at;
    switch (cursor.kind) {
      case space:
        cursor.next();
        continue;
      case letter:
      case digit:
        skip_word(cursor);
        break;
      case symbol:
        skip_symbol(cursor);
        break;
      case ideograph:
        cursor.next();
        cursor.skip_marks();
        break;
      case mark:  // nothing stands before it
        cursor.skip_marks();
        break;
    }
    out.push_back(text.substr(start, cursor.at - start));
  }
}

void WordJoiner::add(std::string_view word) {
  if (word.empty()) return;
  std::size_t at = 0;
  const char32_t first = take_code_point(word, at);
  const bool alone = at == word.size();
  // Ideographs, and the marks of scripts without spaces.
  const bool unspaced = class_of(first) == ideograph || in(first, 0x3001, 0x303f) || in(first, 0xff01, 0xff65);
  const bool dashes = word.starts_with("--"), dots = word.starts_with("..");
  bool close = dots || dashes || (alone && one_of(first, kClosing));
  bool open = dashes || (alone && one_of(first, kOpening));
  if (alone && (first == '"' || first == '\'')) {
    bool& inside = first == '"' ? in_double_ : in_single_;
    (inside ? close : open) = true;
    inside = !inside;
  }
  if (!(glued_ || close || (unspaced_ && unspaced))) text_ += ' ';
  text_ += word;
  glued_ = open;
  unspaced_ = unspaced;
}

void WordJoiner::end_line() {
  text_ += '\n';
  glued_ = true;
  unspaced_ = in_double_ = in_single_ = false;
}

}  // namespace collapse::data
