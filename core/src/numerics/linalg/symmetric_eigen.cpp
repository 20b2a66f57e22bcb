#include "numerics/linalg/symmetric_eigen.h"

#include "numerics/linalg/svd.h"

namespace collapse::linalg {

void symmetric_eigen(const double* matrix, int d, double* values, double* vectors) {
  const auto [u, v, s] = svd(square(matrix, d));
  for (int k = 0; k < d; ++k) values[k] = s[k] * u.col(k).dot(v.col(k));
  square(vectors, d) = v;
}

}  // namespace collapse::linalg
