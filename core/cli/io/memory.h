#pragma once

// How many threads a command may compute on, so that all that is alive at once fits into the memory it may take.

#include <string>

namespace CLI {
class App;
}

namespace collapse::cli {

/// What is alive while pieces are computed on several threads and handed on in order (in_order, ordered_chunks.h).
/// Bytes.
struct Alive {
  double fixed = 0;  // whatever the number of threads
  double piece = 0;  // the largest experiment that one thread computes
  double text = 0;   // what it hands on, which may wait for its turn
  double with(int threads) const;
};

struct MemoryArguments {
  double gigabytes = 0;  // 10^9 bytes; 0: what the core allows an experiment, 1 GiB
  int threads = 0;       // 0: one a processor
  bool quiet = false;

  /// --threads, --memory and --quiet.
  void declare(CLI::App& command);
  double bytes() const;
  /// Threads that were asked for, else one a processor.
  int wanted() const;
  /// How many runs to compute together, where one takes so many bytes and its rows as text so many: a few megabytes of
  /// them, so that a table is written as it is computed, and fewer where `threads` times as many would not fit. At
  /// least 1.
  int runs_together(double run_bytes, double run_text, int threads) const;
  /// The threads to compute on, at most `useful` of them: as many as were asked for, or fewer if all of them together
  /// would take more than is allowed; then it says so, unless quiet. Throws Failure where one thread alone would take
  /// more. `lower`: what makes it less.
  int fitting_threads(const Alive& alive, int useful, const std::string& lower) const;
};

/// Bytes of a row as text, at most: two whole numbers and `columns` numbers of up to 24 characters, each with a comma.
inline double row_text_bytes(std::size_t columns) { return 24 + 25 * static_cast<double>(columns); }

}  // namespace collapse::cli
