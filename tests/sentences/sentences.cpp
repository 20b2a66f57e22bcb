#include "sentences/sentences.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "collapse/experiment.h"
#include "spec/json.h"
#include "support/digits_file.h"
#include "support/experiments.h"
#include "support/text_file.h"

namespace collapse::test {

namespace {

constexpr double kMemory = 256e6;  // bytes; more than any edge needs

/// The data set an edge names: a built-in table, or files made up for tests.
std::string_view data_of(const Spec& spec) {
  static const std::string small = digits_file(14, 300, 60), full = digits_file(28, 100, 20);
  static const std::string names = [] {
    TextFile file;
    file.name = "names";
    for (int i = 0; i < 400; ++i) {
      static constexpr const char* kFirst[] = {"an", "be", "cor", "do", "el"};
      static constexpr const char* kLast[] = {"na", "ra", "lia", "ta", "dy", "ne", "lo"};
      file.items.emplace_back(std::string(kFirst[i % 5]) + kLast[i % 7] + (i % 3 == 0 ? "s" : ""), i % 10 == 9   ? 2
                                                                                                   : i % 10 == 4 ? 1
                                                                                                                 : 0);
    }
    return file.bytes();
  }();
  if (spec.source.kind == SourceKind::digits) return spec.source.size == DigitsSize::full ? full : small;
  if (spec.source.kind == SourceKind::corpus) return names;
  return table_of(spec);
}

class Listener {
 public:
  explicit Listener(const Edge& edge) : edge_(edge) {}

  void run(std::vector<Told>& told) {
    told_ = &told;
    const Result<Spec> spec = read_spec(edge_.json);
    if (!spec) return refused(spec.error());
    Result<Experiment> made = Experiment::create(*spec, data_of(*spec), {}, kMemory);
    if (!made) return refused(made.error());
    Experiment& experiment = *made;
    while (!experiment.finished()) experiment.advance(1000000000);
    const int last = experiment.completed();
    for (int t = 0; t <= last; ++t) {
      for (int run = 0; run < experiment.runs().count; ++run) tell(experiment.summary(run, t), run, t);
      if (t > 2 && t != last / 2 && t != last) continue;
      for (int run = 0; run < experiment.runs().count; ++run) verdicts(experiment, run, t);
      laws(experiment, t);
    }
  }

 private:
  void refused(const Error& error) {
    told_->push_back({edge_.kind, "refusals", error.path + ": " + error.message, edge_.name});
  }
  void say(const char* topic, const std::string& text, int run, int t) {
    if (!said_.insert(topic + text).second) return;
    told_->push_back({edge_.kind, topic, text,
                      edge_.name + ", run " + std::to_string(run + 1) + ", generation " + std::to_string(t)});
  }
  void tell(const std::string& summary, int run, int t) {
    std::size_t at = summary.find('\n');
    say("headlines", summary.substr(0, at), run, t);
    while (at != std::string::npos && at + 1 < summary.size()) {
      const std::size_t from = at + 1;
      at = summary.find(". ", from);
      if (at != std::string::npos) ++at;
      say("notes", summary.substr(from, at == std::string::npos ? at : at - from), run, t);
    }
  }
  void verdicts(Experiment& experiment, int run, int t) {
    const auto answer = spec::parse_json(*experiment.ask(R"({"ask":"verdicts","run":)" + std::to_string(run) +
                                                         R"(,"generation":)" + std::to_string(t) + "}"));
    for (const auto& definition : (*answer)["definitions"].GetArray()) {
      const std::string name = std::string(definition["name"].GetString()) + ". ";
      if (definition.HasMember("criterion")) say("criteria", name + definition["criterion"].GetString(), run, t);
      if (definition.HasMember("reason"))
        say("reasons", (t == 0 ? "" : name) + definition["reason"].GetString(), run, t);
    }
  }
  void laws(Experiment& experiment, int t) {
    const auto answer = spec::parse_json(*experiment.ask(R"({"ask":"laws","generation":)" + std::to_string(t) + "}"));
    for (const auto& law : (*answer)["laws"].GetArray()) {
      if (const std::string note = law["note"].GetString(); !note.empty()) say("notes on laws", note, 0, t);
    }
  }

  const Edge& edge_;
  std::vector<Told>* told_ = nullptr;
  std::set<std::string> said_;
};

constexpr std::string_view kPowers[] = {" × 10", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

std::vector<Told> everything_told() {
  std::vector<Told> told;
  for (const Edge& edge : edges()) Listener(edge).run(told);
  return told;
}

std::string shape_of(const std::string& text) {
  std::string shape;
  for (std::size_t i = 0; i < text.size();) {
    if (!digit(text[i]) || (i > 0 && (word(text[i - 1]) || digit(text[i - 1])))) {
      shape += text[i++];
      continue;
    }
    // 1,335 and 0.5 and 1.2 × 10⁻⁷; a comma or full stop behind the number is none of its own.
    for (bool more = true; more;) {
      const char next = i + 1 < text.size() ? text[i + 1] : ' ';
      if (i < text.size() && digit(text[i]))
        ++i;
      else if (i < text.size() && (text[i] == ',' || text[i] == '.') && digit(next))
        ++i;
      else
        more = false;
      for (const std::string_view part : kPowers)
        if (text.compare(i, part.size(), part) == 0) {
          i += part.size();
          more = true;
        }
    }
    shape += 'N';
  }
  // One generation or several: the same sentence.
  constexpr std::string_view kOne = "N generation ", kMany = "N generations ";
  if (const std::size_t at = shape.find(kOne); at != std::string::npos) shape.replace(at, kOne.size(), kMany);
  return shape;
}

std::string list_of_sentences(const std::vector<Told>& told) {
  std::string list, kind, topic;
  std::vector<Told> sorted = told;
  std::map<std::string, int> place;
  for (const Told& one : told) place.emplace(one.kind, static_cast<int>(place.size()));
  constexpr std::string_view kTopics[] = {"headlines", "notes", "refusals", "criteria", "reasons", "notes on laws"};
  const auto rank = [&](const std::string& one) {
    return std::find(std::begin(kTopics), std::end(kTopics), one) - kTopics;
  };
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Told& a, const Told& b) {
    return a.kind != b.kind ? place[a.kind] < place[b.kind] : rank(a.topic) < rank(b.topic);
  });
  std::set<std::string> seen;
  for (const Told& one : sorted) {
    if (one.kind != kind || one.topic != topic) {
      kind = one.kind;
      topic = one.topic;
      seen.clear();
      list += (list.empty() ? "== " : "\n== ") + kind + ": " + topic + "\n";
    }
    if (seen.insert(shape_of(one.text)).second) list += one.text + "\n    [" + one.where + "]\n";
  }
  return list;
}

}  // namespace collapse::test
