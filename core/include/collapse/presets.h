#pragma once

// The named experiments and the built-in tables, compiled into the library so that it needs no files. Digits and texts
// are not among them: they are megabytes, and a program reads their files itself.

#include <span>
#include <string_view>

#include "collapse/result.h"
#include "collapse/spec.h"

namespace collapse {

/// A file of core/presets (JSON) or core/data (CSV).
struct BuiltInFile {
  std::string_view name;  // without folder and extension: "gaussian-forgets"
  std::string_view text;
};

/// All presets and all tables, each by ascending name. A preset is an object with its `id`, a `title`, two sentences
/// `why` and its `spec`.
std::span<const BuiltInFile> preset_files();
std::span<const BuiltInFile> table_files();

/// The spec of the preset with this name; that there is none is an error.
Result<Spec> preset(std::string_view name);

/// The table a spec of `/source/kind` dataset names, as Experiment::create takes it; empty for every other source.
std::string_view built_in_table(const Spec& spec);

}  // namespace collapse
