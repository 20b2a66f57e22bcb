#include "spec/json.h"

#include <rapidjson/encodedstream.h>
#include <rapidjson/error/en.h>
#include <rapidjson/internal/dtoa.h>
#include <rapidjson/memorystream.h>

#include <algorithm>
#include <cmath>

#include "collapse/spec.h"
#include "data/utf8.h"

namespace collapse {

std::string format_number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[32];
  std::string text(buffer, rapidjson::internal::dtoa(value, buffer));
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text;
}

namespace spec {

namespace {

constexpr int kMaxDepth = 64;

// Line and column of a byte, the column counted in characters.
std::string position(std::string_view text, std::size_t offset) {
  std::size_t line = 1, column = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

using rapidjson::SizeType;

/// Hands on what the parser finds, until it finds what is not read. (A document that is nested too deep would overflow
/// the stack of whoever walks it; a number too large would be an infinity.)
class Gate {
 public:
  enum class Closed { no, too_deep, half_character, too_large };
  explicit Gate(rapidjson::Document& to) : to_(to) {}
  Closed closed = Closed::no;

  bool Null() { return to_.Null(); }
  bool Bool(bool value) { return to_.Bool(value); }
  bool Int(int value) { return to_.Int(value); }
  bool Uint(unsigned value) { return to_.Uint(value); }
  bool Int64(std::int64_t value) { return to_.Int64(value); }
  bool Uint64(std::uint64_t value) { return to_.Uint64(value); }
  bool Double(double value) { return std::isfinite(value) ? to_.Double(value) : close(Closed::too_large); }
  bool RawNumber(const char*, SizeType, bool) { return false; }  // never asked for
  bool String(const char* text, SizeType length, bool copy) {
    return whole(text, length) ? to_.String(text, length, copy) : close(Closed::half_character);
  }
  bool Key(const char* text, SizeType length, bool copy) { return String(text, length, copy); }
  bool StartObject() { return ++depth_ <= kMaxDepth ? to_.StartObject() : close(Closed::too_deep); }
  bool StartArray() { return ++depth_ <= kMaxDepth ? to_.StartArray() : close(Closed::too_deep); }
  bool EndObject(SizeType members) {
    --depth_;
    return to_.EndObject(members);
  }
  bool EndArray(SizeType elements) {
    --depth_;
    return to_.EndArray(elements);
  }

 private:
  // The parser makes bytes out of an escaped low surrogate that has no high one before it.
  static bool whole(const char* text, SizeType length) {
    return data::first_invalid_byte({text, length}) == std::string_view::npos;
  }
  bool close(Closed why) {
    closed = why;
    return false;
  }
  rapidjson::Document& to_;
  int depth_ = 0;
};

// The escape at `at`, \uXXXX of valid JSON, as a number.
unsigned escaped(std::string_view text, std::size_t at) {
  unsigned value = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const auto c = static_cast<unsigned>(text[i]);
    value = value << 4 | (c <= '9' ? c - '0' : (c & 7) + 9);
  }
  return value;
}

// Where the first escaped low surrogate stands that has no high one before it, in valid JSON that has one.
std::size_t low_surrogate_alone(std::string_view text) {
  bool after_high = false;
  for (std::size_t at = text.find('\\'); at + 6 <= text.size(); at = text.find('\\', at)) {
    const bool is_unicode = text[at + 1] == 'u';
    const unsigned code = is_unicode ? escaped(text, at) : 0;
    if (code >= 0xDC00 && code <= 0xDFFF && !after_high) return at;
    after_high = code >= 0xD800 && code <= 0xDBFF;
    at += is_unicode ? 6 : 2;
  }
  return text.size();
}

constexpr const char* kLargest = "the largest number that can be computed with is 1.7976931348623157e308.";

// Why the parser stopped, with the place.
Error stopped(std::string_view text, rapidjson::ParseResult result, Gate::Closed closed) {
  const std::size_t at = result.Offset();
  const auto half = [&](std::size_t where) {
    return Error{"", "Not valid Unicode at " + position(text, where) + ": " + std::string(text.substr(where, 6)) +
                         " is half of a pair, and its other half is missing."};
  };
  if (closed == Gate::Closed::too_deep)
    return {"", "The text is nested more than 64 levels deep at " + position(text, at) + "."};
  if (closed == Gate::Closed::half_character) return half(low_surrogate_alone(text));
  if (result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) return half(at);
  if (closed == Gate::Closed::too_large || result.Code() == rapidjson::kParseErrorNumberTooBig) {
    const std::size_t length = text.find_first_not_of("0123456789+-.eE", at);
    return {"", "Too large a number at " + position(text, at) + ": " + brief(text.substr(at, length - at)) + "; " +
                    kLargest};
  }
  return {"", "Not valid JSON at " + position(text, at) + ": " + rapidjson::GetParseError_En(result.Code())};
}

}  // namespace

Result<rapidjson::Document> parse_json(std::string_view text, bool* no_json) {
  if (text.size() > kMaxJsonBytes)
    return Error{"", "The text is " + megabytes(text.size()) + " long; at most 16 MB are read."};
  if (const std::size_t wrong = data::first_invalid_byte(text); wrong != std::string_view::npos) {
    const auto byte = static_cast<unsigned char>(text[wrong]);
    const char digits[] = {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15], '\0'};
    return Error{"", "Not valid Unicode at " + position(text, wrong) + ": the byte 0x" + digits +
                         " belongs to no character of UTF-8."};
  }
  // The parser takes a zero byte for the end of the text; JSON allows none anywhere.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return Error{"", "Not valid JSON at " + position(text, zero) + ": a zero byte."};

  rapidjson::Document document;
  Gate gate(document);
  rapidjson::ParseResult result;
  const auto parse = [&](rapidjson::Document&) {
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    rapidjson::Reader reader;
    result = reader.Parse<rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag>(stream, gate);
    return !result.IsError();
  };
  document.Populate(parse);
  if (!result.IsError()) return document;
  if (no_json != nullptr)
    *no_json = gate.closed == Gate::Closed::no &&
               result.Code() != rapidjson::kParseErrorStringUnicodeSurrogateInvalid &&
               result.Code() != rapidjson::kParseErrorNumberTooBig;
  return stopped(text, result, gate.closed);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += "0123456789abcdef"[c >> 4];
      out += "0123456789abcdef"[c & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

namespace {

// Appends JSON until `out` is longer than any excerpt. (The library's own writer would be 2 kB of the page's first
// load.)
constexpr std::size_t kMostBytes = 160;  // 40 characters of 4 bytes

void append_text(const rapidjson::Value& value, std::string& out) {
  if (out.size() > kMostBytes) return;
  if (value.IsNumber()) {
    out += format_number(value.GetDouble());
  } else if (value.IsString()) {
    out += quoted(brief({value.GetString(), value.GetStringLength()}));
  } else if (value.IsArray()) {
    out += '[';
    for (SizeType i = 0; i < value.Size() && out.size() <= kMostBytes; ++i) {
      if (i > 0) out += ',';
      append_text(value[i], out);
    }
    out += ']';
  } else if (value.IsObject()) {
    out += '{';
    for (auto member = value.MemberBegin(); member != value.MemberEnd() && out.size() <= kMostBytes; ++member) {
      if (member != value.MemberBegin()) out += ',';
      append_text(member->name, out);
      out += ':';
      append_text(member->value, out);
    }
    out += '}';
  } else {
    out += value.IsNull() ? "null" : value.IsTrue() ? "true" : "false";
  }
}

}  // namespace

std::string json_number(double value) { return std::isfinite(value) ? format_number(value) : "null"; }

std::string brief(std::string_view text) {
  constexpr int kMost = 40;
  std::string out;
  std::size_t last = 0;  // where the last character but one that fits ends
  int characters = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (characters == kMost) return out.substr(0, last) + "…";
    if (characters == kMost - 1) last = out.size();
    ++characters;
    std::size_t length = 1;
    while (at + length < text.size() && length < 4 && (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80)
      ++length;
    const std::string_view character = text.substr(at, length);
    if (data::first_invalid_byte(character) == std::string_view::npos) {
      out += character;
    } else {
      out += "\uFFFD";
    }
    at += length;
  }
  return out;
}

std::string excerpt(const rapidjson::Value& value) {
  if (value.IsString()) return shown({value.GetString(), value.GetStringLength()});
  std::string text;
  append_text(value, text);
  return brief(text);
}

void JsonObject::add(std::string_view key, const std::string& json) {
  if (!body_.empty()) body_ += ',';
  (body_ += quoted(key)) += ':';
  body_ += json;
}

void JsonArray::add(const std::string& json) {
  if (!body_.empty()) body_ += ',';
  body_ += json;
}

}  // namespace spec

std::optional<Error> json_fault(std::string_view text) {
  const Result<rapidjson::Document> parsed = spec::parse_json(text);
  if (parsed) return {};
  return parsed.error();
}

namespace {

/// A walk along the text of valid JSON.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) { skip_space(); }
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  /// Steps over one character of punctuation.
  void step() {
    ++at_;
    skip_space();
  }
  /// Steps over the value, or key, that begins here.
  std::string_view take() {
    const std::size_t begin = at_;
    int depth = 0;
    do {
      if (at('"')) {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
        ++at_;
      } else if (at('[') || at('{')) {
        ++depth;
        ++at_;
      } else if (at(']') || at('}')) {
        --depth;
        ++at_;
      } else {
        at_ = std::min(text_.find_first_of(depth > 0 ? "\"[]{}" : ",]} \t\r\n", at_), text_.size());
      }
    } while (depth > 0 && at_ < text_.size());
    const std::string_view token = text_.substr(begin, std::min(at_, text_.size()) - begin);
    skip_space();
    return token;
  }

 private:
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  std::string_view text_;
  std::size_t at_ = 0;
};

// The text of the member of an object, or of the element of an array, with this name.
std::string_view child(std::string_view json, std::string_view name) {
  Walk walk(json);
  const bool object = walk.at('{');
  if (!object && !walk.at('[')) return {};
  walk.step();
  for (std::size_t index = 0; !walk.at('}') && !walk.at(']'); ++index) {
    const std::string_view key = object ? walk.take() : std::string_view{};
    if (object) walk.step();  // the colon
    const std::string_view value = walk.take();
    if (value.empty()) return {};
    if (object ? key.substr(1, key.size() - 2) == name : std::to_string(index) == name) return value;
    if (walk.at(',')) walk.step();
  }
  return {};
}

}  // namespace

std::string_view json_at(std::string_view json, std::string_view pointer) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);  // the mark some editors put in front of UTF-8
  json = Walk(json).take();
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    json = child(json, pointer.substr(1, end - 1));
    pointer.remove_prefix(end);
  }
  return json;
}

}  // namespace collapse
