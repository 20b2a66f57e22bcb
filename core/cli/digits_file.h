#pragma once

// Where the command finds the handwritten digits.

#include <CLI/App.hpp>
#include <string>

namespace collapse::cli {

/// The folder with digits-14.bin and digits-28.bin.
struct DigitsFolder {
  std::string path;  // empty: ../digits as seen from the program, where the build puts them

  /// Adds --data DIR.
  void declare(CLI::App& command);
  /// Path of the file with digits of `side` x `side` pixels.
  std::string file(int side) const;
  /// The bytes of that file. Throws Failure, which says what makes a file that is missing.
  std::string read(int side) const;
};

}  // namespace collapse::cli
