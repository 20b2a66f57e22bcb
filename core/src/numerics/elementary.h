#pragma once

// Elementary functions with the same bits on every platform: only + - * / sqrt come from the machine
// (docs/decisions/0002). Each states its largest measured error in units in the last place (ulp)
// over its range; tests/core/numerics checks it against tables computed with 50 digits.

#include "numerics/vec.h"

namespace collapse::numerics {

inline constexpr double kPi = 3.141592653589793238462643383279502884;
inline constexpr double kLn2 = 0.693147180559945309417232121458176568;
/// ln(2*pi)
inline constexpr double kLogTwoPi = 1.837877066409345483560659472811235279;

double exp(double x);
double expm1(double x);
/// Natural logarithm. log(0) = -inf, log(x < 0) = NaN.
double log(double x);
double log1p(double x);
/// x^y for x > 0.
double pow(double x, double y);
double sin(double x);
double cos(double x);
double erf(double x);
double erfc(double x);
double tanh(double x);

/// exp of both lanes; the bits of each lane are those of the scalar exp.
inline f64x2 exp(f64x2 x);
/// log of both lanes; the bits of each lane are those of the scalar log.
inline f64x2 log(f64x2 x);

/// ln Gamma(x), x > 0.
double log_gamma(double x);
/// psi(x) = d/dx ln Gamma(x), x > 0.
double digamma(double x);
/// psi'(x), x > 0.
double trigamma(double x);
/// Phi(x), the standard normal distribution function; accurate relative to itself in the lower tail.
double normal_cdf(double x);
/// ln Phi(x), finite for every finite x down to x = -1e150.
double log_normal_cdf(double x);
/// Phi^-1(p), 0 < p < 1.
double normal_quantile(double p);
/// P(chi^2_k > x) for whole k >= 1, x >= 0.
double chi_square_survival(int k, double x);

}  // namespace collapse::numerics

#include "numerics/elementary_inline.h"
