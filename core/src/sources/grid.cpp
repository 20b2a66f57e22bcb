#include "sources/modes.h"

namespace collapse::sources {

models::Mixture grid(int side, double spacing, double sd, std::vector<double> weights) {
  std::vector<double> centres;
  const double middle = static_cast<double>(side - 1) / 2;
  for (int row = 0; row < side; ++row)
    for (int column = 0; column < side; ++column) {
      centres.push_back((column - middle) * spacing);
      centres.push_back((row - middle) * spacing);
    }
  return round_modes(std::move(centres), sd, std::move(weights));
}

}  // namespace collapse::sources
