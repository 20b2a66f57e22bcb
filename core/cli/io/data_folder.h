#pragma once

// Where the command finds the prepared data: handwritten digits and texts.

#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace collapse::cli {

/// One of the files the build prepares.
struct DataFile {
  const char* kind;  // "digits": its folder, and the ./lab command that makes it
  std::string name;  // "digits-14.bin"
};

/// Digits of `side` x `side` pixels.
DataFile digits_file(int side);
/// A built-in text by its name in a spec.
DataFile text_file(std::string_view name);

struct DataFolder {
  std::string path;  // empty: ../digits and ../texts as seen from the program, where the build puts them

  /// Adds --data DIR; `what` are the data it holds.
  void declare(CLI::App& command, const std::string& what);
  /// Path of a file.
  std::string path_of(const DataFile& file) const;
  /// The bytes of that file. Throws Failure, which says what makes a file that is missing.
  std::string read(const DataFile& file) const;
};

}  // namespace collapse::cli
