#pragma once

// What has to be at hand before a spec can be computed.

#include <string>
#include <string_view>

#include "collapse/spec.h"

namespace collapse {

/// Built-in data that an experiment is given as bytes (Experiment::create).
enum class BuiltIn : std::uint8_t { none, table, digits, corpus };

struct Needs {
  /// The smallest WebAssembly module that computes it; natively everything is there.
  Module module = Module::core;
  BuiltIn data = BuiltIn::none;
  /// Which of these data: the table, the side of the digits in pixels ("14"), the corpus; empty for none.
  std::string_view name;
};

/// What a sound spec needs. Every program can say this of every spec, whether it can compute it or not.
Needs needs_of(const Spec& spec);

/// The same as JSON: {"module":"networks","data":"digits","name":"14"}; "data" is "table", "digits", "corpus", or ""
/// with no name.
std::string write_needs(const Spec& spec);

}  // namespace collapse
