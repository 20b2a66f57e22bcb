#include "experiment/question.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "spec/json.h"

namespace collapse::experiment {

std::string topic_of(const rapidjson::Value& question) {
  if (!question.IsObject()) return {};
  const auto found = question.FindMember("ask");
  if (found == question.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

Error no_topic(std::string_view others, std::string_view asked) {
  return {
      "",
      R"(A question is an object such as {"ask":"verdicts","run":0,"generation":3}; "ask" is one of "verdicts", "laws")" +
          std::string(others) + (asked.empty() ? "." : " here, but is " + spec::shown(asked) + ".")};
}

Question::Question(const rapidjson::Value& json, RunRange runs, int completed) : json_(json) {
  if (!json.IsObject()) return;
  run = whole("run", runs.first, runs.first + runs.count - 1, runs.first);
  generation = whole("generation", 0, completed, completed);
}

int Question::whole(const char* name, int low, int high, int fallback) {
  asked_for_.push_back(name);
  const auto found = json_.FindMember(name);
  if (found == json_.MemberEnd()) return fallback;
  const double value = found->value.IsNumber() ? found->value.GetDouble() : kNaN;
  if (value >= low && value <= high && value == std::floor(value)) return static_cast<int>(value);
  fail(name, "a whole number from " + std::to_string(low) + " to " + std::to_string(high), found->value);
  return fallback;
}

std::optional<std::string> Question::text(const char* name) {
  constexpr std::size_t kMostBytes = 4000;
  asked_for_.push_back(name);
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

std::optional<Error> Question::fault() const {
  if (error || !json_.IsObject()) return error;
  for (auto member = json_.MemberBegin(); member != json_.MemberEnd(); ++member) {
    const std::string_view name(member->name.GetString(), member->name.GetStringLength());
    if (std::find(asked_for_.begin(), asked_for_.end(), name) == asked_for_.end()) {
      std::string allowed;
      for (const std::string_view known : asked_for_) (allowed += allowed.empty() ? "" : ", ") += spec::quoted(known);
      return Error{"", "This question has no " + spec::shown(name) + "; it has " + allowed + "."};
    }
    for (auto earlier = json_.MemberBegin(); earlier != member; ++earlier)
      if (earlier->name == member->name) return Error{"", spec::shown(name) + " stands twice; it may stand once."};
  }
  return {};
}

void Question::fail(const char* name, const std::string& expected, const rapidjson::Value& found) {
  if (!error)
    error = Error{"", "\"" + std::string(name) + "\" must be " + expected + ", but is " + spec::excerpt(found) + "."};
}

}  // namespace collapse::experiment
