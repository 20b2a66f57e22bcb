#include <algorithm>

#include "collapse/constants.h"
#include "collapse/mixture.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::models {

namespace {

/// Turns independent standard normals (one column a coordinate) into L z, in place.
void colour(data::PointSet& points, const double* l) {
  const int d = points.dimension;
  for (int j = d - 1; j >= 0; --j) {
    double* out = points.column(j).data();
    const double diagonal = l[j * d + j];
    for (std::size_t i = 0; i < points.count; ++i) out[i] *= diagonal;
    for (int k = 0; k < j; ++k) {
      const double* z = points.column(k).data();
      const double factor = l[j * d + k];
      for (std::size_t i = 0; i < points.count; ++i) out[i] += factor * z[i];
    }
  }
}

}  // namespace

data::PointSet sample(const Mixture& mixture, std::size_t n, random::Stream& stream, bool real) {
  data::PointSet points;
  sample(mixture, n, stream, real, points);
  return points;
}

void sample(const Mixture& mixture, std::size_t n, random::Stream& stream, bool real, data::PointSet& points) {
  const int d = mixture.dimension;
  const std::size_t square = static_cast<std::size_t>(d) * d;
  if (mixture.components() == 1) {
    points.reset(mixture.means, n, real);
    double factor[kMaxDimension * kMaxDimension];
    linalg::cholesky(mixture.covariances, d, factor);
    if (d == 1) return stream.fill_normal(points.column(0), factor[0]);
    for (int j = 0; j < d; ++j) stream.fill_normal(points.column(j));
    return colour(points, factor);
  }

  const std::vector<double> centre = mixture_mean(mixture);
  points.reset(centre, n, real);
  const int components = mixture.components();
  std::vector<double> factors(mixture.weights.size() * square);
  for (int k = 0; k < components; ++k) linalg::cholesky(mixture.covariance(k), d, factors.data() + k * square);

  std::vector<std::uint16_t> component(n);
  random::fill_categorical(stream, mixture.weights, component);
  for (int j = 0; j < d; ++j) stream.fill_normal(points.column(j));
  std::vector<double> shifts(mixture.means);
  for (int k = 0; k < components; ++k)
    for (int j = 0; j < d; ++j) shifts[k * d + j] -= centre[j];
  for (std::size_t i = 0; i < n; ++i) {
    const double* l = factors.data() + component[i] * square;
    const double* shift = shifts.data() + component[i] * d;
    double* offset = points.offsets.data() + i;
    for (int j = d - 1; j >= 0; --j) {
      double sum = l[j * d + j] * offset[j * n];
      for (int k = 0; k < j; ++k) sum += l[j * d + k] * offset[k * n];
      offset[j * n] = sum + shift[j];
    }
  }
}

}  // namespace collapse::models
