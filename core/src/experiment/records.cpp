#include "experiment/records.h"

namespace collapse::experiment {

Records::Records(int runs, int generations, std::size_t columns)
    : generations_(static_cast<std::size_t>(generations) + 1), columns_(columns),
      rows_(static_cast<std::size_t>(runs) * generations_ * columns), pending_(static_cast<std::size_t>(runs)),
      committed_(pending_) {}

}  // namespace collapse::experiment
