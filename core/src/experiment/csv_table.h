#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"

namespace collapse::experiment {

/// A numeric table: column names and columns of equal length.
struct CsvTable {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;
};

/// Reads a header line and rows of numbers separated by commas; at least 2 rows. Errors name the line.
Result<CsvTable> read_csv_table(std::string_view text);

}  // namespace collapse::experiment
