// collapse digits: whether the handwritten digits are there and whole, and what they are.

#include "collapse/digits.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands.h"
#include "digits_file.h"
#include "failure.h"
#include "output.h"

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

void print_digits(const DigitsFolder& folder) {
  std::string text, attribution;
  for (const int side : {14, 28}) {
    const Result<DigitsContent> content = digits_content(folder.read(side));
    if (!content) throw invalid_input(content.error(), folder.file(side));
    if (content->side != side)
      throw Failure{kInvalidInput, folder.file(side) + ": its images have side " + std::to_string(content->side) +
                                       ", not " + std::to_string(side)};
    text += folder.file(side) + ": " + std::to_string(content->side) + " x " + std::to_string(content->side) +
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
  const auto folder = std::make_shared<DigitsFolder>();
  CLI::App& command = *app.add_subcommand("digits", "Check the files with handwritten digits and print what they hold");
  folder->declare(command);
  command.footer("In the source folder ./lab digits makes the files.");
  command.callback([folder] { print_digits(*folder); });
}

}  // namespace collapse::cli
