// collapse digits: whether the handwritten digits are there and whole, and what they are.

#include "collapse/digits.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands/commands.h"
#include "io/data_folder.h"
#include "io/failure.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

std::string table_row(const char* name, const std::array<std::size_t, 10>& counts) {
  std::string row = name;
  std::size_t total = 0;
  const auto append = [&row](std::size_t count) {
    const std::string text = std::to_string(count);
    row.append(text.size() < 7 ? 7 - text.size() : 1, ' ');
    row += text;
  };
  for (const std::size_t count : counts) {
    append(count);
    total += count;
  }
  append(total);
  return row + "\n";
}

void print_digits(const DataFolder& folder) {
  std::string text, attribution;
  for (const int side : {14, 28}) {
    const DataFile file = digits_file(side);
    const std::string path = folder.path_of(file);
    const Result<DigitsContent> content = digits_content(folder.read(file));
    if (!content) throw invalid_input(content.error(), path);
    if (content->side != side)
      throw Failure{kInvalidInput, shown(path) + ": its images have side " + std::to_string(content->side) + ", not " +
                                       std::to_string(side)};
    text += printable(path) + ": " + std::to_string(content->side) + " x " + std::to_string(content->side) +
            " pixels, 16 levels of grey\n"
            "  class         0      1      2      3      4      5      6      7      8      9    all\n" +
            table_row("  training", content->training) + table_row("  test    ", content->test);
    attribution = content->attribution;
  }
  Output output;
  output.write(text + attribution + "\n");
  output.commit();
}

}  // namespace

void add_digits(CLI::App& app) {
  const auto folder = std::make_shared<DataFolder>();
  CLI::App& command = *app.add_subcommand("digits", "Check the files with handwritten digits and print what they hold");
  folder->declare(command, "them (default: ../digits beside the program's folder)");
  command.footer("In the source folder ./lab digits makes the files.");
  command.callback([folder] { print_digits(*folder); });
}

}  // namespace collapse::cli
