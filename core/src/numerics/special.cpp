#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"

namespace collapse::numerics {
namespace {

/// From here up the asymptotic series below reach full precision.
constexpr double kAsymptotic = 10.0;

}  // namespace

double log_gamma(double x) {
  if (!(x > 0.0)) return x == 0.0 ? kInfinity : kNaN;
  if (x == kInfinity) return x;
  if (x == 1.0 || x == 2.0) return 0.0;
  // Gamma(x) = Gamma(x + m) / (x (x+1) ... (x+m-1)) until Stirling's series holds.
  double product = 1.0;
  while (x < kAsymptotic) {
    product *= x;
    x += 1.0;
  }
  // Abramowitz and Stegun 6.1.41: B_2k / (2k (2k-1) x^(2k-1)).
  const double w = 1.0 / (x * x);
  const double series =
      (1.0 / 12 -
       w * (1.0 / 360 -
            w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188 - w * (691.0 / 360360 - w * (1.0 / 156))))))) /
      x;
  return (x - 0.5) * (log(x) - 1.0) + ((0.5 * kLogTwoPi - 0.5) + series) - log(product);
}

double digamma(double x) {
  if (!(x > 0.0)) return x == 0.0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  double shift = 0.0;
  while (x < kAsymptotic) {
    shift += 1.0 / x;
    x += 1.0;
  }
  // Abramowitz and Stegun 6.3.18: B_2k / (2k x^2k).
  const double w = 1.0 / (x * x);
  const double series =
      w * (1.0 / 12 - w * (1.0 / 120 -
                           w * (1.0 / 252 - w * (1.0 / 240 - w * (1.0 / 132 - w * (691.0 / 32760 - w * (1.0 / 12)))))));
  return log(x) - 0.5 / x - series - shift;
}

double trigamma(double x) {
  if (!(x > 0.0)) return x == 0.0 ? kInfinity : kNaN;
  if (x == kInfinity) return 0.0;
  double shift = 0.0;
  while (x < kAsymptotic) {
    shift += 1.0 / (x * x);
    x += 1.0;
  }
  // Abramowitz and Stegun 6.4.12: B_2k / x^(2k+1).
  const double w = 1.0 / (x * x);
  const double series =
      w *
      (1.0 / 6 - w * (1.0 / 30 -
                      w * (1.0 / 42 -
                           w * (1.0 / 30 - w * (5.0 / 66 - w * (691.0 / 2730 - w * (7.0 / 6 - w * (3617.0 / 510))))))));
  return (1.0 + 0.5 / x + series) / x + shift;
}

}  // namespace collapse::numerics
