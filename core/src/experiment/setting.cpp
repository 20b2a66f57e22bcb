#include "experiment/setting.h"

#include <algorithm>
#include <cmath>

namespace collapse::experiment {

recursion::Plan make_plan(const Spec& spec) {
  recursion::Plan plan;
  plan.workflow = spec.workflow.kind;
  if (spec.workflow.kind == WorkflowKind::weighted) plan.real_weight = spec.workflow.real_weight;
  plan.alpha = spec.workflow.alpha;
  plan.beta = spec.workflow.beta;
  plan.real_fraction = spec.workflow.real_fraction;
  plan.fresh_real = spec.workflow.real == RealKind::fresh;
  plan.n = static_cast<double>(spec.samples.n);
  plan.growth = spec.samples.growth;
  return plan;
}

std::size_t most_real(const recursion::Plan& plan, int generations) {
  const std::size_t list = plan.real_list(generations);
  // By chance a generation of the recursion may be all real.
  if (plan.workflow == WorkflowKind::recursion) return plan.samples(generations);
  const bool fresh = plan.mixes() && plan.fresh_real;
  return fresh ? std::max(list, plan.real_samples(generations)) : list;
}

double data_bytes(const recursion::Plan& plan, int runs, int generations, double item) {
  recursion::Plan whole = plan;
  if (plan.accumulates()) whole.workflow = WorkflowKind::accumulate;
  // While a pool grows the old and the new one exist side by side.
  return item * whole.data_size(generations) * (plan.accumulates() ? runs + 1 : 2);
}

std::string gigabytes(double bytes) {
  const double digits = bytes < 1e8 ? 1000 : bytes < 1e11 ? 10 : 1;
  return format_number(std::floor(bytes / 1e9 * digits + 0.5) / digits) + " GB";
}

std::optional<Error> too_much_memory(const Spec& spec, RunRange runs, const Memory& memory, double limit) {
  if (memory.total() <= limit) return {};
  return Error{memory.data > memory.history    ? "/samples/n"
               : runs.count > spec.generations ? "/runs"
                                               : "/generations",
               "This would need " + gigabytes(memory.total()) + " of memory (" + gigabytes(memory.history) +
                   " for the history of " + std::to_string(runs.count) + " runs × " + std::to_string(spec.generations) +
                   " generations, " + gigabytes(memory.data) + " for the data" +
                   (memory.fitting > 0 ? ", " + gigabytes(memory.fitting) + " for a fit" : "") + "); at most " +
                   gigabytes(limit) + " is allowed. Lower the runs, the generations or the sample size."};
}

std::vector<ColumnInfo> column_infos(const std::vector<metrics::Column>& columns) {
  static constexpr const char* kExactness[] = {"exact", "quadrature", "draws"};
  std::vector<ColumnInfo> infos;
  for (const metrics::Column& column : columns)
    infos.push_back({column.name, column.label, column.unit, column.doc, kExactness[static_cast<int>(column.exactness)],
                     column.log_axis, column.headline});
  return infos;
}

}  // namespace collapse::experiment
