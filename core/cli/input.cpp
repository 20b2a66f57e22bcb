#include "input.h"

#include <fcntl.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "embedded.h"
#include "failure.h"

namespace collapse::cli {

namespace {

// What the core reads at most; a longer file is refused before it fills the memory.
constexpr std::size_t kMaxBytes = 16u << 20;

std::string read_all(int descriptor, const std::string& origin) {
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Failure{kInvalidInput, origin + ": " + std::strerror(errno)};
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > kMaxBytes)
      throw Failure{kInvalidInput, origin + ": longer than 16 MB; a spec is a short JSON text"};
  }
}

std::string read_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const bool preset_like = errno == ENOENT && path.find_first_of("/.") == std::string::npos;
    throw Failure{kInvalidInput, path + ": " + std::strerror(errno) +
                                     (preset_like ? ", and no preset has this name (see collapse presets)" : "")};
  }
  try {
    std::string text = read_all(descriptor, path);
    ::close(descriptor);
    return text;
  } catch (...) {
    ::close(descriptor);
    throw;
  }
}

// A preset file wraps its spec: {"id": …, "spec": {…}}. Anything else is passed on as it stands, so that the core's
// strict reader judges every byte of it. Writing the document out again keeps repeated keys and every digit.
std::string unwrap_preset(std::string text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError() || !document.IsObject() || !document.HasMember("id")) return text;
  const auto spec = document.FindMember("spec");
  if (spec == document.MemberEnd() || !spec->value.IsObject()) return text;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  spec->value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string read_source(const std::string& source) {
  if (source == "-") return read_all(STDIN_FILENO, "standard input");
  for (const EmbeddedFile& preset : embedded_presets())
    if (preset.name == source) return std::string(preset.text);
  return read_file(source);
}

// The texts of the enum that names the tables, in the manifest's order.
#define OPTION(name, text) text,
#define CHOICES(Enum, ...) [[maybe_unused]] constexpr std::string_view k##Enum##Texts[] = {__VA_ARGS__};
#include "collapse/spec_fields.def"
#undef OPTION

}  // namespace

void SpecArguments::declare(CLI::App& command) {
  command.add_option("spec", source, "A preset's name, a JSON file, or - for standard input")
      ->required()
      ->type_name("SPEC");
  command.add_option("--set", assignments, "Change one field, such as --set /samples/n=200; may be repeated")
      ->type_name("/PATH=VALUE")
      ->allow_extra_args(false);
  command.add_option("--seed", seed, "Same as --set /seed=N")->type_name("N");
  command.add_option("--runs", runs, "Same as --set /runs=N")->type_name("N");
  command.add_option("--generations", generations, "Same as --set /generations=N")->type_name("N");
}

Spec load_spec(const SpecArguments& arguments) {
  const std::string origin = arguments.source == "-" ? "standard input" : arguments.source;
  Result<Spec> spec = read_spec(unwrap_preset(read_source(arguments.source)));
  if (!spec) throw invalid_input(spec.error(), origin);

  std::vector<Edit> edits;
  for (const std::string& assignment : arguments.assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
      throw Failure{kInvalidInput, "--set " + assignment + ": expected a field and a value, such as /samples/n=200"};
    edits.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
  }
  if (arguments.seed) edits.push_back({"/seed", *arguments.seed});
  if (arguments.runs) edits.push_back({"/runs", *arguments.runs});
  if (arguments.generations) edits.push_back({"/generations", *arguments.generations});
  if (edits.empty()) return *spec;
  Result<Spec> edited = edit_spec(*spec, edits);
  if (!edited) throw invalid_input(edited.error(), origin);
  return *edited;
}

std::string_view table_of(const Spec& spec) {
  if (spec.source.kind != SourceKind::dataset) return {};
  const std::string_view name = kDatasetNameTexts[static_cast<std::size_t>(spec.source.name)];
  for (const EmbeddedFile& table : embedded_tables())
    if (table.name == name) return table.text;
  throw Failure{kRuntimeFailure, "this build lacks the table " + std::string(name)};
}

}  // namespace collapse::cli
