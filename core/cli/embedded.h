#pragma once

// The files of core/presets and core/data, compiled into the command so that it needs nothing beside it. The build
// generates embedded.cpp from those folders.

#include <span>
#include <string_view>

namespace collapse::cli {

struct EmbeddedFile {
  std::string_view name;  // file name without folder and extension: "gaussian-forgets"
  std::string_view text;
};

/// core/presets/*.json and core/data/*.csv, each by ascending name.
std::span<const EmbeddedFile> embedded_presets();
std::span<const EmbeddedFile> embedded_tables();

}  // namespace collapse::cli
