#include "numerics/elementary.h"
#include "sources/modes.h"

namespace collapse::sources {

models::Mixture ring(int modes, double radius, double sd, std::vector<double> weights) {
  std::vector<double> centres;
  for (int k = 0; k < modes; ++k) {
    const double angle = 2 * numerics::kPi * k / modes;
    centres.push_back(radius * numerics::cos(angle));
    centres.push_back(radius * numerics::sin(angle));
  }
  return round_modes(std::move(centres), sd, std::move(weights));
}

}  // namespace collapse::sources
