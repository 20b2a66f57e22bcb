#pragma once

// What is asked of an experiment, a JSON object, taken apart. docs/spec.md lists the questions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/experiment.h"
#include "spec/json.h"

namespace collapse::experiment {

/// What a question is about, its field "ask"; "" where there is none.
std::string topic_of(const rapidjson::Value& question);

/// The refusal of a question about nothing there is. `others` are the topics besides those of every experiment: `,
/// "text"`.
Error no_topic(std::string_view others, std::string_view asked);

/// A question whose fields are taken one after another; the first that is wrong is remembered.
class Question {
 public:
  Question(const rapidjson::Value& json, RunRange runs, int completed);
  int run = 0, generation = 0;
  std::optional<Error> error;

  /// What is wrong: the first fault, else a field that was never asked for, else one that stands twice.
  std::optional<Error> fault() const;

  int whole(const char* name, int low, int high, int fallback);
  std::optional<std::string> text(const char* name);

 private:
  void fail(const char* name, const std::string& expected, const rapidjson::Value& found);
  const rapidjson::Value& json_;
  std::vector<std::string_view> asked_for_ = {"ask"};
};

}  // namespace collapse::experiment
