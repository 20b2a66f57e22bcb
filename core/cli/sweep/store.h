#pragma once

// The finished cells of a sweep, in a file beside its table, so that a sweep that was killed goes on where it stopped.

#include <cstddef>
#include <string>
#include <string_view>

namespace collapse::cli::sweep {

/// Records are written whole and in order, each behind a line with its number, its length and checksums of that line
/// and of its rows. What a kill left half-written is cut off when the file is opened again; any other record that is
/// not what was written is named, and nothing is computed. Only one process can have it open.
class Store {
 public:
  /// `identity` is all that decides the cells' rows, `most` their number. Throws Failure: no such folder, the cells of
  /// another sweep, a record that was changed, open elsewhere.
  Store(std::string path, const std::string& identity, std::size_t most);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Cells that were finished when the file was opened, and those added since.
  std::size_t cells() const { return cells_; }
  void add(std::string_view rows);
  /// Calls take(rows) for every cell in order.
  template <class Take>
  void for_each(const Take& take) const {
    std::size_t at = start_;
    for (std::size_t cell = 0; cell < cells_; ++cell) take(read(cell, at));
  }
  /// Removes the file.
  void remove();

 private:
  enum class Found { whole, cut_off, changed };
  [[noreturn]] void fail() const;
  /// The record at `at`, which is moved behind it; throws Failure when it is damaged.
  std::string read(std::size_t cell, std::size_t& at) const;
  Found record_at(std::size_t cell, std::size_t& at, std::string& rows) const;
  /// The number of the line that begins at a byte.
  std::size_t line_of(std::size_t at) const;
  void write(std::string_view bytes);

  std::string path_;
  int descriptor_ = -1;
  std::size_t start_ = 0, cells_ = 0;
};

}  // namespace collapse::cli::sweep
