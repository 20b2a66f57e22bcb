#pragma once

// The grid of a sweep: which specs it has, in which order, and how its table begins.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/spec.h"
#include "io/checksum.h"

namespace collapse::cli::sweep {

/// A swept field and the values it takes, as JSON texts or plain words.
struct Axis {
  std::string field;  // "/samples/n"
  std::vector<std::string> values;
};

/// Which generations are written: 0, every, 2 every, …, or those listed.
struct Thinning {
  int every = 1;
  std::vector<int> only;

  bool keeps(int generation) const;
  /// How many generations of 0 .. `last` it keeps.
  double rows(long long last) const;
  /// Rows that are not written need not be measured.
  Measure measure() const { return every > 1 || !only.empty() ? Measure::when_read : Measure::as_computed; }
};

/// This process's part: cells number - 1, number - 1 + of, …
struct Shard {
  int number = 1, of = 1;
  bool has(std::size_t cell) const {
    return cell % static_cast<std::size_t>(of) == static_cast<std::size_t>(number - 1);
  }
};

/// "/samples/n=10,30,[100]" -> an axis. Commas inside brackets, braces and quotes part nothing. Throws Failure.
Axis read_axis(const std::string& text);
/// "1,10,100" -> generations, each from 0 to 10,000 and named once. Throws Failure.
std::vector<int> read_generations(const std::string& text);
/// "2/8", after `origin` in messages. Throws Failure.
Shard read_shard(const std::string& text, const std::string& origin);

/// Axes, the last one changing fastest.
class Grid {
 public:
  /// Throws Failure: an axis twice, a value twice, more than 100,000 cells.
  explicit Grid(std::vector<Axis> axes);

  std::size_t cells() const { return cells_; }
  const std::vector<Axis>& axes() const { return axes_; }
  std::vector<Edit> edits(std::size_t cell) const;
  /// "samples.n=10, model.kind=gmm" for messages.
  std::string name(std::size_t cell) const;
  /// The cell with this value of one axis and the first value of every other.
  std::size_t cell_with(std::size_t axis, std::size_t value) const;
  /// "samples.n,model.kind," and "10,gmm,": what stands before run and generation in the head and in a cell's rows.
  std::string head() const;
  std::string prefix(std::size_t cell) const;

 private:
  std::vector<std::size_t> positions(std::size_t cell) const;
  std::vector<Axis> axes_;
  std::size_t cells_;
};

/// The JSON that says which sweep a table belongs to.
std::string identity(const Spec& base, const Grid& grid, const Thinning& thinning);

/// Puts the tables of all shards of one sweep together: byte for byte what one process would have written. Throws
/// Failure.
void merge(const std::vector<std::string>& files, const std::string& out);

inline constexpr std::string_view kSweepLine = "# sweep: ";
inline constexpr std::string_view kShardLine = "# shard: ";
/// The last line of a shard: how many rows stand before it, and a checksum of every byte before it.
inline constexpr std::string_view kEndLine = "# end: ";
std::string end_line(std::size_t rows, const Checksum& before);

}  // namespace collapse::cli::sweep
