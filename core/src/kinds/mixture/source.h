#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"
#include "collapse/spec.h"
#include "collapse/workflow.h"
#include "metrics/meter.h"

namespace collapse::experiment {

/// Where real data come from: a density, a shape, or the rows of a table.
struct Source {
  metrics::Truth truth;
  std::vector<std::string> axes;  // one name a dimension
};

/// `table` is the CSV text of the data set the spec names.
Result<Source> make_source(const Spec& spec, std::string_view table);

/// The refusal of a plan that takes more real points at once than a finite table has rows; none if it has enough.
std::optional<Error> short_table(const recursion::Plan& plan, int generations, std::size_t rows);

}  // namespace collapse::experiment
