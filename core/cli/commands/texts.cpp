// collapse texts: whether the built-in texts are there and whole, and what they are.

#include "collapse/texts.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands/commands.h"
#include "io/choices.h"
#include "io/data_folder.h"
#include "io/failure.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

std::string table_row(const char* name, const TextsContent::Part& part) {
  std::string row = name;
  for (const std::size_t count : {part.items, part.words, part.characters}) {
    const std::string text = std::to_string(count);
    row.append(text.size() < 12 ? 12 - text.size() : 1, ' ');
    row += text;
  }
  return row + "\n";
}

void print_texts(const DataFolder& folder) {
  std::string text;
  for (const std::string_view name : kCorpusNameTexts) {
    const DataFile file = text_file(name);
    const std::string path = folder.path_of(file);
    const Result<TextsContent> content = texts_content(folder.read(file));
    if (!content) throw invalid_input(content.error(), path);
    if (content->name != name)
      throw Failure{kInvalidInput,
                    shown(path) + ": it holds the text \"" + content->name + "\", not \"" + std::string(name) + "\""};
    text += printable(path) + "\n                      items       words  characters\n" +
            table_row("  training    ", content->training) + table_row("  validation  ", content->validation) +
            table_row("  test        ", content->test) + content->attribution + "\n";
  }
  Output output;
  output.write(text);
  output.commit();
}

}  // namespace

void add_texts(CLI::App& app) {
  const auto folder = std::make_shared<DataFolder>();
  CLI::App& command = *app.add_subcommand("texts", "Check the files with the built-in texts and print what they hold");
  folder->declare(command, "them (default: ../texts beside the program's folder)");
  command.footer(
      "Items are names or paragraphs; punctuation marks count as words. In the source folder ./lab texts makes the "
      "files.");
  command.callback([folder] { print_texts(*folder); });
}

}  // namespace collapse::cli
