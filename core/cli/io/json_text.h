#pragma once

// The few pieces of JSON the command writes itself, and the JSON it reads.

#include <rapidjson/document.h>

#include <span>
#include <string>
#include <string_view>

namespace collapse::cli {

/// `"text"` with JSON escapes; `text` is UTF-8.
std::string json_string(std::string_view text);
/// A number that reads back as `value`. Not a number is null; an infinity is 1e999, which is valid JSON and which
/// JavaScript and Python read as infinity.
std::string json_number(double value);
/// JSON from outside. Throws Failure, whose message begins with `origin`, when it is none that this program reads.
rapidjson::Document read_json(std::string_view text, const std::string& origin);
/// JSON this program wrote itself or was built with.
rapidjson::Document own_json(std::string_view text);
/// The shortest number that reads back as the float `value`; null for what is not finite.
std::string json_float(float value);
/// [1,2,3]
std::string json_numbers(std::span<const double> values);

}  // namespace collapse::cli
