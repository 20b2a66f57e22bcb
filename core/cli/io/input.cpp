#include "io/input.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "collapse/json.h"
#include "collapse/needs.h"
#include "collapse/presets.h"
#include "io/failure.h"
#include "io/file.h"
#include "io/json_text.h"

namespace collapse::cli {

namespace {

// Of a file longer than kMaxJsonBytes, which is refused before it fills the memory.
constexpr const char* kTooLong = "longer than 16 MB; a spec is a short JSON text";

// A preset file wraps its spec: {"id": …, "spec": {…}}. Of the spec every byte is kept, and anything else is passed on
// as it stands, so that the core's strict reader judges what was written.
std::string unwrap_preset(std::string text, const std::string& origin) {
  const rapidjson::Document document = read_json(text, origin);
  if (!document.IsObject() || !document.HasMember("id")) return text;
  int specs = 0;
  for (const auto& member : document.GetObject()) specs += member.name == "spec" ? 1 : 0;
  if (specs > 1) throw Failure{kInvalidInput, shown(origin) + ": the key \"spec\" stands twice; it may stand once"};
  const std::string_view spec = json_at(text, "/spec");
  return spec.empty() ? text : std::string(spec);
}

std::string read_source(const std::string& source) {
  if (source == "-") return read_all(STDIN_FILENO, "standard input", kMaxJsonBytes, kTooLong);
  for (const BuiltInFile& preset : preset_files())
    if (preset.name == source) return std::string(preset.text);
  const bool preset_like = source.find_first_of("/.") == std::string::npos;
  return read_file(source, kMaxJsonBytes, kTooLong,
                   preset_like ? ", and no preset has this name (see collapse presets)" : "");
}

}  // namespace

void SpecArguments::declare(CLI::App& command) {
  command.add_option("spec", source, "A preset's name, a JSON file, or - for standard input")
      ->required()
      ->type_name("SPEC");
  command
      .add_option(
          "--set", assignments,
          "Change one field, such as --set /samples/n=200; may be repeated, and of two for one field the last counts")
      ->type_name("/PATH=VALUE")
      ->allow_extra_args(false);
  command.add_option("--seed", seed, "Same as --set /seed=N")->type_name("N");
  command.add_option("--runs", runs, "Same as --set /runs=N")->type_name("N");
  command.add_option("--generations", generations, "Same as --set /generations=N")->type_name("N");
  data.declare(command,
               "the handwritten digits or the texts (default: ../digits or ../texts beside the program's folder)");
}

std::vector<Edit> edits_of(const SpecArguments& arguments) {
  std::vector<Edit> edits;
  for (const std::string& assignment : arguments.assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
      throw Failure{kInvalidInput,
                    "--set " + shown(assignment) + ": expected a field and a value, such as /samples/n=200"};
    edits.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
  }
  // Of two --set the last counts; which of two different flags came last is not known.
  const auto same = [&](const char* flag, const char* pointer, const std::optional<std::string>& value) {
    if (!value) return;
    for (const Edit& edit : edits)
      if (edit.pointer == pointer)
        throw Failure{kInvalidInput, std::string(flag) + " " + shown(*value) + " and --set " + pointer + "=" +
                                         shown(edit.value) + " set the same field"};
    edits.push_back({pointer, *value});
  };
  same("--seed", "/seed", arguments.seed);
  same("--runs", "/runs", arguments.runs);
  same("--generations", "/generations", arguments.generations);
  return edits;
}

Spec load_spec(const SpecArguments& arguments) {
  const std::string origin = arguments.source == "-" ? "standard input" : arguments.source;
  Result<Spec> spec = read_spec(unwrap_preset(read_source(arguments.source), origin));
  if (!spec) throw invalid_input(spec.error(), origin);

  const std::vector<Edit> edits = edits_of(arguments);
  if (edits.empty()) return *spec;
  Result<Spec> edited = edit_spec(*spec, edits);
  if (!edited) throw invalid_input(edited.error(), origin);
  return *edited;
}

std::string table_of(const Spec& spec, const DataFolder& data) {
  const Needs needs = needs_of(spec);
  const std::string name(needs.name);
  switch (needs.data) {
    case BuiltIn::none:
      return {};
    case BuiltIn::digits:
      return data.read(digits_file(std::stoi(name)));
    case BuiltIn::corpus:
      return data.read(text_file(name));
    case BuiltIn::table:
      return std::string(built_in_table(spec));
  }
  return {};
}

}  // namespace collapse::cli
