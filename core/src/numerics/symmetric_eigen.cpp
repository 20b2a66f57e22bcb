#include "numerics/symmetric_eigen.h"

#include <cmath>

namespace collapse::numerics {

void symmetric_eigen(double* a, int d, double* values, double* vectors) {
  for (int i = 0; i < d; ++i)
    for (int j = 0; j < d; ++j) vectors[i * d + j] = i == j;

  // Quadratic convergence: 6 to 10 sweeps in practice, 40 as a bound.
  bool rotated = true;
  for (int sweep = 0; sweep < 40 && rotated; ++sweep) {
    rotated = false;
    for (int p = 0; p < d; ++p)
      for (int q = p + 1; q < d; ++q) {
        const double off = a[p * d + q];
        const double app = a[p * d + p], aqq = a[q * d + q];
        // An entry that no longer changes either diagonal entry is zero to working precision.
        if (std::fabs(app) + 0.01 * std::fabs(off) == std::fabs(app) &&
            std::fabs(aqq) + 0.01 * std::fabs(off) == std::fabs(aqq))
          continue;
        rotated = true;
        const double zeta = (aqq - app) / (2 * off);
        const double size = std::fabs(zeta);
        const double root = size < 1e150 ? std::sqrt(1 + size * size) : size;
        const double tangent = (zeta >= 0 ? 1 : -1) / (size + root);
        const double cosine = 1 / std::sqrt(1 + tangent * tangent);
        const double sine = cosine * tangent;
        for (int i = 0; i < d; ++i) {
          if (i == p || i == q) continue;
          const double left = a[i * d + p], right = a[i * d + q];
          a[i * d + p] = a[p * d + i] = cosine * left - sine * right;
          a[i * d + q] = a[q * d + i] = sine * left + cosine * right;
        }
        a[p * d + p] = app - tangent * off;
        a[q * d + q] = aqq + tangent * off;
        a[p * d + q] = a[q * d + p] = 0;
        for (int i = 0; i < d; ++i) {
          const double left = vectors[i * d + p], right = vectors[i * d + q];
          vectors[i * d + p] = cosine * left - sine * right;
          vectors[i * d + q] = sine * left + cosine * right;
        }
      }
  }
  for (int i = 0; i < d; ++i) values[i] = a[i * d + i];
}

}  // namespace collapse::numerics
