#pragma once

// One experiment from a spec to its frames. Everything the page, the command and the tests show passes here.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"
#include "collapse/spec.h"

namespace collapse {

/// Which lineages an experiment computes: [first, first + count). Runs are independent, so parts computed apart equal
/// the whole.
struct RunRange {
  int first = 0;
  int count = -1;  // -1: all of /runs
};

/// When the rows of an experiment are measured: with each generation, or when a row is first read, which spares time
/// where few are. What is measured is the same. A kind may measure as it computes in any case; kernel densities, whose
/// integrals take longer than their draws, do not.
enum class Measure { as_computed, when_read };

/// A measured quantity; see docs/spec.md for the list.
struct ColumnInfo {
  std::string name, label, unit, doc, exactness;
  bool log_axis = false, headline = false;
};

/// Where a section stands in a block, in numbers.
struct Section {
  std::string name;
  std::size_t offset, length;
};

/// A block of float64, as a plain span, and the names of what stands in it. Both belong to the experiment that gave it
/// out and are good until it gives out the next block of the same kind.
class NamedBlock : public std::span<const double> {
 public:
  NamedBlock(std::span<const double> numbers, std::span<const Section> sections) : span(numbers), sections_(sections) {}

  std::span<const Section> sections() const { return sections_; }
  /// The numbers of one section. A name that stands for none is an error, which lists those there are.
  Result<std::span<const double>> section(std::string_view name) const;

 private:
  std::span<const Section> sections_;
};

class Experiment {
 public:
  /// `table` is the built-in data set the spec names: CSV text (built_in_table), or the bytes of a digits or a text
  /// file; ignored for other sources. A spec whose history would not fit into `memory_limit` bytes is refused with the
  /// figure.
  static Result<Experiment> create(const Spec& spec, std::string_view table = {}, RunRange runs = {},
                                   double memory_limit = 1024.0 * 1024 * 1024, Measure when = Measure::as_computed);
  ~Experiment();
  Experiment(Experiment&&) noexcept;
  Experiment& operator=(Experiment&&) noexcept;

  const Spec& spec() const;
  RunRange runs() const;
  int dimension() const;
  int components() const;

  /// Does at most `work` units (EM iterations, closed-form fits, minibatches) and returns the generations all runs have
  /// completed. The results do not depend on how the work is sliced.
  int advance(long work);
  int completed() const;
  /// All generations are there, or all runs have ended: a run ends with the generation whose training overflowed, or
  /// for which too few draws passed the selection.
  bool finished() const;
  /// Why all runs ended before the last generation, to be said after "This run ended at generation 3: "; "" where they
  /// have not. Where it was not the same for all that got so far, that of the first.
  std::string_view ended_early() const;
  /// Whether a run got as far as a generation <= completed(), which others may have reached alone.
  bool reached(int run, int generation) const;

  /// What all generations of all runs take in the end: history, models and pools.
  double memory_bytes() const;
  /// Names of the coordinates that points are drawn over, at most two: "x", or a table's columns.
  std::vector<std::string> axes() const;

  const std::vector<ColumnInfo>& columns() const;
  /// The index of a column in columns() and in each row(). A name that stands for none is an error, which lists those
  /// there are: which columns an experiment has depends on its spec.
  Result<int> column(std::string_view name) const;
  /// A column's value in one run (one of runs()) and generation (0, the truth, to completed()); NaN = not defined. A
  /// column, run or generation that is not there is an error.
  Result<double> value(std::string_view column, int run, int generation) const;
  /// The metrics of one run and generation (0 = the truth), in the order of columns(); NaN = not defined.
  std::span<const double> row(int run, int generation) const;
  /// Flat parameters of one run at generation >= 1: weights K, means K x d, covariances K x d x d of a mixture; of a
  /// network layer by layer as in its model; of an n-gram how often each token stood in its text; of a kernel density
  /// its kernel's covariance d x d.
  std::span<const double> parameters(int run, int generation) const;

  /// 64-bit state hash over the spec and every model and row of generations 1 .. completed(); 16 hexadecimal digits.
  std::string hash() const;

  /// Words and layouts that change once an experiment: columns, laws, block layouts, view ranges (JSON).
  std::string layout() const;
  /// A headline about a run at a generation, one sentence; behind a line break, if there is one, notes on it.
  std::string summary(int run, int generation) const;
  /// Answers a question about words, which are no numbers: JSON in, JSON out (docs/spec.md). What cannot be answered is
  /// an error with a sentence.
  Result<std::string> ask(std::string_view question);

  // Blocks of float64 whose sections have names; layout() names them, too. Each call reuses its own buffer until the
  // next one.
  /// What all generations are drawn over: the truth, the range of the view, the grid (docs/cpp.md lists the sections).
  NamedBlock scene();
  /// One run's data and model at a generation. Its sections are the same in every generation of an experiment.
  NamedBlock frame(int run, int generation);
  /// How far the fit that is going on has come, with a picture of it where there is one.
  NamedBlock progress();
  /// generations [from, to]: for every column mean, 5 %, 25 %, 50 %, 75 %, 95 % over the runs.
  std::span<const double> history(int from, int to);
  /// One column of runs 0 .. count-1 over generations [from, to], one run after another.
  std::span<const double> lines(int column, int count, int from, int to);
  /// Model density of one run on the scene's grid of the first coordinate, one row a generation in [from, to].
  std::span<const double> ridges(int run, int from, int to);

  /// Tidy table with `#` lines on top; the command and the page write the same bytes.
  std::string csv(int every = 1) const;

  /// Everything needed to go on later: spec, models and rows. load() continues to the same bits.
  std::string save() const;
  static Result<Experiment> load(std::string_view saved, std::string_view table = {});

  struct State;  // the rooms behind this header; opaque to its readers

 private:
  explicit Experiment(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Columns in one table, for reference.
struct ColumnTable {
  std::string title;   // of a new section; empty: more of the section before
  std::string remark;  // Markdown that stands in front of the table; may be empty
  std::vector<ColumnInfo> columns;
};

/// All columns there are, in the order of the models; which of them an experiment has, its columns() say. Empty in a
/// program that is linked without its reference.
std::vector<ColumnTable> column_tables();

/// The CSV head (comment lines and column names) and one line a run and generation, for writers that stream. A
/// generation its run did not reach has no line.
std::string csv_head(const Experiment& experiment);
void append_csv_row(const Experiment& experiment, int run, int generation, std::string& out);

}  // namespace collapse
