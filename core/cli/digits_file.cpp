#include "digits_file.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

#include "file.h"

namespace collapse::cli {

namespace {

// The largest of our own has 27.5 MB.
constexpr std::size_t kMaxBytes = 256u << 20;

std::filesystem::path default_folder() {
  std::error_code unreadable;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  return (program.parent_path() / "../digits").lexically_normal();
}

}  // namespace

void DigitsFolder::declare(CLI::App& command) {
  command.add_option("--data", path, "Folder with the handwritten digits (default: ../digits beside the program's folder)")
      ->type_name("DIR");
}

std::string DigitsFolder::file(int side) const {
  const std::filesystem::path folder = path.empty() ? default_folder() : std::filesystem::path(path);
  return (folder / ("digits-" + std::to_string(side) + ".bin")).string();
}

std::string DigitsFolder::read(int side) const {
  return read_file(file(side), kMaxBytes, "longer than 256 MB; a digits file is shorter",
                   "; ./lab digits makes it in build/digits, and --data DIR names another folder");
}

}  // namespace collapse::cli
