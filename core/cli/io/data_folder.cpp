#include "io/data_folder.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

#include "io/file.h"

namespace collapse::cli {

namespace {

// The largest of our own has 27.5 MB.
constexpr std::size_t kMaxBytes = 256u << 20;

std::filesystem::path default_folder(const char* kind) {
  std::error_code unreadable;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  return (program.parent_path() / ".." / kind).lexically_normal();
}

}  // namespace

DataFile digits_file(int side) { return {"digits", "digits-" + std::to_string(side) + ".bin"}; }
DataFile text_file(std::string_view name) { return {"texts", std::string(name) + ".bin"}; }

void DataFolder::declare(CLI::App& command, const std::string& what) {
  command.add_option("--data", path, "Folder with " + what)->type_name("DIR");
}

std::string DataFolder::path_of(const DataFile& file) const {
  const std::filesystem::path folder = path.empty() ? default_folder(file.kind) : std::filesystem::path(path);
  return (folder / file.name).string();
}

std::string DataFolder::read(const DataFile& file) const {
  const std::string kind = file.kind;
  return read_file(path_of(file), kMaxBytes, "longer than 256 MB; prepared data are shorter",
                   "; ./lab " + kind + " makes it in build/" + kind + ", and --data DIR names another folder");
}

}  // namespace collapse::cli
