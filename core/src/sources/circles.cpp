#include "numerics/elementary.h"
#include "sources/draw.h"

namespace collapse::sources {

namespace {

void at(const Shape& shape, int curve, double parameter, double* point) {
  const double t = 2 * numerics::kPi * parameter, radius = curve == 0 ? 1 : shape.factor;
  point[0] = radius * numerics::cos(t);
  point[1] = radius * numerics::sin(t);
}

}  // namespace

// x² and y² of a circle of radius r have the mean r²/2.
Shape circles(double noise, double factor) {
  const double square = 0.25 * (1 + factor * factor);
  return {.curves = 2,
          .noise = noise,
          .factor = factor,
          .moments = moments_about(noise, 0, 0, square, 0, square),
          .at = at,
          .draw = draw_about_curves};
}

}  // namespace collapse::sources
