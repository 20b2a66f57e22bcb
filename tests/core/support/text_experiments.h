#pragma once

// Experiments with a made-up text.

#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/json.h"
#include "support/close.h"
#include "support/experiments.h"
#include "support/own_text.h"

namespace collapse::test {

inline constexpr const char* kTinyNetwork =
    R"("kind":"transformer","layers":1,"width":8,"heads":2,"context":16,"epochs":1,"batch":4,"learning_rate":0.01)";

/// A spec with the made-up text of about 5,000 words, 800 tokens a generation. `more`: fields beside the source, begun
/// with a comma if any.
inline std::string text_spec(const std::string& model, std::string more = "", const std::string& tokens = "words",
                             const std::string& source = "") {
  static const std::string text = [] {
    std::string quoted;
    for (const char c : own_text(100, 50, 300)) quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
    return quoted;
  }();
  if (more.find("\"samples\"") == std::string::npos)
    more += std::string(more.empty() ? "" : ",") + R"("samples":{"n":800})";
  return "{" + more + R"(,"source":{"kind":"text","tokens":")" + tokens + R"(","value":")" + text + "\"" + source +
         R"(},"model":{)" + model + "}}";
}

inline Experiment text_experiment(const std::string& json, RunRange runs = {}) {
  return experiment_of(spec_of(json), runs);
}

inline Experiment finished_text(const std::string& json, RunRange runs = {}, long slice = 1000000000) {
  return finished(spec_of(json), runs, slice);
}

inline double value(const Experiment& experiment, int run, int t, std::string_view name) {
  for (std::size_t c = 0; c < experiment.columns().size(); ++c)
    if (experiment.columns()[c].name == name) return experiment.row(run, t)[c];
  FAIL("there is no column ", std::string(name));
  return 0;
}

/// Equal, NaN and NaN too.
inline bool same_numbers(std::span<const double> a, std::span<const double> b) {
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
  return same;
}

/// A section of a block ("scene", "frame", "progress") by its name. The block is copied first: the layout is read off a
/// frame in the same buffer.
inline std::vector<double> section(const Experiment& experiment, std::span<const double> from, const char* of,
                                   std::string_view name) {
  const std::vector<double> copy(from.begin(), from.end());
  const std::span<const double> block = copy;
  const auto layout = spec::parse_json(experiment.layout());
  for (const auto& entry : (*layout)["sections"][of].GetArray())
    if (entry["name"].GetString() == name) {
      const auto part = block.subspan(entry["offset"].GetUint(), entry["length"].GetUint());
      return {part.begin(), part.end()};
    }
  FAIL("there is no section ", std::string(name));
  return {};
}

/// Values of a law over a metric, null as NaN; empty if there is none.
inline std::vector<double> law_values(const Experiment& experiment, std::string_view metric) {
  const auto layout = spec::parse_json(experiment.layout());
  std::vector<double> values;
  for (const auto& law : (*layout)["laws"].GetArray())
    if (law["metric"].GetString() == metric)
      for (const auto& number : law["values"].GetArray())
        values.push_back(number.IsNumber() ? number.GetDouble() : std::nan(""));
  return values;
}

}  // namespace collapse::test
