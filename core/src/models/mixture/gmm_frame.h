#pragma once

// The coordinates a fit works in.

#include <vector>

#include "collapse/mixture.h"
#include "collapse/points.h"
#include "models/mixture/gmm_pass.h"

namespace collapse::models {

/// x = origin + centre + 2^exponent y: `points` holds the y, whose mean is about 0 and whose largest |coordinate| lies
/// in [1/2, 1). A power of two changes no bit of a mantissa, so a fit of data scaled by 2^k is the fit scaled by 2^k,
/// and data of a spread of 1e-150 or 1e150 are no harder than any.
struct EmFrame {
  data::PointSet points;       // origin 0
  std::vector<double> origin;  // d, the data's
  std::vector<double> centre;  // d
  int exponent = 0;
  double floor = 0;  // the covariance floor in units of y^2, at least 2^-900
  double added = 0;  // the added variance in units of y^2
  bool finite = true;

  EmParameters enter(const Mixture& mixture) const;
  Mixture leave(const EmParameters& parameters) const;
};

/// `covariance_floor` and `added_variance` in the data's squared units. `finite` is false for data that hold an
/// infinity or NaN, or that spread beyond the largest double.
EmFrame make_em_frame(const data::PointSet& points, double covariance_floor, double added_variance);

}  // namespace collapse::models
