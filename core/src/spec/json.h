#pragma once

// The JSON library behind one door: strict parsing with positions, numbers that read back exactly, and a small writer.

#include <rapidjson/document.h>

#include <string>
#include <string_view>

#include "collapse/result.h"

namespace collapse::spec {

/// Parses one JSON value and nothing after it: no comments, no trailing commas, UTF-8 only, numbers rounded
/// correctly, at most 64 levels and 16 MB. Errors name line and column.
Result<rapidjson::Document> parse_json(std::string_view text);

/// `"text"` with JSON escapes.
std::string quoted(std::string_view text);
/// A number as JSON: format_number, and null for what JSON has no number for.
std::string json_number(double value);
/// A value in at most 40 characters, for error sentences.
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
