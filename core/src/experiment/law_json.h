#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "theory/laws.h"

namespace collapse::experiment {

/// "expectation", …
std::string_view law_kind(theory::LawKind kind);

/// The laws as the layout lists them.
std::string laws_json(const std::vector<theory::Law>& laws);

}  // namespace collapse::experiment
