// collapse run: the tidy table of an experiment.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <memory>
#include <string>

#include "collapse/experiment.h"
#include "collapse/fit.h"
#include "collapse/version.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/input.h"
#include "io/json_text.h"
#include "io/memory.h"
#include "io/ordered_chunks.h"
#include "io/output.h"
#include "io/progress.h"

namespace collapse::cli {

namespace {

struct RunArguments {
  SpecArguments spec;
  bool json = false;
  std::string out;
  int every = 1;
  MemoryArguments memory;
};

// Units of work between two looks at the clock and at whether the result is still wanted. A unit is at most one
// pass over one generation's data.
constexpr long kSlice = 16;

Experiment make_experiment(const Spec& spec, std::string_view table, RunRange range, const RunArguments& arguments) {
  // Rows that are not written need not be measured.
  const Measure when = arguments.every > 1 ? Measure::when_read : Measure::as_computed;
  Result<Experiment> made = Experiment::create(spec, table, range, arguments.memory.bytes(), when);
  if (!made) throw invalid_input(made.error(), "spec");
  return std::move(*made);
}

std::string json_head(const Experiment& experiment) {
  std::string head = "{\"version\":" + json_string(kVersion) + ",\n\"settings\":" + write_spec(experiment.spec()) +
                     ",\n\"columns\":[\"run\",\"generation\"";
  for (const ColumnInfo& column : experiment.columns()) head += "," + json_string(column.name);
  return head + "],\n\"rows\":[";
}

void append_json_row(const Experiment& experiment, int run, int generation, std::string& out) {
  out += "[" + std::to_string(run) + "," + std::to_string(generation);
  const std::span<const double> row = experiment.row(run, generation);
  for (std::size_t c = 0; c < row.size(); ++c) {
    out += ',';
    const bool word = experiment.columns()[c].name == "status" && row[c] == row[c];
    out += word ? json_string(models::kFitStatuses[static_cast<std::size_t>(row[c])].name) : json_number(row[c]);
  }
  out += "]";
}

void run(const RunArguments& arguments) {
  refuse_overwriting(arguments.out, arguments.spec.source);
  const Spec spec = load_spec(arguments.spec);
  const std::string table = table_of(spec, arguments.spec.data);
  const int runs = static_cast<int>(spec.runs), generations = static_cast<int>(spec.generations);

  // The first run alone tells the columns and the size of a run, and whether the spec can be computed at all.
  std::string head;
  Alive alive{static_cast<double>(table.size()), 0, 0};
  {
    const Experiment probe = make_experiment(spec, table, {0, 1}, arguments);
    head = arguments.json ? json_head(probe) : csv_head(probe);
    alive.piece = probe.memory_bytes();
    alive.text = (generations / arguments.every + 1) * row_text_bytes(probe.columns().size());
  }
  const int threads = arguments.memory.fitting_threads(
      alive, runs, "Lower the generations or the sample size, write fewer rows by --every");
  Output output(arguments.out);
  output.write(head);

  const int fair = (runs + 4 * threads - 1) / (4 * threads);
  const int chunk = std::min(fair, arguments.memory.runs_together(alive.piece, alive.text, threads));
  const int chunks = (runs + chunk - 1) / chunk;

  std::atomic<bool> cancelled = false;
  std::atomic<long long> done = 0;
  Progress progress(static_cast<double>(runs) * generations,
                    !arguments.memory.quiet && (!arguments.out.empty() || ::isatty(STDOUT_FILENO) == 0));

  const auto compute = [&](int index) {
    const int first = index * chunk, count = std::min(chunk, runs - first);
    Experiment experiment = make_experiment(spec, table, {first, count}, arguments);
    int completed = 0;
    while (!experiment.finished() && !cancelled) {
      const int now = experiment.advance(kSlice);
      done += static_cast<long long>(now - completed) * count;
      completed = now;
    }
    done += static_cast<long long>(generations - completed) * count;  // none, unless all its runs ended early
    std::string rows;
    for (int r = first; r < first + count && !cancelled; ++r)
      for (int g = 0; g <= completed; g += arguments.every) {
        if (arguments.json) {
          if (!experiment.reached(r, g)) continue;
          rows += r == 0 && g == 0 ? "\n" : ",\n";
          append_json_row(experiment, r, g, rows);
        } else {
          append_csv_row(experiment, r, g, rows);
        }
      }
    return rows;
  };
  in_order(
      chunks, threads, cancelled, compute, [&](int, const std::string& rows) { output.write(rows); },
      [&] { progress.show(static_cast<double>(done.load())); });
  if (arguments.json) output.write("\n]}\n");
  output.commit();
}

}  // namespace

void add_run(CLI::App& app) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App& command = *app.add_subcommand("run", "Run an experiment and write one row per run and generation");
  arguments->spec.declare(command);
  command.add_option("--format", "How the table is written (default: csv)")
      ->check(CLI::IsMember({"csv", "json"}))
      ->type_name("FORMAT")
      ->each([arguments](const std::string& format) { arguments->json = format == "json"; });
  command.add_option("-o,--out", arguments->out, "Write to this file, which appears only when it is complete")
      ->check(names_a_file)
      ->type_name("FILE");
  command.add_option("--every", arguments->every, "Write generations 0, K, 2K, … only")
      ->check(CLI::Range(1, 10000))
      ->type_name("K");
  arguments->memory.declare(command);
  command.footer(
      "Row 0 of every run is the truth. Lines that start with # hold the settings and the version.\n"
      "Example: collapse run gaussian-forgets --runs 1000 --set /samples/n=50 --out table.csv");
  command.callback([arguments] { run(*arguments); });
}

}  // namespace collapse::cli
