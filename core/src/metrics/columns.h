#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "collapse/constants.h"
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

/// The numbers of a row of a Gaussian or a mixture, but for the means in several dimensions and the components. Each is
/// NaN until it is measured.
struct Values {
  double mean = kNaN, total_variance = kNaN, sd = kNaN, log_determinant = kNaN, mean_shift_squared = kNaN;
  double w2 = kNaN, w2_squared = kNaN, sliced_w2 = kNaN;
  double kl_model_truth = kNaN, kl_model_truth_error = kNaN, kl_truth_model = kNaN, kl_truth_model_error = kNaN;
  double tail_2sigma = kNaN, tail_3sigma = kNaN, tail_2sigma_ratio = kNaN, tail_3sigma_ratio = kNaN;
  double total_variation = kNaN, l2_first = kNaN, l2_second = kNaN, modes_alive = kNaN, log_likelihood = kNaN;
  double iterations = 0, status = 0, floors_applied = 0, dead_components = 0;
};

/// The columns of a row: in several dimensions first the means of the coordinates, then one for each of `values`, then
/// those of the components.
struct MeasuredColumns {
  std::vector<Column> list;
  std::vector<double Values::*> values;
};
MeasuredColumns make_columns(const ColumnSetting& setting);

}  // namespace collapse::metrics
