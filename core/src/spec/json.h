#pragma once

// The JSON library behind one door: strict parsing with positions, numbers that read back exactly, and a small writer.

#include <rapidjson/document.h>

#include <string>
#include <string_view>

#include "collapse/json.h"

namespace collapse::spec {

/// "17 MB": rounded up, for sentences.
inline std::string megabytes(std::size_t bytes) { return std::to_string((bytes + (1u << 20) - 1) >> 20) + " MB"; }

/// Parses what json_fault() lets pass, numbers rounded correctly; else its error. `no_json` is set when the text breaks
/// JSON's grammar, so that it may have been meant as a plain word.
Result<rapidjson::Document> parse_json(std::string_view text, bool* no_json = nullptr);

/// `"text"` with JSON escapes.
std::string quoted(std::string_view text);
/// A number as JSON: format_number, and null for what JSON has no number for.
std::string json_number(double value);
/// A text from outside in at most 40 characters of valid UTF-8, for error sentences and their paths: what is cut off
/// becomes "…", a byte of no character U+FFFD.
std::string brief(std::string_view text);
/// The same in quotation marks.
inline std::string shown(std::string_view text) { return quoted(brief(text)); }
/// A value in at most 40 characters, likewise.
std::string excerpt(const rapidjson::Value& value);

/// Builds {"a":1,"b":[…]} without a document: keys in the order they are added.
class JsonObject {
 public:
  void add(std::string_view key, const std::string& json);
  void text(std::string_view key, std::string_view value) { add(key, quoted(value)); }
  void number(std::string_view key, double value) { add(key, json_number(value)); }
  void flag(std::string_view key, bool value) { add(key, value ? "true" : "false"); }
  bool empty() const { return body_.empty(); }
  std::string str() const { return "{" + body_ + "}"; }

 private:
  std::string body_;
};

class JsonArray {
 public:
  void add(const std::string& json);
  std::string str() const { return "[" + body_ + "]"; }

 private:
  std::string body_;
};

template <class Numbers>
std::string json_numbers(const Numbers& numbers) {
  JsonArray array;
  for (double value : numbers) array.add(json_number(value));
  return array.str();
}

}  // namespace collapse::spec
