#include "experiment/verdicts.h"

namespace collapse::experiment {

std::span<const Reading> readings() {
  static constexpr Reading kAll[] = {
#define READING(module, role, column, below, of_truth, factor, more) \
  {Role::role, column, below, of_truth, factor, more},
#include "experiment/verdict_readings.def"
  };
  return kAll;
}

}  // namespace collapse::experiment
