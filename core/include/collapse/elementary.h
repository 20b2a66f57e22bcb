#pragma once

// Elementary functions with the same bits on every platform: only + - * / sqrt come from the machine
// (docs/decisions/0002). Each states, in units in the last place (ulp), a bound on the largest error seen at 45,000
// random points over its range; tests/core/numerics asserts it on tables computed with 50 digits. NaN in gives NaN out,
// and so does an argument outside the stated range.

namespace collapse::numerics {

inline constexpr double kPi = 3.141592653589793238462643383279502884;
inline constexpr double kLn2 = 0.693147180559945309417232121458176568;
/// ln(2*pi)
inline constexpr double kLogTwoPi = 1.837877066409345483560659472811235279;
/// log2(e) = 1/ln(2)
inline constexpr double kLog2E = 1.442695040888963407359924681001892137;
/// sqrt(1/2)
inline constexpr double kSqrtHalf = 0.707106781186547524400844362104849039;

/// e^x: 0.9 ulp, half a denormal more below -708; 0 below -745.2, infinite above 709.8.
double exp(double x);
/// e^x - 1: 1 ulp.
double expm1(double x);
/// Natural logarithm: 0.9 ulp, denormals too. log(0) = -inf, log(x < 0) = NaN.
double log(double x);
/// ln(1 + x): 1 ulp. log1p(-1) = -inf.
double log1p(double x);
/// x^y for x >= 0: 1.1 ulp. pow(x, 0) = 1.
double pow(double x, double y);
/// |x| <= 2^20: 0.9 ulp; NaN beyond.
double sin(double x);
double cos(double x);
/// 1.6 ulp.
double erf(double x);
/// 2.2 ulp, relative to itself to x = 26; denormal and then 0 beyond.
double erfc(double x);
/// 2.5 ulp.
double tanh(double x);

/// ln Gamma(x), x > 0: 1.2e-14 max(1, |value|).
double log_gamma(double x);
/// psi(x) = d/dx ln Gamma(x), x > 0: 4e-15 max(1, |value|).
double digamma(double x);
/// psi'(x), x > 0: 4 ulp.
double trigamma(double x);
/// Phi(x), the standard normal distribution function: 3 ulp to x = -37, so accurate relative to itself in the lower
/// tail; denormal and then 0 beyond.
double normal_cdf(double x);
/// ln Phi(x): 4 ulp, finite for every x down to -1e150.
double log_normal_cdf(double x);
/// Phi^-1(p), 0 < p < 1: 3 ulp. -inf at 0, +inf at 1.
double normal_quantile(double p);
/// P(chi^2_k > x) for whole k >= 1, x >= 0: relative error 2e-13 to k = 300, 1e-11 to k = 5000. About k/2 operations.
double chi_square_survival(int k, double x);

}  // namespace collapse::numerics
