#pragma once

// All that an experiment shows, to be compared with what another one shows.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collapse/experiment.h"
#include "numerics/hash.h"

namespace collapse::test {

/// What is shown, by name, and a hash of its bits. One NaN is as good as another.
class Shown {
 public:
  void add(std::string name, std::string_view words) {
    numerics::Hash hash;
    hash.add(words);
    items_.emplace_back(std::move(name), hash.value());
  }
  void add(std::string name, std::span<const double> numbers) {
    numerics::Hash hash;
    hash.add(static_cast<std::uint64_t>(numbers.size()));
    hash.add(numbers);
    items_.emplace_back(std::move(name), hash.value());
  }

  /// What is shown of one run alone.
  Shown of_run(int run) const {
    Shown part;
    const std::string begins = "run " + std::to_string(run) + ", ";
    for (const auto& item : items_)
      if (item.first.starts_with(begins)) part.items_.push_back(item);
    return part;
  }
  bool empty() const { return items_.empty(); }

  /// The name of the first thing that is shown otherwise; "" where all is the same.
  friend std::string difference(const Shown& a, const Shown& b) {
    for (std::size_t i = 0; i < std::min(a.items_.size(), b.items_.size()); ++i)
      if (a.items_[i] != b.items_[i]) return a.items_[i].first;
    return a.items_.size() == b.items_.size() ? "" : "how much is shown";
  }

 private:
  std::vector<std::pair<std::string, std::uint64_t>> items_;
};

/// Numbers, pictures, words and tables of all runs and generations.
inline Shown shown_by(Experiment& experiment) {
  Shown shown;
  const int last = experiment.completed();
  const RunRange runs = experiment.runs();
  shown.add("completed", std::to_string(last) + (experiment.finished() ? ", finished" : ""));
  shown.add("why it ended", experiment.ended_early());
  shown.add("hash", experiment.hash());
  for (int run = runs.first; run < runs.first + runs.count; ++run)
    for (int t = 0; t <= last; ++t) {
      const bool reached = experiment.reached(run, t);
      // A run that has ended is shown as long as another one goes on.
      const std::string at =
          (reached ? "run " : "the end of run ") + std::to_string(run) + ", generation " + std::to_string(t) + ": ";
      shown.add(at + "row", experiment.row(run, t));
      shown.add(at + "frame", experiment.frame(run, t));
      shown.add(at + "summary", experiment.summary(run, t));
      if (!reached) continue;
      if (t > 0) shown.add(at + "parameters", experiment.parameters(run, t));
      shown.add(at + "ridge", experiment.ridges(run, t, t));
    }
  shown.add("layout", experiment.layout());
  shown.add("scene", experiment.scene());
  shown.add("history", experiment.history(0, last));
  shown.add("lines", experiment.lines(0, runs.count, 0, last));
  shown.add("table", experiment.csv());
  return shown;
}

/// What it answers to every question there is, of all runs and generations.
inline Shown answered_by(Experiment& experiment) {
  Shown shown;
  const RunRange runs = experiment.runs();
  for (int run = runs.first; run < runs.first + runs.count; ++run)
    for (int t = 0; t <= experiment.completed() && experiment.reached(run, t); ++t)
      for (const char* topic : {"verdicts", "laws", "text", "sample", "lost", "grid", "read", "model", "judge"}) {
        const std::string question = std::string(R"({"ask":")") + topic + R"(","run":)" + std::to_string(run) +
                                     R"(,"generation":)" + std::to_string(t) + "}";
        const Result<std::string> answer = experiment.ask(question);
        shown.add(question, answer ? *answer : answer.error().message);
      }
  return shown;
}

}  // namespace collapse::test
