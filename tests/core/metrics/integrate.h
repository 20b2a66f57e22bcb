#pragma once

// Brute-force oracles: plain densities on a fine grid, nothing shared with the code under test.

#include <cmath>
#include <vector>

#include "collapse/mixture.h"

namespace collapse::test {

inline double density_1d(const models::Mixture& m, double x) {
  double sum = 0;
  for (int k = 0; k < m.components(); ++k) {
    if (m.weights[k] == 0) continue;
    const double sd = std::sqrt(m.covariances[k]);
    const double z = (x - m.means[k]) / sd;
    sum += m.weights[k] * std::exp(-0.5 * z * z) / (sd * std::sqrt(2 * M_PI));
  }
  return sum;
}

/// ln density, usable where the density underflows.
inline double log_density_1d(const models::Mixture& m, double x) {
  std::vector<double> logs;
  double top = -1e300;
  for (int k = 0; k < m.components(); ++k) {
    if (m.weights[k] == 0) continue;
    const double sd = std::sqrt(m.covariances[k]);
    const double z = (x - m.means[k]) / sd;
    logs.push_back(std::log(m.weights[k]) - 0.5 * z * z - std::log(sd * std::sqrt(2 * M_PI)));
    top = std::fmax(top, logs.back());
  }
  double sum = 0;
  for (double l : logs) sum += std::exp(l - top);
  return top + std::log(sum);
}

inline double log_density_2d(const models::Mixture& m, double x, double y) {
  std::vector<double> logs;
  double top = -1e300;
  for (int k = 0; k < m.components(); ++k) {
    const auto c = m.covariance(k);
    const double det = c[0] * c[3] - c[1] * c[2];
    const double dx = x - m.mean(k)[0], dy = y - m.mean(k)[1];
    const double q = (c[3] * dx * dx - 2 * c[1] * dx * dy + c[0] * dy * dy) / det;
    logs.push_back(std::log(m.weights[k]) - 0.5 * q - 0.5 * std::log(det) - std::log(2 * M_PI));
    top = std::fmax(top, logs.back());
  }
  double sum = 0;
  for (double l : logs) sum += std::exp(l - top);
  return top + std::log(sum);
}

inline double cdf_1d(const models::Mixture& m, double x) {
  double sum = 0;
  for (int k = 0; k < m.components(); ++k)
    if (m.weights[k] > 0) sum += 0.5 * m.weights[k] * std::erfc((m.means[k] - x) / std::sqrt(2 * m.covariances[k]));
  return sum;
}

/// Half the integral of |p - q| of two mixtures of densities: between sign changes, seen on a fine grid and halved to
/// the last digit, it is a difference of distribution functions.
inline double total_variation_1d(const models::Mixture& p, const models::Mixture& q, double from, double to,
                                 int steps) {
  const auto difference = [&](double x) { return density_1d(p, x) - density_1d(q, x); };
  const auto below = [&](double x) { return cdf_1d(p, x) - cdf_1d(q, x); };
  const double h = (to - from) / steps;
  double sum = 0, last = 0, before = difference(from);
  for (int i = 1; i <= steps; ++i) {
    double low = from + (i - 1) * h, high = from + i * h;
    const double here = difference(high);
    if (here * before < 0) {
      for (int step = 0; step < 60; ++step) {
        const double middle = low + (high - low) / 2;
        (difference(middle) * before > 0 ? low : high) = middle;
      }
      sum += std::fabs(below(low) - last);
      last = below(low);
    }
    if (here != 0) before = here;
  }
  return 0.5 * (sum + std::fabs(last));
}

/// Midpoint rule: for a smooth integrand that vanishes at both ends its error falls faster than any power.
template <class F>
double integral(F f, double from, double to, int steps) {
  const double h = (to - from) / steps;
  double sum = 0;
  for (int i = 0; i < steps; ++i) sum += f(from + (i + 0.5) * h);
  return sum * h;
}

}  // namespace collapse::test
