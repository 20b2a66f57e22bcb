#include <cmath>

#include "collapse/experiment.h"
#include "collapse/version.h"
#include "experiment/words.h"

namespace collapse {

std::string csv_head(const Experiment& experiment) {
  std::string out =
      std::string("# Model Collapse Lab ") + kVersion + "\n# spec: " + write_spec(experiment.spec()) +
      "\n# generation 0 is the truth, generation t the t-th fitted model; an empty cell is not defined\n" +
      "run,generation";
  for (const ColumnInfo& column : experiment.columns()) (out += ',') += column.name;
  return out += '\n';
}

void append_csv_row(const Experiment& experiment, int run, int generation, std::string& out) {
  if (!experiment.reached(run, generation)) return;
  out += std::to_string(run);
  out += ',';
  out += std::to_string(generation);
  const std::span<const double> row = experiment.row(run, generation);
  for (std::size_t c = 0; c < row.size(); ++c) {
    out += ',';
    if (std::isnan(row[c])) continue;
    if (experiment.columns()[c].name == "status")
      out += models::info_of(experiment::status_in(row[c])).name;
    else
      out += format_number(row[c]);
  }
  out += '\n';
}

std::string Experiment::csv(int every) const {
  std::string out = csv_head(*this);
  const RunRange range = runs();
  for (int run = range.first; run < range.first + range.count; ++run)
    for (int g = 0; g <= completed(); g += every) append_csv_row(*this, run, g, out);
  return out;
}

}  // namespace collapse
