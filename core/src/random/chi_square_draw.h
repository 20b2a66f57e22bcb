#pragma once

#include "collapse/stream.h"
#include "random/generator.h"

namespace collapse::random {

/// Draws from the chi-square distribution with a whole number of degrees of freedom, 0 to 1e9. 0: always 0; 1: the
/// square of a normal; 2: -2 ln u; else twice a gamma draw by the rejection of Marsaglia and Tsang (ACM TOMS 26, 2000),
/// which accepts more than 95 of 100. Exact up to rounding; the logarithms that decide about 1 in 50 draws err by about
/// 1e-16 of the degrees.
class ChiSquare {
 public:
  explicit ChiSquare(double degrees);

  /// `table` is ziggurat(), taken once by loops.
  double draw(Generator& g, const Ziggurat& table) const {
    while (degrees_ > 2) {
      const double x = normal(g, table);
      const double u = g.uniform();
      const double root = 1 + step_ * x;
      if (!(root > 0)) continue;
      const double square = x * x;
      if (u < 1 - 0.0331 * square * square || accepts(u, square, root)) return twice_ * (root * root * root);
    }
    return few(g, table);
  }
  double draw(Stream& stream) const { return draw(stream.generator(), ziggurat()); }

 private:
  bool accepts(double u, double square, double root) const;
  double few(Generator& g, const Ziggurat& table) const;

  double degrees_;
  double twice_ = 0, step_ = 0;  // 2 (k/2 - 1/3), 1 / sqrt(9 (k/2 - 1/3))
};

}  // namespace collapse::random
