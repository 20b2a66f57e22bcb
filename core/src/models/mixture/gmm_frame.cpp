#include "models/mixture/gmm_frame.h"

#include <algorithm>
#include <cmath>

namespace collapse::models {

EmFrame make_em_frame(const data::PointSet& points, double covariance_floor, double added_variance) {
  const int d = points.dimension;
  EmFrame frame;
  frame.origin = points.origin;
  frame.points = points;
  frame.points.origin.assign(static_cast<std::size_t>(d), 0.0);
  double largest = 0;
  for (int j = 0; j < d && points.count > 0; ++j) {
    // About the first point: equal points become exact zeros.
    const auto column = frame.points.column(j);
    const double first = column[0];
    double sum = 0;
    for (double& y : column) sum += y -= first;
    const double mean = sum / static_cast<double>(points.count);
    frame.centre.push_back(first + mean);
    double check = 0;  // stays 0 for finite numbers only
    for (double& y : column) {
      y -= mean;
      largest = std::max(largest, std::fabs(y));
      check += 0 * y;
    }
    frame.finite = frame.finite && check == 0;
  }
  if (!frame.finite || points.count == 0) return frame;

  int floor_exponent;
  std::frexp(std::max(covariance_floor, added_variance), &floor_exponent);
  if (largest > 0) std::frexp(largest, &frame.exponent);
  // Not so fine a unit that the floor or what is added overflows in it, nor one whose reciprocal does.
  frame.exponent = std::clamp(std::max(frame.exponent, floor_exponent / 2 - 300), -1000, 1000);
  frame.floor = std::max(std::ldexp(covariance_floor, -2 * frame.exponent), std::ldexp(1.0, -900));
  frame.added = std::ldexp(added_variance, -2 * frame.exponent);
  const double scale = std::ldexp(1.0, -frame.exponent);
  for (double& y : frame.points.offsets) y *= scale;
  return frame;
}

EmParameters EmFrame::enter(const Mixture& mixture) const {
  const auto d = static_cast<std::size_t>(points.dimension);
  EmParameters parameters{mixture.weights, mixture.means, mixture.covariances};
  for (std::size_t i = 0; i < parameters.means.size(); ++i)
    parameters.means[i] = std::ldexp((mixture.means[i] - origin[i % d]) - centre[i % d], -exponent);
  for (double& covariance : parameters.covariances) covariance = std::ldexp(covariance, -2 * exponent);
  return parameters;
}

Mixture EmFrame::leave(const EmParameters& parameters) const {
  const auto d = static_cast<std::size_t>(points.dimension);
  Mixture mixture{points.dimension, parameters.weights, parameters.means, parameters.covariances};
  for (std::size_t i = 0; i < mixture.means.size(); ++i)
    mixture.means[i] = origin[i % d] + (centre[i % d] + std::ldexp(parameters.means[i], exponent));
  for (double& covariance : mixture.covariances) covariance = std::ldexp(covariance, 2 * exponent);
  return mixture;
}

}  // namespace collapse::models
