#pragma once

#include <string>
#include <vector>

#include "theory/laws.h"

namespace collapse::experiment {

/// The laws as the layout lists them.
std::string laws_json(const std::vector<theory::Law>& laws);

}  // namespace collapse::experiment
