#pragma once

// From a spec to what every kind of experiment needs: the plan of its data and the memory it may take.

#include <optional>
#include <string>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/workflow.h"
#include "metrics/meter.h"

namespace collapse::experiment {

/// The spec's workflow and sample sizes.
recursion::Plan make_plan(const Spec& spec);

/// The most real data items any one generation takes: what a finite set of them must hold.
std::size_t most_real(const recursion::Plan& plan, int generations);

/// What an experiment holds at the end of all its generations, in bytes.
struct Memory {
  double history = 0;  // models and rows
  double data = 0;     // what models are fitted on
  double fitting = 0;  // what one fit takes besides
  double total() const { return history + data + fitting; }
};

/// Bytes of the data sets themselves, for items of `item` bytes: the pools of all runs while they accumulate, else what
/// one fit takes.
double data_bytes(const recursion::Plan& plan, int runs, int generations, double item);

/// "0.012 GB", "1.1 GB", "240 GB".
std::string gigabytes(double bytes);

/// The refusal of an experiment that needs more than `limit` bytes; none if it fits.
std::optional<Error> too_much_memory(const Spec& spec, RunRange runs, const Memory& memory, double limit);

/// The columns as the public header shows them.
std::vector<ColumnInfo> column_infos(const std::vector<metrics::Column>& columns);

}  // namespace collapse::experiment
