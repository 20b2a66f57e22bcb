#include "experiment/records.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "collapse/fit.h"
namespace collapse::experiment {

Records::Records(int runs, int generations, const std::vector<ColumnInfo>& columns)
    : generations_(static_cast<std::size_t>(generations) + 1),
      columns_(columns.size()),
      rows_(static_cast<std::size_t>(runs) * generations_ * columns_),
      pending_(static_cast<std::size_t>(runs)),
      committed_(pending_) {
  while (columns[status_].name != "status") ++status_;
}

void Records::skip(int run_index, int t) {
  const std::span<double> left = row(run_index, t);
  std::fill(left.begin(), left.end(), kNaN);
  enter(run_index, t, std::span<const float>{});
}

bool all_finite(std::span<const float> parameters) {
  return std::all_of(parameters.begin(), parameters.end(), [](float value) { return std::isfinite(value); });
}

}  // namespace collapse::experiment
