// collapse presets and collapse version.

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "collapse/presets.h"
#include "collapse/version.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/json_text.h"
#include "io/output.h"

namespace collapse::cli {

namespace {

struct PresetArguments {
  std::string name;
  bool json = false;
};

struct Listed {
  int order;
  std::string group, title;
  BuiltInFile file;
};

std::vector<Listed> listed_presets() {
  std::vector<Listed> list;
  for (const BuiltInFile& file : preset_files()) {
    const rapidjson::Document preset = own_json(file.text);
    list.push_back({preset["order"].GetInt(), preset["group"].GetString(), preset["title"].GetString(), file});
  }
  std::sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) { return a.order < b.order; });
  return list;
}

std::string list_text() {
  std::string text, group;
  for (const Listed& preset : listed_presets()) {
    if (preset.group != group) text += (text.empty() ? "" : "\n") + preset.group + "\n";
    group = preset.group;
    std::string name(preset.file.name);
    name.resize(std::max<std::size_t>(name.size(), 24), ' ');
    text += "  " + name + "  " + preset.title + "\n";
  }
  return text;
}

std::string list_json() {
  std::string text = "[\n";
  for (const Listed& preset : listed_presets()) {
    if (text.size() > 2) text.insert(text.size() - 1, ",");
    text += preset.file.text;
  }
  return text + "]\n";
}

void print_presets(const PresetArguments& arguments) {
  Output output;
  if (arguments.name.empty()) {
    output.write(arguments.json ? list_json() : list_text());
  } else {
    const auto presets = preset_files();
    const auto found = std::find_if(presets.begin(), presets.end(),
                                    [&](const BuiltInFile& file) { return file.name == arguments.name; });
    if (found == presets.end())
      throw Failure{kInvalidInput, shown(arguments.name) + ": no preset has this name (see collapse presets)"};
    output.write(found->text);
  }
  output.commit();
}

}  // namespace

void add_presets(CLI::App& app) {
  const auto arguments = std::make_shared<PresetArguments>();
  CLI::App& command = *app.add_subcommand("presets", "List the built-in experiments, or print one of them");
  command.add_option("name", arguments->name, "Print this preset's file; it can be edited and given to collapse run")
      ->type_name("PRESET");
  command.add_option("--format", "How the list is written (default: text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->each([arguments](const std::string& format) { arguments->json = format == "json"; });
  command.callback([arguments] { print_presets(*arguments); });
}

void add_version(CLI::App& app) {
  app.add_subcommand("version", "Print the version of the command and of the spec format")->callback([] {
    Output output;
    output.write(std::string("collapse ") + kVersion + "\nspec schema " + std::to_string(kSpecSchema) + "\n");
    output.commit();
  });
}

}  // namespace collapse::cli
