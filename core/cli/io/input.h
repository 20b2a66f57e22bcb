#pragma once

// From the words on the command line to a checked spec.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/spec.h"
#include "io/data_folder.h"

namespace CLI {
class App;
}

namespace collapse::cli {

/// The arguments every command that takes an experiment shares.
struct SpecArguments {
  std::string source;                                  // a preset's name, a file, or "-" for standard input
  std::vector<std::string> assignments;                // "/samples/n=200"
  std::optional<std::string> seed, runs, generations;  // texts as given; the core judges them
  DataFolder data;

  void declare(CLI::App& command);
};

/// What --set, --seed, --runs and --generations change; throws Failure where two flags set one field.
std::vector<Edit> edits_of(const SpecArguments& arguments);
/// Reads, edits and checks the spec; throws Failure.
Spec load_spec(const SpecArguments& arguments);

/// The data set the spec names: CSV text of a built-in table, a digits file or a text file; empty for other sources.
/// Throws Failure.
std::string table_of(const Spec& spec, const DataFolder& data);

}  // namespace collapse::cli
