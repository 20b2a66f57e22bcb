#include "random/chi_square_draw.h"

#include <cmath>

#include "numerics/elementary.h"

namespace collapse::random {

ChiSquare::ChiSquare(double degrees) : degrees_(degrees) {
  if (degrees <= 2) return;
  const double size = degrees / 2 - 1.0 / 3;
  twice_ = 2 * size;
  step_ = 1 / std::sqrt(9 * size);
}

bool ChiSquare::accepts(double u, double square, double root) const {
  const double cube = root * root * root;
  return numerics::log(u) < 0.5 * square + 0.5 * twice_ * (1 - cube + 3 * numerics::log(root));
}

double ChiSquare::few(Generator& g, const Ziggurat& table) const {
  if (degrees_ == 0) return 0;
  if (degrees_ == 2) return -2 * numerics::log(g.uniform());
  const double x = normal(g, table);
  return x * x;
}

}  // namespace collapse::random
