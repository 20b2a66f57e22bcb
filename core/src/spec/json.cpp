#include "spec/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/internal/dtoa.h>

#include <cmath>

#include "collapse/spec.h"

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

constexpr std::size_t kMaxBytes = 16u << 20;
constexpr int kMaxDepth = 64;

// The parser keeps its own stack, but a document this deep would still overflow ours when it is destroyed.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::string position(std::string_view text, std::size_t offset) {
  std::size_t line = 1, column = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Result<rapidjson::Document> parse_json(std::string_view text) {
  if (text.size() > kMaxBytes)
    return Error{"", "The text is " + std::to_string(text.size() >> 20) + " MB long; at most 16 MB are read."};
  if (too_deep(text)) return Error{"", "The text is nested more than 64 levels deep."};
  // The parser takes a zero byte for the end of the text; JSON allows none anywhere.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return Error{"", "Not valid JSON at " + position(text, zero) + ": a zero byte."};
  rapidjson::Document document;
  constexpr unsigned flags =
      rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  document.Parse<flags>(text.data(), text.size());
  if (document.HasParseError())
    return Error{"", "Not valid JSON at " + position(text, document.GetErrorOffset()) + ": " +
                         rapidjson::GetParseError_En(document.GetParseError())};
  return document;
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

// Appends JSON until `out` is longer than any excerpt. (The library's own writer would be 2 kB of the page's first load.)
void append_text(const rapidjson::Value& value, std::string& out) {
  if (out.size() > 40) return;
  if (value.IsNumber()) {
    out += format_number(value.GetDouble());
  } else if (value.IsString()) {
    out += quoted({value.GetString(), value.GetStringLength()});
  } else if (value.IsArray()) {
    out += '[';
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      if (i > 0) out += ',';
      append_text(value[i], out);
    }
    out += ']';
  } else if (value.IsObject()) {
    out += '{';
    for (auto member = value.MemberBegin(); member != value.MemberEnd(); ++member) {
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

std::string excerpt(const rapidjson::Value& value) {
  std::string text;
  append_text(value, text);
  if (text.size() <= 40) return text;
  std::size_t end = 37;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // keep UTF-8 whole
  return text.substr(0, end) + "…";
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
}  // namespace collapse
