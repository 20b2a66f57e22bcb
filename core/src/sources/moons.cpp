#include "numerics/elementary.h"
#include "sources/draw.h"

namespace collapse::sources {

namespace {

void at(const Shape&, int curve, double parameter, double* point) {
  const double t = numerics::kPi * parameter, c = numerics::cos(t), s = numerics::sin(t);
  point[0] = curve == 0 ? c : 1 - c;
  point[1] = curve == 0 ? s : 0.5 - s;
}

}  // namespace

// Over a half circle the means of cos t, sin t, cos² t, sin² t and sin t cos t are 0, 2/π, ½, ½ and 0; the moments are
// the means over the two curves.
Shape moons(double noise) {
  constexpr double kSine = 2 / numerics::kPi;
  return {.curves = 2,
          .noise = noise,
          .moments = moments_about(noise, 0.5, 0.25, 1, 0.5 * (0.5 - kSine), 0.5 * (0.5 + (0.75 - kSine))),
          .at = at,
          .draw = draw_about_curves};
}

}  // namespace collapse::sources
