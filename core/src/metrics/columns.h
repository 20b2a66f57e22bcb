#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "metrics/meter.h"

namespace collapse::metrics {

/// What decides which columns there are and how each number comes about.
struct ColumnSetting {
  int dimension = 1;
  int components = 1;       // K of the model
  bool closed_form = true;  // Gaussian model of a Gaussian source
  bool has_density = true;  // else the source is a table, or
  bool is_shape = false;    // a shape
};

/// A status that fits of a kind can have, and what is to be said of it there, with its comma, colon or bracket.
struct PossibleStatus {
  models::FitStatus status;
  std::string_view remark = "";
};

/// The column "status", in which a row has the number of its fit's status. What it means tells of those that are
/// possible, with `between` between them.
Column status_column(std::initializer_list<PossibleStatus> possible, std::string_view between = ", ");

/// The columns of a row, in the order the Meter writes them.
std::vector<Column> make_columns(const ColumnSetting& setting);

}  // namespace collapse::metrics
