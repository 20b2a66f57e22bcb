#pragma once

// Random mixtures and points for the tests of the models.

#include <cstdint>
#include <vector>

#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"

namespace collapse::test {

inline random::Stream stream(std::uint32_t number, random::Purpose purpose = random::Purpose::synthetic) {
  return random::Stream(20240724, 0, number, purpose);
}

/// K components with weights in (1/2 .. 3/2)/K before normalising, means in about +-`spread`, covariances A A^T + I/4.
inline models::Mixture random_mixture(int components, int d, double spread, random::Stream& stream) {
  models::Mixture mixture{d, {}, {}, {}};
  double total = 0;
  for (int k = 0; k < components; ++k) {
    mixture.weights.push_back(0.5 + stream.uniform());
    total += mixture.weights.back();
    std::vector<double> a(static_cast<std::size_t>(d) * d);
    for (double& entry : a) entry = stream.normal();
    for (int i = 0; i < d; ++i) mixture.means.push_back(spread * stream.normal());
    for (int i = 0; i < d; ++i)
      for (int j = 0; j < d; ++j) {
        double dot = i == j ? 0.25 : 0.0;
        for (int m = 0; m < d; ++m) dot += a[i * d + m] * a[j * d + m];
        mixture.covariances.push_back(dot);
      }
  }
  for (double& weight : mixture.weights) weight /= total;
  return mixture;
}

/// Points with the given coordinates (d x n, one dimension after another) about the origin 0.
inline data::PointSet points(int d, const std::vector<double>& coordinates) {
  const std::vector<double> origin(static_cast<std::size_t>(d), 0.0);
  data::PointSet result = data::PointSet::zeros(origin, coordinates.size() / static_cast<std::size_t>(d), true);
  result.offsets = coordinates;
  return result;
}

}  // namespace collapse::test
