#include "experiment/question.h"

#include <cmath>
#include <limits>

namespace collapse::experiment {

std::string topic_of(const rapidjson::Value& question) {
  if (!question.IsObject()) return {};
  const auto found = question.FindMember("ask");
  if (found == question.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

Error no_topic(std::string_view others) {
  return {
      "",
      R"(A question is an object such as {"ask":"verdicts","run":0,"generation":3}; "ask" is one of "verdicts", "laws")" +
          std::string(others) + "."};
}

Question::Question(const rapidjson::Value& json, RunRange runs, int completed) : json_(json) {
  if (!json.IsObject()) return;
  run = whole("run", runs.first, runs.first + runs.count - 1, runs.first);
  generation = whole("generation", 0, completed, completed);
}

int Question::whole(const char* name, int low, int high, int fallback) {
  const auto found = json_.FindMember(name);
  if (found == json_.MemberEnd()) return fallback;
  const double value = found->value.IsNumber() ? found->value.GetDouble() : std::numeric_limits<double>::quiet_NaN();
  if (value >= low && value <= high && value == std::floor(value)) return static_cast<int>(value);
  fail(name, "a whole number from " + std::to_string(low) + " to " + std::to_string(high), found->value);
  return fallback;
}

std::optional<std::string> Question::text(const char* name) {
  constexpr std::size_t kMostBytes = 4000;
  const auto found = json_.FindMember(name);
  if (found == json_.MemberEnd()) return {};
  if (!found->value.IsString()) {
    fail(name, "a text", found->value);
    return {};
  }
  std::string value(found->value.GetString(), found->value.GetStringLength());
  if (value.size() > kMostBytes && !error)
    error = Error{"", "\"" + std::string(name) + "\" may have at most " + std::to_string(kMostBytes) +
                          " bytes, but has " + std::to_string(value.size()) + "."};
  return value;
}

void Question::fail(const char* name, const std::string& expected, const rapidjson::Value& found) {
  if (!error)
    error = Error{"", "\"" + std::string(name) + "\" must be " + expected + ", but is " + spec::excerpt(found) + "."};
}

}  // namespace collapse::experiment
