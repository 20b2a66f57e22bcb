#include "numerics/elementary.h"
#include "sources/draw.h"

namespace collapse::sources {

namespace {

constexpr double kFirst = 1.5 * numerics::kPi, kLength = 3 * numerics::kPi;

void at(const Shape&, int, double parameter, double* point) {
  const double t = kFirst + kLength * parameter, radius = t / kFirst;
  point[0] = radius * numerics::cos(t);
  point[1] = radius * numerics::sin(t);
}

}  // namespace

// By parts, between a = 3π/2 and b = 9π/2, where cos a = cos b = 0, sin a = −1, sin b = 1, sin 2a = sin 2b = 0 and
// cos 2a = cos 2b = −1:
//   ∫ t cos t = [cos t + t sin t] = a + b         ∫ t sin t = [sin t − t cos t] = 2
//   ∫ t² cos 2t = [t cos 2t / 2] = −(b − a)/2     ∫ t² sin 2t = [−t² cos 2t / 2] = (b² − a²)/2
// and t² cos² t = (t² + t² cos 2t)/2, t² sin² t = (t² − t² cos 2t)/2, t² sin t cos t = t² sin 2t / 2.
Shape swiss_roll(double noise) {
  constexpr double a = kFirst, b = kFirst + kLength, length = kLength;
  constexpr double squares = (b * b * b - a * a * a) / 3, doubled = -length / 2;
  constexpr double unit = 1 / (length * a), unit_squared = 1 / (length * a * a);
  return {.curves = 1,
          .noise = noise,
          .moments = moments_about(noise, (a + b) * unit, 2 * unit, 0.5 * (squares + doubled) * unit_squared,
                                   0.25 * (b * b - a * a) * unit_squared, 0.5 * (squares - doubled) * unit_squared),
          .at = at,
          .draw = draw_about_curves};
}

}  // namespace collapse::sources
