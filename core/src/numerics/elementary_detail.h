#pragma once

// What the elementary functions share among themselves; no other room includes it.

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace collapse::numerics::detail {

inline std::uint64_t bits_of(double x) {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline double from_bits(std::uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/// An unevaluated sum high + low, |low| <= ulp(high)/2.
struct Pair {
  double high;
  double low;
};

/// a + b without error (Knuth 1969).
inline Pair two_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// a + b without error if |a| >= |b| or a == 0 (Dekker 1971).
inline Pair fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// x with its lower 27 mantissa bits cleared, so that products of two such numbers are exact.
inline double upper_half(double x) { return from_bits(bits_of(x) & ~std::uint64_t{0x7ffffff}); }

/// a * b without error, as long as neither half over- or underflows (Dekker 1971).
inline Pair two_product(double a, double b) {
  const double a1 = upper_half(a), a2 = a - a1;
  const double b1 = upper_half(b), b2 = b - b1;
  const double product = a * b;
  return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

/// c[0] + c[1] x + c[2] x^2 + ... by Horner's rule.
template <std::size_t N>
double polynomial(const double (&c)[N], double x) {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

/// exp(high + low), |low| below an ulp or so of high: no rounding more than exp.
double exp_pair(double high, double low);

/// erfcx(z) = exp(z^2) erfc(z), z >= 1/2; positive and without under- or overflow.
double scaled_erfc(double z);

}  // namespace collapse::numerics::detail
