#include "collapse/experiment.h"
#include "collapse/constants.h"

#include <algorithm>
#include <cmath>

#include "collapse/fit.h"
#include "experiment/against_laws.h"
#include "experiment/kinds.h"
#include "experiment/question.h"
#include "experiment/verdicts.h"
#include "experiment/words.h"
#include "numerics/hash.h"
#include "numerics/quantile.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

namespace {

// Why there is nothing of a name, with the names there are.
template <class Named>
Error no_name(const char* what, std::string_view name, const Named& all) {
  std::string list;
  for (const auto& one : all) list += (list.empty() ? "" : ", ") + one.name;
  return {"", std::string("There is no ") + what + " " + spec::shown(name) + "; there are " + list + "."};
}

// Why a run ended with generation t, the last it reached.
std::string_view why_ended(const Experiment::State& state, int run, int t) {
  return models::info_of(experiment::status_in(state.metric(run, t, "status"))).ends;
}

}  // namespace

Experiment::Experiment(std::unique_ptr<State> state) : state_(std::move(state)) {}
Experiment::~Experiment() = default;
Experiment::Experiment(Experiment&&) noexcept = default;
Experiment& Experiment::operator=(Experiment&&) noexcept = default;

Result<Experiment> Experiment::create(const Spec& spec, std::string_view table, RunRange runs, double memory_limit,
                                      Measure when) {
  if (runs.count < 0) runs.count = static_cast<int>(spec.runs) - runs.first;
  if (runs.first < 0 || runs.count < 1 || runs.first + runs.count > spec.runs)
    return Error{"/runs", "The runs asked for must lie within the " + std::to_string(spec.runs) + " of the spec."};

  const Result<const experiment::Kind*> kind = experiment::kind_of(spec);
  if (!kind) return kind.error();
  experiment::StateResult made = (*kind)->make({spec, table, runs, memory_limit, when});
  if (!made) return made.error();
  (*made)->readings = (*kind)->readings;
  return Experiment(std::move(*made));
}

const Spec& Experiment::spec() const { return state_->spec; }
RunRange Experiment::runs() const { return state_->runs; }
int Experiment::dimension() const { return state_->dimension(); }
int Experiment::components() const { return state_->components(); }
double Experiment::memory_bytes() const { return state_->memory_bytes; }
std::vector<std::string> Experiment::axes() const { return state_->axes(); }
const std::vector<ColumnInfo>& Experiment::columns() const { return state_->columns; }
int Experiment::completed() const { return state_->completed(); }
bool Experiment::finished() const { return state_->finished(); }

Result<int> Experiment::column(std::string_view name) const {
  if (const int c = state_->column(name); c >= 0) return c;
  return no_name("column", name, state_->columns);
}

Result<double> Experiment::value(std::string_view column, int run, int generation) const {
  const Result<int> c = this->column(column);
  if (!c) return c.error();
  const RunRange there = runs();
  if (run < there.first || run - there.first >= there.count)
    return Error{"", "There is no run " + std::to_string(run) + "; they are " + std::to_string(there.first) + " to " +
                         std::to_string(there.first + there.count - 1) + "."};
  if (generation < 0 || generation > completed())
    return Error{"", "There is no generation " + std::to_string(generation) + "; so far they are 0 to " +
                         std::to_string(completed()) + "."};
  return row(run, generation)[static_cast<std::size_t>(*c)];
}

std::string_view Experiment::ended_early() const {
  const int last = completed();
  if (!finished() || last == spec().generations) return {};
  int run = state_->runs.first;
  while (!reached(run, last)) ++run;  // there is one: else they had all ended before
  return why_ended(*state_, run, last);
}

bool Experiment::reached(int run, int generation) const {
  // Every row that was measured has a status.
  return !std::isnan(state_->metric(run, generation, "status"));
}

int Experiment::advance(long work) {
  state_->advance(work);
  return completed();
}

std::span<const double> Experiment::row(int run, int generation) const {
  return state_->row(state_->run_index(run), generation);
}
std::span<const double> Experiment::parameters(int run, int generation) const {
  return state_->parameters(state_->run_index(run), generation);
}

std::string Experiment::hash() const {
  numerics::Hash hash;
  hash.add(write_spec(state_->spec));
  hash.add(static_cast<std::uint64_t>(completed()));
  for (int run = 0; run < state_->runs.count; ++run) hash.add(state_->run_hash(run));
  std::string digits(16, '0');
  for (int i = 0; i < 16; ++i)
    digits[static_cast<std::size_t>(i)] = "0123456789abcdef"[(hash.value() >> (60 - 4 * i)) & 15];
  return digits;
}

std::string Experiment::layout() const { return experiment::layout_json(*state_); }
std::string Experiment::summary(int run, int generation) const {
  if (generation <= completed() && reached(run, generation)) return state_->summary(run, generation);
  int last = std::min(generation, completed());
  while (!reached(run, last)) --last;
  return "This run ended at generation " + std::to_string(last) + ": " + std::string(why_ended(*state_, run, last)) +
         ".";
}

Result<std::string> Experiment::ask(std::string_view asked) {
  Result<rapidjson::Document> parsed = spec::parse_json(asked);
  if (!parsed) return parsed.error();
  const std::string topic = experiment::topic_of(*parsed);
  if (topic != "verdicts" && topic != "laws") return state_->answer(asked);
  const experiment::Question question(*parsed, runs(), completed());
  if (const std::optional<Error> fault = question.fault()) return *fault;
  if (topic == "laws") return experiment::against_laws_json(*state_, question.generation);
  return experiment::verdicts_json(*state_, question.run, question.generation);
}

Result<std::string> Experiment::State::answer(std::string_view asked) {
  const Result<rapidjson::Document> parsed = spec::parse_json(asked);
  if (!parsed) return parsed.error();
  return experiment::no_topic("", experiment::topic_of(*parsed));
}

Result<std::span<const double>> NamedBlock::section(std::string_view name) const {
  for (const Section& candidate : sections_)
    if (candidate.name == name) return subspan(candidate.offset, candidate.length);
  return no_name("section", name, sections_);
}

NamedBlock Experiment::scene() { return state_->scene.named(); }
NamedBlock Experiment::frame(int run, int generation) {
  state_->build_frame(run, generation);
  return state_->frame.named();
}

NamedBlock Experiment::progress() {
  state_->build_progress();
  return state_->progress.named();
}

void Experiment::State::build_progress() {
  progress.clear();
  progress.add("head", {static_cast<double>(completed() + 1), 0, 0});
}

std::span<const double> Experiment::history(int from, int to) {
  constexpr double kQuantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};
  const std::size_t columns = state_->columns.size();
  std::vector<double>& out = state_->history_block;
  out.clear();
  std::vector<double> values;
  for (int g = from; g <= to; ++g)
    for (std::size_t c = 0; c < columns; ++c) {
      values.clear();
      double sum = 0;
      for (int r = 0; r < state_->runs.count; ++r) {
        const double value = state_->row(r, g)[c];
        if (std::isnan(value)) continue;  // not defined
        values.push_back(value);
        sum += value;
      }
      std::sort(values.begin(), values.end());
      const double nan = kNaN;
      out.push_back(values.empty() ? nan : sum / static_cast<double>(values.size()));
      for (const double q : kQuantiles) out.push_back(values.empty() ? nan : numerics::sorted_quantile(values, q));
    }
  return out;
}

std::span<const double> Experiment::lines(int column, int count, int from, int to) {
  std::vector<double>& out = state_->lines_block;
  out.clear();
  for (int r = 0; r < std::min(count, state_->runs.count); ++r)
    for (int g = from; g <= to; ++g) out.push_back(state_->row(r, g)[static_cast<std::size_t>(column)]);
  return out;
}

std::span<const double> Experiment::ridges(int run, int from, int to) {
  state_->build_ridges(run, from, to);
  return state_->ridges_block;
}

}  // namespace collapse
