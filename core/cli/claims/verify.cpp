// collapse verify: does what this program computes agree with what is known? A table of claims, each simulated anew.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/claims.h"
#include "claims/report.h"
#include "claims/statistics.h"
#include "collapse/constants.h"
#include "collapse/experiment.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/input.h"
#include "io/json_text.h"
#include "io/memory.h"
#include "io/ordered_chunks.h"
#include "io/output.h"
#include "io/progress.h"
#include "io/shown.h"

namespace collapse::cli {

namespace {

using verify::Claim;
using verify::Trial;
using verify::Value;

constexpr long kSlice = 256;

struct VerifyArguments {
  std::vector<std::string> only;
  bool list = false;
  std::string seed, json, results;
  MemoryArguments memory;
  DataFolder data;
};

/// What a claim takes from a trial's runs: one number a run.
struct Reading {
  Value value;
  int generation;
  friend bool operator==(const Reading& a, const Reading& b) {
    return a.value.column == b.value.column && a.value.plus == b.value.plus && a.value.of == b.value.of &&
           a.value.over_law == b.value.over_law && a.value.until == b.value.until && a.generation == b.generation;
  }
};

/// A trial with everything the chosen claims want to know of it.
struct Task {
  const Trial* trial;
  Spec spec;
  std::string table;
  std::vector<Reading> readings;
  int chunk = 1;                            // runs computed together
  std::string layout;                       // with the laws
  std::vector<std::vector<double>> values;  // a list for each reading
};

/// FNV-1a: the seed of a trial depends on its name alone, so that an added row changes no other.
Count seed_of(std::string_view id, std::string_view more) {
  std::uint64_t state = 0xcbf29ce484222325ull;
  for (const std::string_view text : {id, more})
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return static_cast<Count>(state >> 11);
}

bool wanted(const VerifyArguments& arguments, const Claim& claim) {
  if (arguments.only.empty()) return true;
  for (const std::string& part : arguments.only)
    if (claim.id.find(part) != std::string_view::npos) return true;
  return false;
}

Experiment make(const Task& task, RunRange range, double memory) {
  // Of each run a few generations are read.
  Result<Experiment> made = Experiment::create(task.spec, task.table, range, memory, Measure::when_read);
  if (!made) throw Failure{kRuntimeFailure, std::string(task.trial->id) + ": " + made.error().message};
  return std::move(*made);
}

Task make_task(const Trial& trial, const VerifyArguments& arguments) {
  Task task{&trial, {}, {}, {}, 1, {}, {}};
  Result<Spec> spec = read_spec(trial.spec);
  if (spec)
    spec = edit_spec(
        *spec, {{"/runs", std::to_string(trial.runs)}, {"/seed", std::to_string(seed_of(trial.id, arguments.seed))}});
  if (!spec)
    throw Failure{kRuntimeFailure, std::string(trial.id) + ": " + spec.error().path + ": " + spec.error().message};
  task.spec = *spec;
  task.table = table_of(task.spec, arguments.data);
  return task;
}

/// One law out of layout(), NaN where there is none.
double law_at(const std::string& layout, std::string_view metric, std::string_view kind, bool deviation,
              int generation) {
  const rapidjson::Document json = own_json(layout);
  for (const auto& law : json["laws"].GetArray()) {
    if (law["metric"].GetString() != metric || law["kind"].GetString() != kind) continue;
    const auto& values = law[deviation ? "sd" : "values"];
    const auto t = static_cast<rapidjson::SizeType>(generation);
    if (t < values.Size() && values[t].IsNumber()) return values[t].GetDouble();
  }
  return kNaN;
}

double number_of(const Reading& reading, const Experiment& experiment, const std::string& layout, int run) {
  const auto index = [&](std::string_view name) {
    const std::vector<ColumnInfo>& columns = experiment.columns();
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].name == name) return c;
    throw Failure{kRuntimeFailure, "there is no column " + std::string(name)};
  };
  const auto column = [&](std::string_view name) { return experiment.row(run, reading.generation)[index(name)]; };
  if (!experiment.reached(run, reading.generation)) return kNaN;
  if (reading.value.until != verify::kNever) {
    const std::size_t c = index(reading.value.column);
    int t = 0;
    while (t < reading.generation && !(experiment.row(run, t)[c] <= reading.value.until)) ++t;
    return t;
  }
  double x = column(reading.value.column);
  if (!reading.value.plus.empty()) x += column(reading.value.plus);
  if (reading.value.over_law) x /= law_at(layout, reading.value.column, "expectation", false, reading.generation);
  return reading.value.of == nullptr ? x : reading.value.of(x);
}

std::size_t reading_index(Task& task, const Reading& reading) {
  const auto found = std::find(task.readings.begin(), task.readings.end(), reading);
  if (found != task.readings.end()) return static_cast<std::size_t>(found - task.readings.begin());
  task.readings.push_back(reading);
  return task.readings.size() - 1;
}

double expected_of(const Claim& claim, const Task& task) {
  const bool deviation = claim.statistic == verify::Statistic::sd;
  const auto law = [&](const char* kind) {
    return law_at(task.layout, claim.value.column, kind, deviation, claim.generation);
  };
  switch (claim.expected.origin) {
    case verify::Origin::number:
      return claim.expected.number;
    case verify::Origin::law:
      return law("expectation");
    case verify::Origin::limit:
      return law("limit");
    case verify::Origin::typical:
      return law("geometric_mean");
    case verify::Origin::large_n:
      return law("large_n");
  }
  return kNaN;
}

/// Computes every task's values, on several threads; what comes out depends on neither their number nor their order.
void simulate(std::vector<Task>& tasks, const MemoryArguments& memory) {
  struct Piece {
    Task* task;
    int first, count;
  };
  std::vector<Piece> pieces;
  double total = 0;
  Alive alive;
  for (Task& task : tasks) {
    const Experiment probe = make(task, {0, 1}, memory.bytes());
    task.layout = probe.layout();
    const double run_bytes = probe.memory_bytes();
    const double readings = sizeof(double) * static_cast<double>(task.readings.size());
    const int fair = (task.trial->runs + 7) / 8;
    task.chunk =
        task.trial->each_alone ? 1 : std::min(fair, memory.runs_together(run_bytes, readings, memory.wanted()));
    for (int first = 0; first < task.trial->runs; first += task.chunk)
      pieces.push_back({&task, first, std::min(task.chunk, task.trial->runs - first)});
    task.values.resize(task.readings.size());
    alive.piece = std::max(alive.piece, task.chunk * run_bytes);
    alive.text = std::max(alive.text, task.chunk * readings);
    alive.fixed += static_cast<double>(task.table.size() + task.layout.size()) + task.trial->runs * readings;
    total += static_cast<double>(task.trial->runs) * static_cast<double>(task.spec.generations);
  }

  const int threads = memory.fitting_threads(alive, static_cast<int>(pieces.size()), "Choose fewer claims by --only");
  std::atomic<bool> cancelled = false;
  std::atomic<long long> done = 0;
  Progress progress(total, !memory.quiet);
  const auto compute = [&](int index) {
    const Piece& piece = pieces[static_cast<std::size_t>(index)];
    Experiment experiment = make(*piece.task, {piece.first, piece.count}, memory.bytes());
    int completed = 0;
    while (!experiment.finished() && !cancelled) {
      const int now = experiment.advance(kSlice);
      done += static_cast<long long>(now - completed) * piece.count;
      completed = now;
    }
    std::string bytes;
    if (cancelled) return bytes;
    const std::string own = piece.task->trial->each_alone ? experiment.layout() : std::string();
    for (const Reading& reading : piece.task->readings)
      for (int run = piece.first; run < piece.first + piece.count; ++run) {
        const double x = number_of(reading, experiment, own, run);
        bytes.append(reinterpret_cast<const char*>(&x), sizeof x);
      }
    return bytes;
  };
  const auto take = [&](int index, const std::string& bytes) {
    const Piece& piece = pieces[static_cast<std::size_t>(index)];
    const auto count = static_cast<std::size_t>(piece.count);
    for (std::size_t r = 0; r < piece.task->readings.size(); ++r) {
      std::vector<double>& list = piece.task->values[r];
      list.resize(list.size() + count);
      std::memcpy(list.data() + list.size() - count, bytes.data() + r * count * sizeof(double), count * sizeof(double));
    }
  };
  in_order(static_cast<int>(pieces.size()), threads, cancelled, compute, take,
           [&] { progress.show(static_cast<double>(done.load())); });
}

void check(const VerifyArguments& arguments) {
  struct Row {
    const verify::Chapter* chapter;
    const Claim* claim;
    std::size_t task, reading, other, other_reading;
  };
  const std::vector<verify::Chapter> chapters = {
      verify::gaussian_chapter(),  verify::workflows_chapter(), verify::selection_chapter(),
      verify::shortcut_chapter(),  verify::discrete_chapter(),  verify::kde_chapter(),
      verify::published_chapter(), verify::text_chapter(),      verify::digits_chapter()};
  std::map<std::string_view, std::size_t> index;  // of a trial's task
  std::vector<Task> tasks;
  std::vector<Row> rows;
  for (const verify::Chapter& chapter : chapters) {
    const auto task_of = [&](std::string_view id) {
      const auto known = index.find(id);
      if (known != index.end()) return known->second;
      for (const Trial& trial : chapter.trials)
        if (trial.id == id) {
          tasks.push_back(make_task(trial, arguments));
          return index[id] = tasks.size() - 1;
        }
      throw Failure{kRuntimeFailure, "no trial is called " + std::string(id)};
    };
    for (const Claim& claim : chapter.claims) {
      if (!wanted(arguments, claim)) continue;
      Row row{&chapter, &claim, task_of(claim.trial), 0, 0, 0};
      row.reading = reading_index(tasks[row.task], {claim.value, claim.generation});
      if (!claim.minus.empty()) {
        row.other = task_of(claim.minus);
        row.other_reading = reading_index(tasks[row.other], {claim.value, claim.generation});
      }
      rows.push_back(row);
    }
  }
  for (const std::string& part : arguments.only)
    if (std::none_of(rows.begin(), rows.end(),
                     [&](const Row& row) { return row.claim->id.find(part) != std::string_view::npos; }))
      throw Failure{kInvalidInput,
                    "--only " + shown(part) + ": no claim's name contains that (collapse verify --list names them)"};
  if (!arguments.json.empty() && arguments.json == arguments.results)
    throw Failure{kInvalidInput, "--json and --write-results name the same file"};

  Output output;
  if (arguments.list) {
    if (!arguments.json.empty() || !arguments.results.empty() || !arguments.seed.empty())
      throw Failure{
          kInvalidInput,
          "--list names the claims and computes nothing, so of --json, --write-results and --seed none goes with it"};
    for (const Row& row : rows)
      output.write(std::string(row.claim->id) + ": " + std::string(row.claim->statement) + " (" +
                   std::string(tasks[row.task].trial->title) + ")\n");
    output.commit();
    return;
  }

  // What cannot be written is reported before all is computed.
  std::optional<Output> json;
  if (!arguments.json.empty()) json.emplace(arguments.json);
  std::optional<verify::ResultsFile> results;
  if (!arguments.results.empty()) results.emplace(arguments.results);

  simulate(tasks, arguments.memory);

  std::vector<verify::Checked> checked;
  std::string failed;
  for (const Row& row : rows) {
    const Task& task = tasks[row.task];
    const verify::Verdict verdict =
        judge(*row.claim, task.values[row.reading],
              row.claim->minus.empty() ? std::vector<double>() : tasks[row.other].values[row.other_reading],
              expected_of(*row.claim, task));
    checked.push_back({row.chapter->title, row.claim, task.trial, verdict});
    if (!verdict.pass) failed += (failed.empty() ? "" : ", ") + std::string(row.claim->id);
  }
  output.write(verify::table_text(checked));
  output.commit();
  if (json) {
    json->write(verify::table_json(checked));
    json->commit();
  }
  if (results) results->write(checked);
  if (!failed.empty()) throw Failure{kRuntimeFailure, "these claims do not hold: " + failed};
}

}  // namespace

void add_verify(CLI::App& app) {
  const auto arguments = std::make_shared<VerifyArguments>();
  CLI::App& command =
      *app.add_subcommand("verify", "Simulate what is known of collapse anew, and say which claims hold");
  command.add_option("--only", arguments->only, "Only claims whose names contain TEXT; may be repeated")
      ->check([](const std::string& text) { return text.empty() ? std::string("must not be empty") : std::string(); })
      ->type_name("TEXT")
      ->allow_extra_args(false);
  command.add_flag("--list", arguments->list, "Name the claims and compute nothing");
  command.add_option("--seed", arguments->seed, "Other random numbers than those of the table")
      ->check([](const std::string& text) {
        const bool digits =
            !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        const bool plain = digits && (text == "0" || text[0] != '0');
        // Fifteen digits are within the whole numbers of a spec, which end at 2^53.
        return plain && text.size() <= 15 ? std::string()
                                          : "must be a whole number from 0 to 999999999999999, but is " + shown(text);
      })
      ->type_name("N");
  command.add_option("--json", arguments->json, "Write the table as JSON to this file")
      ->check(names_a_file)
      ->type_name("FILE");
  command
      .add_option("--write-results", arguments->results,
                  "Put the table between the marks <!-- verify --> and <!-- /verify --> of this file")
      ->check(names_a_file)
      ->type_name("FILE");
  arguments->memory.declare(command);
  arguments->data.declare(command,
                          "the texts and the digits (default: ../texts and ../digits beside the program's folder)");
  command.footer(
      "Each row says what is claimed, by whom, what was expected and measured, and z, the difference in standard "
      "errors. A row fails for right claims with a probability of at most 1e-6.\n"
      "Exit status 1 if a claim does not hold. Example: collapse verify --only accumulate");
  command.callback([arguments] { check(*arguments); });
}

}  // namespace collapse::cli
