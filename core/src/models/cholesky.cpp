#include "models/cholesky.h"

#include <cmath>
#include <limits>

namespace collapse::models {

bool cholesky(std::span<const double> a, int d, double* l) {
  const double tolerance = 4.0 * d * std::numeric_limits<double>::epsilon();
  bool definite = true;
  for (int j = 0; j < d; ++j) {
    double pivot = a[j * d + j];
    for (int k = 0; k < j; ++k) pivot -= l[j * d + k] * l[j * d + k];
    const bool positive = pivot > tolerance * a[j * d + j] && pivot >= std::numeric_limits<double>::min();
    const double diagonal = positive ? std::sqrt(pivot) : 0.0;
    definite = definite && positive;
    for (int i = 0; i < j; ++i) l[i * d + j] = 0;
    l[j * d + j] = diagonal;
    for (int i = j + 1; i < d; ++i) {
      double dot = a[i * d + j];
      for (int k = 0; k < j; ++k) dot -= l[i * d + k] * l[j * d + k];
      l[i * d + j] = positive ? dot / diagonal : 0.0;
    }
  }
  return definite;
}

void invert_lower(const double* l, int d, double* inverse) {
  for (int j = 0; j < d; ++j) {
    for (int i = 0; i < j; ++i) inverse[i * d + j] = 0;
    inverse[j * d + j] = 1.0 / l[j * d + j];
    for (int i = j + 1; i < d; ++i) {
      double dot = 0;
      for (int k = j; k < i; ++k) dot += l[i * d + k] * inverse[k * d + j];
      inverse[i * d + j] = -dot / l[i * d + i];
    }
  }
}

}  // namespace collapse::models
