#pragma once

// From the words on the command line to a checked spec.

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/spec.h"

namespace collapse::cli {

/// The arguments every command that takes an experiment shares.
struct SpecArguments {
  std::string source;                                  // a preset's name, a file, or "-" for standard input
  std::vector<std::string> assignments;                // "/samples/n=200"
  std::optional<std::string> seed, runs, generations;  // texts as given; the core judges them

  void declare(CLI::App& command);
};

/// Reads, edits and checks the spec; throws Failure.
Spec load_spec(const SpecArguments& arguments);

/// CSV text of the built-in table the spec names; empty for other sources.
std::string_view table_of(const Spec& spec);

}  // namespace collapse::cli
