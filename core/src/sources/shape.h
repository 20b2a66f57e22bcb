#pragma once

// Sources in the plane that are no mixtures: points about curves. They are drawn from without end and have their
// moments in closed form. Their density has none, so what needs one is not measured on them.

#include "collapse/mixture.h"
#include "collapse/points.h"
#include "collapse/stream.h"

namespace collapse::sources {

/// Curves in the plane, each as likely as the other, with normal noise about them. A draw is a point of a curve, its
/// parameter uniform, plus noise; the curves of moons and circles have constant speed.
struct Shape {
  int curves = 1;
  double noise = 0;              // standard deviation about the curve, the same in both directions, > 0
  double factor = 1;             // of circles: the inner radius over the outer
  models::Moments moments = {};  // mean (2) and covariance (2 x 2) with the noise, exact
  /// The point (2) of a curve at a parameter from 0 to 1.
  void (*at)(const Shape& shape, int curve, double parameter, double* point) = nullptr;
  data::PointSet (*draw)(const Shape& shape, std::size_t n, random::Stream& stream, bool real) = nullptr;

  /// n independent draws, as offsets from the mean.
  data::PointSet sample(std::size_t n, random::Stream& stream, bool real = false) const {
    return draw(*this, n, stream, real);
  }
};

/// Two half circles of radius 1, each bent about the other's end: (cos t, sin t) and (1 − cos t, ½ − sin t), t from 0
/// to π, as in scikit-learn's make_moons.
Shape moons(double noise);

/// Two circles about the origin, of radius 1 and `factor` (above 0, below 1), as in scikit-learn's make_circles.
Shape circles(double noise, double factor);

/// A spiral of one and a half turns, (t cos t, t sin t) / (3π/2) with t uniform from 3π/2 to 9π/2: the section of
/// scikit-learn's make_swiss_roll, scaled so that the radius goes from 1 to 3. The outer turns are drawn more thinly.
Shape swiss_roll(double noise);

}  // namespace collapse::sources
