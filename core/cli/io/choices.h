#pragma once

// The texts of the spec's enums in the manifest's order: kDatasetNameTexts, kCorpusNameTexts and so on.

#include <string_view>

namespace collapse::cli {

#define OPTION(name, text) text,
#define CHOICES(Enum, ...) [[maybe_unused]] constexpr std::string_view k##Enum##Texts[] = {__VA_ARGS__};
#include "collapse/spec_fields.def"
#undef OPTION

}  // namespace collapse::cli
