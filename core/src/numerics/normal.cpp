#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/elementary_detail.h"

namespace collapse::numerics {
namespace {

using detail::exp_pair;
using detail::Pair;
using detail::scaled_erfc;
using detail::two_product;

/// sqrt(2 pi)
constexpr double kSqrtTwoPi = 2.5066282746310002;
/// Below this the lower tail is exp(-x^2/2) erfcx(-x/sqrt(2)) / 2, above it a difference from 1/2.
constexpr double kCentre = 0.7072;
/// Quantiles of p between this and its complement are found from erf; Phi(-kCentre) = 0.2397 is more, so that below it
/// the tail's formula holds with room for the first guess.
constexpr double kCentralFrom = 0.23;

/// Phi(-x) for x >= kCentre. The square is carried as a pair, for exp would multiply its rounding error by x^2/2.
double upper_tail(double x) {
  if (x > 39.0) return 0.0;
  const Pair square = two_product(x, x);
  return 0.5 * (exp_pair(-0.5 * square.high, -0.5 * square.low) * scaled_erfc(x * kSqrtHalf));
}

/// Phi^-1(p) for 0 < p < kCentralFrom.
double lower_quantile(double p) {
  // Abramowitz and Stegun 26.2.23, error below 4.5e-4 ...
  const double t = std::sqrt(-2.0 * log(p));
  double x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  // ... and Halley's steps on ln Phi(-x) = ln p, each of which cubes the error. With the hazard h = phi/Phi:
  // (ln Phi)' = -h, (ln Phi)'' = -h (h - x), so x - e/h' with e = ln(Phi(-x)/p) and the second-order term.
  for (int step = 0; step < 2; ++step) {
    const double scaled = 0.5 * scaled_erfc(x * kSqrtHalf);
    const double hazard = 1.0 / (kSqrtTwoPi * scaled);
    // Phi(-x)/p without underflow of either: exp(-x^2/2 - ln p) erfcx/2.
    const Pair square = two_product(x, x);
    const double excess = step == 0 ? log(scaled) - 0.5 * square.high - log(p) : upper_tail(x) / p - 1.0;
    const double error = step == 0 ? excess : log1p(excess);
    x += error / hazard / (1.0 + 0.5 * error * (hazard - x) / hazard);
  }
  return -x;
}

/// x with Phi(x) - 1/2 = d, |d| <= 1/2 - kCentralFrom.
double central_quantile(double d) {
  double x = kSqrtTwoPi * d * (1.0 + 1.0471975511965976 * d * d);  // two terms of the inverse series: 2 pi / 6
  for (int step = 0; step < 2; ++step) {
    const double density = exp(-0.5 * x * x) / kSqrtTwoPi;
    const double newton = (0.5 * erf(x * kSqrtHalf) - d) / density;
    x -= newton / (1.0 + 0.5 * x * newton);
  }
  return x;
}

}  // namespace

double normal_cdf(double x) {
  if (x != x) return x;
  if (x < -kCentre) return upper_tail(-x);
  if (x > kCentre) return 1.0 - upper_tail(x);
  return 0.5 + 0.5 * erf(x * kSqrtHalf);
}

double log_normal_cdf(double x) {
  if (x != x) return x;
  if (x > kCentre) return log1p(-upper_tail(x));
  if (x >= -kCentre) return log(normal_cdf(x));
  return log(0.5 * scaled_erfc(-x * kSqrtHalf)) - 0.5 * x * x;
}

double normal_quantile(double p) {
  if (!(p > 0.0 && p < 1.0)) {
    if (p == 0.0) return -kInfinity;
    return p == 1.0 ? kInfinity : kNaN;
  }
  // 1 - p is exact here, and p - 1/2 to 2^-55.
  if (p < kCentralFrom) return lower_quantile(p);
  return p > 1.0 - kCentralFrom ? -lower_quantile(1.0 - p) : central_quantile(p - 0.5);
}

double chi_square_survival(int k, double x) {
  if (x != x || k < 1) return kNaN;
  if (x <= 0.0) return 1.0;
  const double h = 0.5 * x;
  if (h == kInfinity) return 0.0;
  // Even k: sum over j = 0 .. k/2-1 of h^j exp(-h) / j!. Odd k: erfc(sqrt(h)) and the same over j = 1/2, 3/2, .. k/2-1
  // (Abramowitz and Stegun 26.4.4, 26.4.5). All terms are positive: start at the largest, so that none that matters
  // has underflowed, and go both ways.
  const bool odd = k % 2 != 0;
  const double lowest = odd ? 0.5 : 0.0;
  const double highest = 0.5 * k - 1.0;
  double sum = odd ? erfc(std::sqrt(h)) : 0.0;
  if (highest < lowest) return sum;
  const double start = std::fmin(std::floor(h) + lowest, highest);
  const double largest = exp(start * log(h) - h - log_gamma(start + 1.0));
  sum += largest;
  double term = largest;
  for (double j = start; j > lowest && term > 0.0; j -= 1.0) {
    term *= j / h;
    sum += term;
  }
  term = largest;
  for (double j = start + 1.0; j <= highest && term > 0.0; j += 1.0) {
    term *= h / j;
    sum += term;
  }
  return std::fmin(sum, 1.0);
}

}  // namespace collapse::numerics
