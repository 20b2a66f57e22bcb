#pragma once

#include <vector>

#include "metrics/meter.h"

namespace collapse::metrics {

/// What decides which columns there are and how each number comes about.
struct ColumnSetting {
  int dimension = 1;
  int components = 1;       // K of the model
  bool closed_form = true;  // Gaussian model of a Gaussian source
  bool has_density = true;  // else the source is a table
};

/// The columns of a row, in the order the Meter writes them.
std::vector<Column> make_columns(const ColumnSetting& setting);

}  // namespace collapse::metrics
