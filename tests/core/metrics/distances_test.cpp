#include "metrics/distances.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "metrics/gaussian_1d.h"
#include "metrics/integrate.h"
#include "support/close.h"

using namespace collapse::metrics;
using collapse::kInfinity;
using collapse::models::Mixture;
using collapse::random::Purpose;
using collapse::random::Stream;
using collapse::test::close;
using collapse::test::density_1d;
using collapse::test::integral;
using collapse::test::log_density_1d;
using collapse::test::log_density_2d;
using collapse::test::total_variation_1d;

namespace {

Mixture gaussian(double mean, double variance) { return {1, {1}, {mean}, {variance}}; }

/// A random covariance d x d = A A^T + 0.1 I and mean, entries of order 1.
Mixture random_gaussian(std::uint32_t seed, int d) {
  Stream stream(5, seed, 0, Purpose::real_data);
  std::vector<double> a(static_cast<std::size_t>(d) * d), mean(d);
  for (double& x : a) x = stream.normal();
  for (double& x : mean) x = stream.normal();
  Mixture m{d, {1}, mean, std::vector<double>(a.size(), 0.0)};
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      for (int k = 0; k < d; ++k) m.covariances[i * d + j] += a[i * d + k] * a[j * d + k];
    }
    m.covariances[i * d + i] += 0.1;
  }
  return m;
}

double w2(const Mixture& a, const Mixture& b) {
  return std::sqrt(w2_squared_gaussian(a.means, a.covariances, b.means, b.covariances));
}
double kl_of(const Mixture& a, const Mixture& b) { return kl_gaussian(a.means, a.covariances, b.means, b.covariances); }

/// A x + b: mean and covariance of the image, A (d x d).
Mixture transformed(const Mixture& m, const std::vector<double>& a, const std::vector<double>& b) {
  const int d = m.dimension;
  Mixture out = m;
  for (int k = 0; k < m.components(); ++k) {
    for (int i = 0; i < d; ++i) {
      out.means[k * d + i] = b[i];
      for (int j = 0; j < d; ++j) out.means[k * d + i] += a[i * d + j] * m.mean(k)[j];
      for (int j = 0; j < d; ++j) {
        double sum = 0;
        for (int r = 0; r < d; ++r) {
          for (int c = 0; c < d; ++c) sum += a[i * d + r] * m.covariance(k)[r * d + c] * a[j * d + c];
        }
        out.covariances[(k * d + i) * d + j] = sum;
      }
    }
  }
  return out;
}

const std::vector<std::pair<Mixture, Mixture>>& pairs_1d() {
  static const std::vector<std::pair<Mixture, Mixture>> pairs = {
      {gaussian(0, 1), gaussian(0.3, 0.5)},
      {gaussian(0, 1), {1, {0.4, 0.6}, {-1, 1}, {0.5, 0.7}}},
      {{1, {0.5, 0.5}, {-2, 2}, {1, 1}}, {1, {0.3, 0.7}, {-2.2, 1.9}, {0.8, 1.3}}},
      {{1, {0.5, 0.5}, {-4, 4}, {1, 1}}, {1, {0.9, 0.1}, {-4, 4}, {0.25, 0.04}}},
      {{1, {0.2, 0.3, 0.5}, {-3, 0, 4}, {1, 0.09, 2}}, gaussian(1, 9)},
      {gaussian(0, 1), {1, {0.95, 0.05}, {0, 0.3}, {1, 1e-4}}},
      {{1, {0.5, 0.5}, {-0.1, 0.1}, {0.01, 0.01}}, gaussian(0, 1)},
      {gaussian(0, 1), {1, {0.5, 0.5}, {-0.1, 0.1}, {0.01, 0.01}}},
  };
  return pairs;
}

}  // namespace

TEST_CASE("W2 and KL of 1-D Gaussians are their textbook formulas") {
  CHECK(close(w2(gaussian(1, 4), gaussian(3, 9)), std::sqrt(4.0 + 1.0), 1e-15));
  CHECK(close(kl_of(gaussian(1, 0.25), gaussian(0, 1)), 0.5 * (0.25 + 1 - 1 - std::log(0.25)), 1e-15));
  CHECK(close(kl_of(gaussian(0, 1), gaussian(1, 0.25)), 0.5 * (2 / 0.25 - 1 + std::log(0.25)), 1e-15));
  CHECK(close(kl_of(gaussian(0, 1 + 1e-9), gaussian(0, 1)), 0.25e-18, 1e-3, 1.2e-16));
}

TEST_CASE("KL, total variation and L2 of 1-D Gaussians agree with the integral on a grid") {
  for (double mean : {0.0, 0.7, -3.0}) {
    for (double sd : {0.2, 0.999, 1.0, 2.5}) {
      CAPTURE(mean);
      CAPTURE(sd);
      const Mixture p = gaussian(mean, sd * sd), q = gaussian(0, 1);
      const auto difference = [&](double x) { return density_1d(p, x) - density_1d(q, x); };
      CHECK(close(kl_of(p, q),
                  integral([&](double x) { return density_1d(p, x) * (log_density_1d(p, x) - log_density_1d(q, x)); },
                           -30, 30, 60000),
                  1e-10, 1e-12));
      CHECK(close(l2_squared(p, q), integral([&](double x) { return difference(x) * difference(x); }, -30, 30, 60000),
                  1e-10, 1e-14));
      // |p - q| has corners, where the midpoint rule loses h^2.
      CHECK(close(total_variation(p, q),
                  0.5 * integral([&](double x) { return std::fabs(difference(x)); }, -30, 30, 600000), 1e-8, 1e-8));
      CHECK(total_variation(p, q) == total_variation(q, p));
    }
  }
}

TEST_CASE("total variation of shifted equal Gaussians is erf(|shift|/(2 sqrt 2 s))") {
  CHECK(close(total_variation(gaussian(0, 4), gaussian(3, 4)), std::erf(3 / (2 * std::sqrt(2.0) * 2)), 1e-15));
  CHECK(close(total_variation(gaussian(0, 1), gaussian(0, 1e-300)), 1, 1e-15));
  CHECK(total_variation(gaussian(0, 1), gaussian(100, 1)) == 1);
}

TEST_CASE("total variation of mixtures is that of the distribution functions between all crossings, however close") {
  // Two hundred pairs; every fourth is nearly the other, so that the densities touch and cross in close pairs.
  Stream stream(41, 0, 0, Purpose::real_data);
  for (int trial = 0; trial < 200; ++trial) {
    CAPTURE(trial);
    Mixture mixtures[2];
    for (Mixture& m : mixtures) {
      const int k = 1 + static_cast<int>(stream.below(4));
      m = {1, {}, {}, {}};
      double total = 0;
      for (int c = 0; c < k; ++c) {
        total += m.weights.emplace_back(0.1 + stream.uniform());
        m.means.push_back(6 * stream.uniform() - 3);
        m.covariances.push_back(std::pow(10, 2 * stream.uniform() - 1.5));
      }
      for (double& weight : m.weights) weight /= total;
    }
    Mixture &p = mixtures[0], &q = mixtures[1];
    if (trial % 4 == 0) {
      q = p;
      for (double& mean : q.means) mean += 0.05 * (stream.uniform() - 0.5);
      for (double& variance : q.covariances) variance *= 1 + 0.1 * (stream.uniform() - 0.5);
    }
    CHECK(close(total_variation(p, q), total_variation_1d(p, q, -40, 40, 80000), 1e-11, 1e-12));
  }
}

TEST_CASE("in several dimensions W2 is a metric and KL a divergence") {
  for (int d : {2, 3, 5, 16}) {
    CAPTURE(d);
    const Mixture a = random_gaussian(1, d), b = random_gaussian(2, d), c = random_gaussian(3, d);
    CHECK(w2(a, a) == 0);
    CHECK(kl_of(a, a) == 0);
    CHECK(w2(a, b) > 0.1);
    CHECK(kl_of(a, b) > 0.1);
    CHECK(close(w2(a, b), w2(b, a), 1e-12));
    CHECK(w2(a, c) <= w2(a, b) + w2(b, c));
  }
}

TEST_CASE("in several dimensions diagonal Gaussians split into their coordinates") {
  const Mixture p{3, {1}, {1, 0, -2}, {4, 0, 0, 0, 1, 0, 0, 0, 0.25}};
  const Mixture q{3, {1}, {0, 0, 1}, {1, 0, 0, 0, 9, 0, 0, 0, 1}};
  CHECK(close(w2(p, q), std::sqrt(1 + 1 + 4 + 9 + 0.25), 1e-14));
  const double sum = kl_of(gaussian(1, 4), gaussian(0, 1)) + kl_of(gaussian(0, 1), gaussian(0, 9)) +
                     kl_of(gaussian(-2, 0.25), gaussian(1, 1));
  CHECK(close(kl_of(p, q), sum, 1e-14));
}

TEST_CASE("W2 of 2-D Gaussians has the closed form tr + tr - 2 sqrt(tr(AB) + 2 sqrt(det A det B))") {
  for (std::uint32_t i = 0; i < 20; ++i) {
    const Mixture a = random_gaussian(10 + 2 * i, 2), b = random_gaussian(11 + 2 * i, 2);
    const auto& s = a.covariances;
    const auto& t = b.covariances;
    const double product = s[0] * t[0] + s[1] * t[2] + s[2] * t[1] + s[3] * t[3];
    const double dets = (s[0] * s[3] - s[1] * s[2]) * (t[0] * t[3] - t[1] * t[2]);
    const double shift = std::pow(a.means[0] - b.means[0], 2) + std::pow(a.means[1] - b.means[1], 2);
    const double expected = shift + s[0] + s[3] + t[0] + t[3] - 2 * std::sqrt(product + 2 * std::sqrt(dets));
    CHECK(close(w2(a, b) * w2(a, b), expected, 1e-12));
  }
}

TEST_CASE("W2 turns and scales with space, KL does not notice any invertible map") {
  const double c = std::cos(0.7), s = std::sin(0.7);
  const Mixture a = random_gaussian(41, 2), b = random_gaussian(42, 2);
  const std::vector<double> turn = {3 * c, -3 * s, 3 * s, 3 * c}, skew = {2, 1, 0, 0.3}, shift = {5, -7};
  CHECK(close(w2(transformed(a, turn, shift), transformed(b, turn, shift)), 3 * w2(a, b), 1e-12));
  CHECK(close(kl_of(transformed(a, skew, shift), transformed(b, skew, shift)), kl_of(a, b), 1e-11));
}

TEST_CASE("W2 to a singular Gaussian is finite and KL is not") {
  const Mixture plane{2, {1}, {0, 0}, {1, 0, 0, 1}}, needle{2, {1}, {0, 0}, {4, 0, 0, 0}},
      point{2, {1}, {3, 4}, {0, 0, 0, 0}};
  CHECK(close(w2(plane, needle), std::sqrt(1.0 + 1.0), 1e-14));
  CHECK(close(w2(needle, plane), std::sqrt(1.0 + 1.0), 1e-14));
  CHECK(close(w2(plane, point), std::sqrt(25 + 2.0), 1e-14));
  const Mixture slanted{2, {1}, {0, 0}, {1, 1, 1, 1}};
  CHECK(close(w2(plane, slanted) * w2(plane, slanted), 2 + 2 - 2 * std::sqrt(2.0), 1e-13));
  CHECK(close(w2(slanted, plane) * w2(slanted, plane), 2 + 2 - 2 * std::sqrt(2.0), 1e-13));
  CHECK(kl_of(plane, needle) == kInfinity);
  CHECK(kl_of(needle, plane) == kInfinity);
  CHECK(kl_of(needle, needle) == 0);
  CHECK(kl_of(gaussian(0, 1), gaussian(0, 0)) == kInfinity);
  CHECK(kl_of(gaussian(0, 0), gaussian(0, 1)) == kInfinity);
  CHECK(kl_of(gaussian(2, 0), gaussian(2, 0)) == 0);
  CHECK(kl_of(gaussian(2, 0), gaussian(1, 0)) == kInfinity);
}

TEST_CASE("W2 keeps its digits for nearly equal and for tiny covariances") {
  const Mixture a{2, {1}, {0, 0}, {1, 0.5, 0.5, 1}};
  Mixture b = a;
  for (double& x : b.covariances) x *= (1 + 1e-8) * (1 + 1e-8);
  CHECK(close(w2(a, b), 1e-8 * std::sqrt(2.0), 1e-6));
  Mixture tiny = a, other = random_gaussian(3, 2);
  Mixture tiny_other = other;
  for (double& x : tiny.covariances) x *= 1e-240;
  for (double& x : tiny_other.covariances) x *= 1e-240;
  tiny_other.means = tiny.means = {0.8, 0.8};
  other.means = {0, 0};
  CHECK(close(w2(tiny, tiny_other) * 1e120, w2(a, other), 1e-12));
}

TEST_CASE("KL of mixtures agrees with the integral on a grid, within its stated error") {
  for (const auto& [p, q] : pairs_1d()) {
    for (int turn = 0; turn < 2; ++turn) {
      const Mixture& from = turn ? q : p;
      const Mixture& to = turn ? p : q;
      const double truth = integral(
          [&, &f = from, &t = to](double x) {
            return std::exp(log_density_1d(f, x)) * (log_density_1d(f, x) - log_density_1d(t, x));
          },
          -40, 40, 400000);
      const Estimate kl = kl_mixture(from, to);
      CAPTURE(kl.value);
      CAPTURE(kl.error);
      CAPTURE(truth);
      CHECK(std::fabs(kl.value - truth) <= kl.error + 1e-12 * std::fabs(truth));
      CHECK(kl.error <= 1e-6 * (1 + truth));
    }
  }
}

TEST_CASE("KL of mixtures of one or of coinciding components is the closed form of Gaussians") {
  const Mixture a = gaussian(0.2, 0.6), b = gaussian(-1, 2);
  const Mixture twin{1, {0.3, 0.7}, {0.2, 0.2}, {0.6, 0.6}};
  CHECK(close(kl_mixture(twin, b).value, kl_of(a, b), 1e-8));
  CHECK(close(kl_mixture(b, twin).value, kl_of(b, a), 1e-8));
  const Mixture p = random_gaussian(7, 2), q = random_gaussian(8, 2);
  Mixture pair{2, {0.5, 0.5}, p.means, p.covariances};
  pair.means.insert(pair.means.end(), p.means.begin(), p.means.end());
  pair.covariances.insert(pair.covariances.end(), p.covariances.begin(), p.covariances.end());
  CHECK(close(kl_mixture(pair, q).value, kl_of(p, q), 1e-11));
  CHECK(close(kl_mixture(q, pair).value, kl_of(q, p), 1e-11));
}

TEST_CASE("KL of 2-D mixtures agrees with the integral on a grid, within its stated error") {
  const std::vector<std::pair<Mixture, Mixture>> pairs = {
      {{2, {1}, {0, 0}, {1, 0, 0, 1}}, {2, {0.4, 0.6}, {-0.5, 0, 0.5, 0.1}, {0.8, 0.1, 0.1, 0.9, 0.7, 0, 0, 0.9}}},
      {{2, {0.5, 0.5}, {-2, 0, 2, 0}, {1, 0, 0, 1, 1, 0, 0, 1}},
       {2, {0.7, 0.3}, {-2, 0.2, 2, 0}, {0.5, 0.2, 0.2, 0.8, 0.3, 0, 0, 0.3}}},
      {{2, {1}, {0, 0}, {1, 0.3, 0.3, 1}}, {2, {0.97, 0.03}, {0, 0, 0.4, 0.3}, {1.2, 0, 0, 1, 2e-3, 0, 0, 2e-3}}},
      {{2, {1}, {0, 0}, {1, 0, 0, 1}}, {2, {0.5, 0.5}, {-0.5, 0, 0.5, 0}, {0.04, 0, 0, 0.04, 0.04, 0, 0, 0.04}}},
      {{2, {1}, {0, 0}, {1, 0, 0, 1}},
       {2, {0.3, 0.3, 0.4}, {-1, 0, 1, 0, 0, 1}, {0.02, 0, 0, 0.05, 0.1, 0.05, 0.05, 0.1, 0.3, 0, 0, 0.3}}},
  };
  for (const auto& [p, q] : pairs) {
    for (int turn = 0; turn < 2; ++turn) {
      const Mixture& from = turn ? q : p;
      const Mixture& to = turn ? p : q;
      const auto row = [&f = from, &t = to](double y) {
        return integral(
            [&](double x) {
              const double l = log_density_2d(f, x, y);
              return l < -60 ? 0 : std::exp(l) * (l - log_density_2d(t, x, y));
            },
            -8, 8, 800);
      };
      const double truth = integral(row, -8, 8, 800);
      const Estimate kl = kl_mixture(from, to);
      CAPTURE(kl.value);
      CAPTURE(kl.error);
      CAPTURE(truth);
      CHECK(std::fabs(kl.value - truth) <= kl.error + 1e-9 * (1 + std::fabs(truth)));
      CHECK(kl.error <= 1e-3 * (1 + truth));
    }
  }
}

TEST_CASE(
    "KL of mixtures is exact zero from a mixture to itself, infinite at point masses, and not offered beyond 2-D") {
  const Mixture m{1, {0.5, 0.5}, {-2, 2}, {1, 1}};
  CHECK(kl_mixture(m, m).value == 0);
  CHECK(kl_mixture(m, m).error == 0);
  const Mixture atom{1, {0.5, 0.5}, {-2, 2}, {1, 0}};
  CHECK(kl_mixture(atom, m).value == kInfinity);
  CHECK(kl_mixture(atom, atom).value == 0);
  CHECK(kl_mixture(m, {1, {0.5, 0.5}, {-2, 2}, {0, 0}}).value == kInfinity);
  // Of an atom and a half-weight Gaussian only the latter has a density: KL = KL(p, q) + ln 2.
  CHECK(close(kl_mixture(gaussian(0, 1), {1, {0.5, 0.5}, {1, 2}, {1, 0}}).value, 0.5 + std::log(2.0), 1e-9));
  // A dead component is not there, be it a point.
  CHECK(close(kl_mixture({1, {0, 1}, {9, 0}, {0, 1}}, gaussian(1, 1)).value, 0.5, 1e-9));
  CHECK(close(kl_mixture({1, {1, 0}, {0, 9}, {1, 0}}, gaussian(1, 1)).value, 0.5, 1e-9));
  const Mixture solid{3, {0.5, 0.5}, {0, 0, 0, 1, 1, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1}};
  CHECK(std::isnan(kl_mixture(solid, {3, {1}, {0, 0, 0}, {1, 0, 0, 0, 1, 0, 0, 0, 1}}).value));
}

TEST_CASE("KL sees a spike far narrower than any fixed rule's nodes") {
  // q = .97 p + .03 r, r a spike of sd e at c: KL(p || q) = -ln .97 - int p ln(1 + (.03/.97) r/p), and p is constant
  // under the spike up to a relative e^2 (the first order cancels by symmetry).
  const double e = 1e-3, share = 0.03 / 0.97;
  const double at = std::exp(-0.5 * 0.09) / std::sqrt(2 * M_PI);  // p(0.3)
  const double line =
      2 * at * e *
      integral([&](double u) { return std::log1p(share / at / (e * std::sqrt(2 * M_PI)) * std::exp(-0.5 * u * u)); }, 0,
               12, 12000);
  const Estimate narrow = kl_mixture(gaussian(0, 1), {1, {0.97, 0.03}, {0, 0.3}, {1, e * e}});
  CHECK(std::fabs(narrow.value - (-std::log(0.97) - line)) <= narrow.error + 1e-4 * line);
  CHECK(narrow.error < 0.01 * line);

  const double peak = std::exp(-0.5 * 0.25) / (2 * M_PI);  // p(0.3, 0.4)
  const double disc =
      2 * M_PI * peak * e * e *
      integral([&](double u) { return u * std::log1p(share / peak / (2 * M_PI * e * e) * std::exp(-0.5 * u * u)); }, 0,
               12, 12000);
  const Estimate plane =
      kl_mixture({2, {1}, {0, 0}, {1, 0, 0, 1}}, {2, {0.97, 0.03}, {0, 0, 0.3, 0.4}, {1, 0, 0, 1, e * e, 0, 0, e * e}});
  CHECK(std::fabs(plane.value - (-std::log(0.97) - disc)) <= plane.error + 1e-4 * disc);
  CHECK(plane.error < 0.2 * disc);
}

TEST_CASE("KL does not lose a model that has shrunk to 1e-100 around 0.8") {
  // KL(N(m, s^2) || N(0, 1)) = (s^2 + m^2 - 1)/2 - ln s.
  const double s = 1e-100;
  const Mixture spike{1, {0.5, 0.5}, {0.8, 0.8}, {s * s, s * s}};
  const Estimate kl = kl_mixture(spike, gaussian(0, 1));
  CHECK(close(kl.value, 0.5 * (0.64 - 1) - std::log(s), 1e-10));
  const Estimate back = kl_mixture(gaussian(0, 1), spike);
  CHECK(close(back.value, 0.5 * 1.64e200, 1e-7));
  const Mixture spike_2d{2, {0.5, 0.5}, {0.8, 0, 0.8, 0}, {s * s, 0, 0, s * s, s * s, 0, 0, s * s}};
  const Estimate plane = kl_mixture(spike_2d, {2, {1}, {0, 0}, {1, 0, 0, 1}});
  CHECK(close(plane.value, 0.5 * 0.64 - 1 - 2 * std::log(s), 1e-10));
  // Two spikes of different width at one place: seen from each other as Gaussians of ordinary width.
  const Mixture wider{1, {0.5, 0.5}, {0.8, 0.8}, {4 * s * s, 4 * s * s}};
  CHECK(close(kl_mixture(spike, wider).value, 0.5 * (0.25 - 1 + std::log(4.0)), 1e-8));
  CHECK(close(total_variation(spike, wider), total_variation(gaussian(0, 1), gaussian(0, 4)), 1e-9));
}

TEST_CASE("the closed-form L2 of mixtures agrees with the integral on a grid") {
  for (const auto& [p, q] : pairs_1d()) {
    const auto square = [&a = p, &b = q](double x) { return std::pow(density_1d(a, x) - density_1d(b, x), 2); };
    CHECK(close(l2_squared(p, q), integral(square, -40, 40, 400000), 1e-9, 1e-14));
    CHECK(close(l2_squared(p, q), l2_squared(q, p), 1e-12));
    CHECK(l2_squared(p, p) == 0);
  }
  const Mixture p{2, {0.5, 0.5}, {-1, 0, 1, 0}, {1, 0.2, 0.2, 1, 0.5, 0, 0, 1}}, q{2, {1}, {0, 0}, {1, 0, 0, 2}};
  const auto square = [&](double x, double y) {
    return std::pow(std::exp(log_density_2d(p, x, y)) - std::exp(log_density_2d(q, x, y)), 2);
  };
  const double truth =
      integral([&](double y) { return integral([&](double x) { return square(x, y); }, -12, 12, 400); }, -12, 12, 400);
  CHECK(close(l2_squared(p, q), truth, 1e-11));
  CHECK(l2_squared(gaussian(0, 0), gaussian(0, 1)) == kInfinity);
  CHECK(l2_squared(gaussian(0, 1), {1, {0.5, 0.5}, {0, 1}, {1, 0}}) == kInfinity);
}

TEST_CASE("total variation of mixtures agrees with the integral on a grid") {
  for (const auto& [p, q] : pairs_1d()) {
    const auto gap = [&a = p, &b = q](double x) { return std::fabs(density_1d(a, x) - density_1d(b, x)); };
    const double tv = total_variation(p, q);
    CHECK(close(tv, 0.5 * integral(gap, -40, 40, 800000), 1e-7, 1e-8));
    CHECK(close(tv, total_variation(q, p), 1e-12));
    CHECK(total_variation(p, p) == 0);
    const Mixture far = transformed(p, {1}, {1000});
    CHECK(close(total_variation(p, far), 1, 1e-12));
  }
  // Half the mass is a spike elsewhere: nothing of it is covered.
  CHECK(close(total_variation({1, {0.5, 0.5}, {0, 0.8}, {1, 1e-200}}, gaussian(0, 1)), 0.5, 1e-9));
  CHECK(close(total_variation({1, {0.4, 0.3, 0.3}, {0, 0.8, 0.5}, {1, 1e-200, 1e-190}}, gaussian(0, 1)), 0.6, 1e-9));
  CHECK(close(total_variation({1, {0.5, 0.5}, {0, 0.8}, {1, 0}}, {1, {0.5, 0.5}, {0, 0.8}, {1, 0}}), 0, 0, 1e-15));
  CHECK(close(total_variation({1, {0.5, 0.5}, {0, 0.8}, {1, 0}}, {1, {0.7, 0.3}, {0, 0.8}, {1, 0}}), 0.2, 1e-12));
}

TEST_CASE("mixture distances do not change when the components are listed in another order or split") {
  const Mixture a{1, {0.3, 0.7}, {-1, 2}, {0.5, 1}}, b{1, {0.7, 0.3}, {2, -1}, {1, 0.5}};
  const Mixture split{1, {0.3, 0.35, 0.35}, {-1, 2, 2}, {0.5, 1, 1}}, other = gaussian(0, 4);
  for (const Mixture* m : {&b, &split}) {
    CHECK(close(kl_mixture(*m, other).value, kl_mixture(a, other).value, 1e-8));
    CHECK(close(l2_squared(*m, other), l2_squared(a, other), 1e-12));
    CHECK(close(total_variation(*m, other), total_variation(a, other), 1e-10));
    CHECK(close(total_variation(*m, a), 0, 0, 1e-12));
  }
}

TEST_CASE("sorted samples give the least of all matchings") {
  // Every one of the 6! matchings of six points to six others.
  Stream stream(3, 0, 0, Purpose::measurement);
  std::vector<double> a(6), b(6);
  for (int i = 0; i < 6; ++i) {
    a[i] = stream.normal();
    b[i] = 2 * stream.normal() + 1;
  }
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<int> order = {0, 1, 2, 3, 4, 5};
  double least = 1e300;
  do {
    double sum = 0;
    for (int i = 0; i < 6; ++i) sum += (a[i] - b[order[i]]) * (a[i] - b[order[i]]);
    least = std::fmin(least, std::sqrt(sum / 6));
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(close(w2_sorted(a, b), least, 1e-14));
  CHECK(w2_sorted(a, a) == 0);
}

TEST_CASE("tails do not cancel: a model with sd 0.1 has 5.5e-89 beyond two source deviations") {
  // 2 Q(20) and Q(19) + Q(21), from the asymptotic series of the normal tail evaluated with 50 digits (mpmath).
  CHECK(close(two_sided_tail(0, 0.1, 0, 2), 5.507248237212467e-89, 1e-12));
  CHECK(close(two_sided_tail(0.1, 0.1, 0, 2), 8.527223952630977e-81, 1e-12));
  CHECK(two_sided_tail(0, 0.05, 0, 2) < 1e-300);
  CHECK(close(two_sided_tail(0, 1, 0, 2), 0.0455002638963584, 1e-14));
  CHECK(close(two_sided_tail(5, 1, 0, 2), 0.9986501019696, 1e-11));
  CHECK(two_sided_tail(2.5, 0, 0, 2) == 1);
  CHECK(two_sided_tail(1.5, 0, 0, 2) == 0);
}
