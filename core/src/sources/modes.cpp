#include "sources/modes.h"

#include <utility>

namespace collapse::sources {

models::Mixture round_modes(std::vector<double> centres, double sd, std::vector<double> weights) {
  models::Mixture mixture;
  mixture.dimension = 2;
  const std::size_t modes = centres.size() / 2;
  mixture.means = std::move(centres);
  mixture.weights = weights.empty() ? std::vector<double>(modes, 1.0 / static_cast<double>(modes)) : std::move(weights);
  for (std::size_t k = 0; k < modes; ++k)
    mixture.covariances.insert(mixture.covariances.end(), {sd * sd, 0, 0, sd * sd});
  return mixture;
}

}  // namespace collapse::sources
