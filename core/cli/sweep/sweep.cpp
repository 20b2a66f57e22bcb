// collapse sweep: one tidy table of an experiment over a grid of settings.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/version.h"
#include "commands/commands.h"
#include "io/checksum.h"
#include "io/failure.h"
#include "io/input.h"
#include "io/memory.h"
#include "io/ordered_chunks.h"
#include "io/output.h"
#include "io/progress.h"
#include "sweep/grid.h"
#include "sweep/store.h"

namespace collapse::cli {

namespace {

struct SweepArguments {
  SpecArguments spec;
  std::vector<std::string> over, merge;
  std::string shard, out;
  sweep::Thinning thinning;
  MemoryArguments memory;
};

constexpr long kSlice = 64;

/// A cell that can be computed: every rule was checked.
struct Cell {
  std::size_t index = 0;
  Spec spec;
  const std::string* table = nullptr;
  std::vector<std::size_t> place;  // of its columns among those of the whole table; empty: the same
  int chunk = 1;                   // runs computed together
  double run_bytes = 0;            // of one run alone
};

/// The data sets the cells name, each read once.
class Tables {
 public:
  explicit Tables(const DataFolder& data) : data_(data) {}
  const std::string* of(const Spec& spec) {
    const auto key = std::to_string(static_cast<int>(spec.source.kind)) + "/" +
                     std::to_string(static_cast<int>(spec.source.name)) + "/" +
                     std::to_string(static_cast<int>(spec.source.size)) + "/" +
                     std::to_string(static_cast<int>(spec.source.corpus));
    const auto known = tables_.find(key);
    return known != tables_.end() ? &known->second : &tables_.emplace(key, table_of(spec, data_)).first->second;
  }
  /// Of all that were read.
  double bytes() const {
    double sum = 0;
    for (const auto& [key, table] : tables_) sum += static_cast<double>(table.size());
    return sum;
  }

 private:
  const DataFolder& data_;
  std::map<std::string, std::string> tables_;
};

/// 10, 10.0 and 1e1 are one value, "gmm" and gmm are one word: cells that would be computed twice.
void refuse_doubles(const sweep::Grid& grid, const std::vector<Cell>& cells) {
  for (std::size_t axis = 0; axis < grid.axes().size(); ++axis) {
    const std::vector<std::string>& values = grid.axes()[axis].values;
    std::map<std::string, std::size_t> first;
    for (std::size_t value = 0; value < values.size(); ++value) {
      const auto [known, is_new] = first.emplace(write_spec(cells[grid.cell_with(axis, value)].spec), value);
      if (!is_new)
        throw Failure{kInvalidInput, "--over " + grid.axes()[axis].field + ": the values " +
                                         shown(values[known->second]) + " and " + shown(values[value]) +
                                         " are the same"};
    }
  }
}

/// Checks every cell of the grid, those of other shards too, so that all shards refuse the same sweeps and write the
/// same columns.
std::vector<Cell> check_cells(const Spec& base, const sweep::Grid& grid, Tables& tables,
                              const SweepArguments& arguments, int threads, std::vector<std::string>& columns) {
  std::vector<Cell> cells;
  for (std::size_t index = 0; index < grid.cells(); ++index) {
    const auto refuse = [&](const Error& error) {
      Failure failure = invalid_input(error, "spec");
      return Failure{failure.status, grid.name(index) + ": " + failure.message};
    };
    Result<Spec> spec = edit_spec(base, grid.edits(index));
    if (!spec) throw refuse(spec.error());
    Cell cell{index, *spec, tables.of(*spec), {}, 1, 0};
    const int runs = static_cast<int>(spec->runs);
    const Result<Experiment> probe =
        Experiment::create(*spec, *cell.table, {0, 1}, arguments.memory.bytes(), arguments.thinning.measure());
    if (!probe) throw refuse(probe.error());
    cell.run_bytes = probe->memory_bytes();
    const int fair = static_cast<int>(grid.cells()) < 4 * threads ? (runs + threads - 1) / threads : runs;
    const double row = row_text_bytes(probe->columns().size()) + static_cast<double>(grid.prefix(index).size());
    const double text = arguments.thinning.rows(spec->generations) * row;
    cell.chunk = std::min(fair, arguments.memory.runs_together(cell.run_bytes, text, threads));
    // A column that an earlier cell lacks goes to the end.
    for (const ColumnInfo& column : probe->columns()) {
      const auto found = std::find(columns.begin(), columns.end(), column.name);
      cell.place.push_back(static_cast<std::size_t>(found - columns.begin()));
      if (found == columns.end()) columns.push_back(column.name);
    }
    cells.push_back(std::move(cell));
  }
  refuse_doubles(grid, cells);
  for (Cell& cell : cells) {
    bool same = cell.place.size() == columns.size();
    for (std::size_t c = 0; c < cell.place.size() && same; ++c) same = cell.place[c] == c;
    if (same) cell.place.clear();
  }
  return cells;
}

/// What is alive at once while cells are computed. In a file a whole cell is kept together until it is written, here
/// and in buffers.
Alive alive_of(const std::vector<Cell>& cells, const sweep::Grid& grid, const SweepArguments& arguments, double tables,
               std::size_t columns, bool keeps_cells) {
  Alive alive;
  double cell_text = 0;
  for (const Cell& cell : cells) {
    const double rows = arguments.thinning.rows(cell.spec.generations);
    const double row_bytes = row_text_bytes(columns) + static_cast<double>(grid.prefix(cell.index).size());
    alive.piece = std::max(alive.piece, cell.chunk * cell.run_bytes);
    alive.text = std::max(alive.text, cell.chunk * rows * row_bytes);
    cell_text = std::max(cell_text, static_cast<double>(cell.spec.runs) * rows * row_bytes);
  }
  alive.fixed = tables + (keeps_cells ? 3 * cell_text : alive.text);
  return alive;
}

/// A line of append_csv_row with its values under the columns of the whole table. Values hold no commas.
std::string placed(const std::string& line, const Cell& cell, std::size_t columns) {
  if (cell.place.empty()) return line;
  std::vector<std::string> values(columns + 2);
  std::size_t field = 0;
  for (std::size_t begin = 0; begin < line.size(); ++field) {
    const std::size_t end = std::min(line.find(',', begin), line.size() - 1);
    values[field < 2 ? field : cell.place[field - 2] + 2] = line.substr(begin, end - begin);
    begin = end + 1;
  }
  std::string out;
  for (const std::string& value : values) out += (&value == &values.front() ? "" : ",") + value;
  return out + "\n";
}

std::string rows_of(const Experiment& experiment, const Cell& cell, const std::string& prefix,
                    const sweep::Thinning& thinning, std::size_t columns) {
  const RunRange range = experiment.runs();
  std::string rows;
  for (int run = range.first; run < range.first + range.count; ++run)
    for (int g = 0; g <= experiment.completed(); ++g) {
      if (!thinning.keeps(g)) continue;
      std::string line;
      append_csv_row(experiment, run, g, line);
      if (!line.empty()) rows += prefix + placed(line, cell, columns);
    }
  return rows;
}

/// Computes cells [first, …) of `cells` and hands their rows to take(rows, last), in order: part by part, the last of a
/// cell is said.
template <class Take>
void compute_cells(const std::vector<Cell>& cells, std::size_t first, const sweep::Grid& grid,
                   const SweepArguments& arguments, std::size_t columns, int threads, const Take& take) {
  struct Piece {
    const Cell* cell;
    int first, count;
    bool last;  // of its cell
  };
  std::vector<Piece> pieces;
  double total = 0;
  for (std::size_t c = first; c < cells.size(); ++c) {
    const int runs = static_cast<int>(cells[c].spec.runs);
    for (int run = 0; run < runs; run += cells[c].chunk)
      pieces.push_back({&cells[c], run, std::min(cells[c].chunk, runs - run), run + cells[c].chunk >= runs});
    total += static_cast<double>(runs) * static_cast<double>(cells[c].spec.generations);
  }
  std::atomic<bool> cancelled = false;
  std::atomic<long long> done = 0;
  Progress progress(total, !arguments.memory.quiet && (!arguments.out.empty() || ::isatty(STDOUT_FILENO) == 0));
  const auto compute = [&](int index) {
    const Piece& piece = pieces[static_cast<std::size_t>(index)];
    Result<Experiment> experiment = Experiment::create(piece.cell->spec, *piece.cell->table, {piece.first, piece.count},
                                                       arguments.memory.bytes(), arguments.thinning.measure());
    if (!experiment) throw invalid_input(experiment.error(), "spec");
    int completed = 0;
    while (!experiment->finished() && !cancelled) {
      const int now = experiment->advance(kSlice);
      done += static_cast<long long>(now - completed) * piece.count;
      completed = now;
    }
    if (cancelled) return std::string();
    done += static_cast<long long>(piece.cell->spec.generations - completed) *
            piece.count;  // none, unless runs ended early
    return rows_of(*experiment, *piece.cell, grid.prefix(piece.cell->index), arguments.thinning, columns);
  };
  in_order(
      static_cast<int>(pieces.size()), threads, cancelled, compute,
      [&](int index, const std::string& part) { take(part, pieces[static_cast<std::size_t>(index)].last); },
      [&] { progress.show(static_cast<double>(done.load())); });
}

void run_sweep(const SweepArguments& arguments) {
  if (!arguments.merge.empty()) {
    if (!arguments.spec.source.empty() || !arguments.over.empty() || !arguments.shard.empty() ||
        arguments.thinning.every != 1 || !arguments.thinning.only.empty() || !edits_of(arguments.spec).empty())
      throw Failure{kInvalidInput, "--merge takes the tables of all shards and --out, and nothing else"};
    for (const std::string& shard : arguments.merge) refuse_overwriting(arguments.out, shard);
    sweep::merge(arguments.merge, arguments.out);
    return;
  }
  if (arguments.spec.source.empty())
    throw Failure{kInvalidInput, "a sweep needs a SPEC: a preset's name, a JSON file, or - for standard input"};
  if (arguments.over.empty())
    throw Failure{kInvalidInput, "a sweep needs a field to go over, such as --over /samples/n=10,30,100"};

  refuse_overwriting(arguments.out, arguments.spec.source);
  std::vector<sweep::Axis> axes;
  for (const std::string& text : arguments.over) axes.push_back(sweep::read_axis(text));
  const sweep::Grid grid(std::move(axes));
  const sweep::Shard shard = arguments.shard.empty() ? sweep::Shard{} : sweep::read_shard(arguments.shard, "--shard");
  for (const Edit& edit : edits_of(arguments.spec))
    for (const sweep::Axis& axis : grid.axes())
      if (edit.pointer == axis.field)
        throw Failure{kInvalidInput, "--over " + shown(axis.field) +
                                         ": the field is set to one value, too; it is either swept or set"};
  const Spec base = load_spec(arguments.spec);
  const int wanted = arguments.memory.wanted();
  Tables tables(arguments.spec.data);
  std::vector<std::string> columns;
  std::vector<Cell> cells = check_cells(base, grid, tables, arguments, wanted, columns);
  Count longest = 0;
  for (const Cell& cell : cells) longest = std::max(longest, cell.spec.generations);
  for (const int generation : arguments.thinning.only)
    if (generation > longest)
      throw Failure{kInvalidInput, "--generations-only: there is no generation " + std::to_string(generation) +
                                       "; the last one is " + std::to_string(longest)};
  std::erase_if(cells, [&](const Cell& cell) { return !shard.has(cell.index); });

  const std::string identity = sweep::identity(base, grid, arguments.thinning);
  const std::string shard_line =
      arguments.shard.empty()
          ? ""
          : std::string(sweep::kShardLine) + std::to_string(shard.number) + "/" + std::to_string(shard.of) + "\n";
  std::string head = std::string("# Model Collapse Lab ") + kVersion + "\n" + std::string(sweep::kSweepLine) +
                     identity + "\n" + shard_line +
                     "# generation 0 is the truth, generation t the t-th fitted model; an empty cell is not defined\n" +
                     grid.head() + "run,generation";
  for (const std::string& column : columns) head += "," + column;
  head += "\n";

  Checksum checksum(head);
  std::size_t rows_written = 0, next = 0;
  const auto write = [&](Output& output, const std::string& rows, bool last) {
    output.write(rows);
    checksum.add(rows);
    // A value with line breaks stands in every row of its cell.
    const std::string prefix = grid.prefix(cells[next].index);
    rows_written += static_cast<std::size_t>(std::count(rows.begin(), rows.end(), '\n') /
                                             (1 + std::count(prefix.begin(), prefix.end(), '\n')));
    if (last) ++next;
  };
  const auto commit = [&](Output& output) {
    if (!shard_line.empty()) output.write(sweep::end_line(rows_written, checksum));
    output.commit();
  };
  // A device or a pipe takes the rows as they come: beside it there is no place for finished cells.
  const bool to_file = !arguments.out.empty() && arguments.out != "-" && replaceable(arguments.out);
  const Alive alive = alive_of(cells, grid, arguments, tables.bytes(), columns.size(), to_file);
  const int threads = arguments.memory.fitting_threads(
      alive, wanted,
      "Lower the runs, the generations or the sample size, write fewer rows by --every or --generations-only");
  if (!to_file) {
    Output output(arguments.out);
    output.write(head);
    compute_cells(cells, 0, grid, arguments, columns.size(), threads,
                  [&](const std::string& rows, bool last) { write(output, rows, last); });
    commit(output);
    return;
  }
  { Output writable(arguments.out); }  // says so now if the table cannot be written in the end
  sweep::Store store(arguments.out + ".cells", kVersion + std::string(" ") + identity + " " + shard_line, cells.size());
  std::string cell_rows;
  compute_cells(cells, store.cells(), grid, arguments, columns.size(), threads,
                [&](const std::string& rows, bool last) {
                  cell_rows += rows;
                  if (!last) return;
                  store.add(cell_rows);
                  cell_rows.clear();
                });
  Output output(arguments.out);
  output.write(head);
  store.for_each([&](const std::string& rows) { write(output, rows, true); });
  commit(output);
  store.remove();
}

}  // namespace

void add_sweep(CLI::App& app) {
  const auto arguments = std::make_shared<SweepArguments>();
  CLI::App& command = *app.add_subcommand("sweep", "Run an experiment over a grid of settings and write one table");
  arguments->spec.declare(command);
  command.get_option("spec")->required(false);
  command
      .add_option("--over", arguments->over,
                  "A field and the values it takes, such as --over /samples/n=10,30,100; may be repeated")
      ->type_name("/PATH=VALUES")
      ->allow_extra_args(false);
  command
      .add_option("-o,--out", arguments->out,
                  "Write to this file, which appears only when it is complete; killed, the same command goes on")
      ->check(names_a_file)
      ->type_name("FILE");
  CLI::Option* every = command.add_option("--every", arguments->thinning.every, "Write generations 0, K, 2K, … only")
                           ->check(CLI::Range(1, 10000))
                           ->type_name("K");
  command
      .add_option_function<std::string>(
          "--generations-only",
          [arguments](const std::string& text) { arguments->thinning.only = sweep::read_generations(text); },
          "Write these generations only, such as 1,10,100")
      ->excludes(every)
      ->type_name("G,…");
  command.add_option("--shard", arguments->shard, "Compute every N-th cell only, beginning with the I-th: 1/N to N/N")
      ->check([](const std::string& text) {
        return text.empty() ? std::string("must say which shard and of how many, such as 1/4, but is empty")
                            : std::string();
      })
      ->type_name("I/N");
  command.add_option("--merge", arguments->merge, "Put the tables of all shards together")->type_name("FILE…");
  arguments->memory.declare(command);
  command.footer(
      "Every cell is checked before anything runs. Finished cells wait in FILE.cells until the table is complete.\n"
      "Examples: collapse sweep gaussian-forgets --over /samples/n=10,30,100 --over /model/estimator=mle,unbiased "
      "--runs 1000 --every 10 --out table.csv\n"
      "          collapse sweep --merge part-1.csv part-2.csv --out table.csv");
  command.callback([arguments] { run_sweep(*arguments); });
}

}  // namespace collapse::cli
