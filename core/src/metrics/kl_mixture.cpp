#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "metrics/distances.h"
#include "metrics/prepared.h"
#include "metrics/quadrature_nodes.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kEdge = 10;  // standard deviations; 1.5e-23 of a component lies beyond

/// ln p - ln q at a point given relative to the mean of p's component k. Where q's density underflows the quotient is
/// +inf; where p's does, the point carries no mass.
double log_ratio(const Prepared& p, const Prepared& q, int k, const double* offset) {
  const double* anchor = p.means.data() + static_cast<std::size_t>(k) * p.dimension;
  const double log_p = log_density_nats(p, anchor, offset);
  if (log_p == -kInfinity) return 0;
  return log_p - log_density_nats(q, anchor, offset);
}

struct Panel {
  double from = 0, to = 0;
  double value = 0, error = 0, size = 0;  // of the integral; of its absolute value
};

/// Adds the break points that a narrower component j of `other` makes in component k's coordinate.
void add_breaks(std::vector<double>& breaks, const Prepared& p, int k, const Prepared& other) {
  const double sd = p.factors[k];
  for (int j = 0; j < other.live; ++j) {
    if (!other.is_regular[j]) continue;
    const double ratio = other.factors[j] / sd;
    if (ratio > 0.5) continue;
    const double centre = (other.means[j] - p.means[k]) / sd;
    for (double c : {-6.0, 0.0, 6.0}) {
      const double z = centre + c * ratio;
      if (z > -kEdge && z < kEdge) breaks.push_back(z);
    }
  }
}

void sort_upwards(std::vector<double>& values) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double v = values[i];
    std::size_t j = i;
    for (; j > 0 && values[j - 1] > v; --j) values[j] = values[j - 1];
    values[j] = v;
  }
}

Panel integrate(const Prepared& p, const Prepared& q, int k, double from, double to) {
  Panel panel{from, to, 0, 0, 0};
  const double half = 0.5 * (to - from);
  const double middle = from + half;
  const double sd = p.factors[k];
  double gauss = 0;
  for (int i = 0; i < 8; ++i) {
    for (int side = i == 0 ? 1 : -1; side <= 1; side += 2) {
      const double z = middle + side * half * kKronrodNodes[i];
      const double offset = sd * z;
      const double value = numerics::exp(-0.5 * (z * z + numerics::kLogTwoPi)) * log_ratio(p, q, k, &offset);
      panel.value += half * kKronrodWeights[i] * value;
      panel.size += half * kKronrodWeights[i] * std::fabs(value);
      gauss += half * kGaussWeights[i] * value;
    }
  }
  panel.error = std::fabs(panel.value - gauss);
  return panel;
}

/// int N(z) (ln p - ln q)(m_k + s_k z) dz by adaptive Gauss-Kronrod panels, worst first.
Estimate component_1d(const Prepared& p, const Prepared& q, int k) {
  constexpr double kTolerance = 1e-8;
  constexpr std::size_t kMoreSplits = 60;
  std::vector<double> breaks = {-kEdge, -5, -2.5, 0, 2.5, 5, kEdge};
  add_breaks(breaks, p, k, p);
  add_breaks(breaks, p, k, q);
  sort_upwards(breaks);
  std::vector<Panel> panels;
  double size = 0, error = 0;
  for (std::size_t i = 1; i < breaks.size(); ++i) {
    if (!(breaks[i - 1] < breaks[i])) continue;
    panels.push_back(integrate(p, q, k, breaks[i - 1], breaks[i]));
    size += panels.back().size;
    error += panels.back().error;
  }
  for (std::size_t split = 0; split < kMoreSplits && error > kTolerance * size; ++split) {
    std::size_t worst = 0;
    for (std::size_t i = 1; i < panels.size(); ++i) {
      if (panels[i].error > panels[worst].error) worst = i;
    }
    const Panel whole = panels[worst];
    const double middle = 0.5 * (whole.from + whole.to);
    if (!(whole.from < middle && middle < whole.to)) break;
    panels[worst] = integrate(p, q, k, whole.from, middle);
    panels.push_back(integrate(p, q, k, middle, whole.to));
    error = 0;
    for (const Panel& panel : panels) error += panel.error;
  }
  Estimate sum;
  size = 0;
  for (const Panel& panel : panels) {
    sum.value += panel.value;
    sum.error += panel.error;
    size += panel.size;
  }
  sum.error += 1e-14 * size;  // rounding
  return sum;
}

/// Tensor Gauss-Hermite rule about component k; `size` receives the integral of the absolute value.
double tensor_rule(const Prepared& p, const Prepared& q, int k, const double* nodes, const double* weights, int half,
                   double& size) {
  constexpr double kLeast = 1e-20;  // nodes of less probability are left out
  const double* l = p.factors.data() + k * 4;
  double sum = 0;
  size = 0;
  for (int i = 0; i < 2 * half; ++i) {
    const double x = i < half ? -nodes[half - 1 - i] : nodes[i - half];
    const double wx = weights[i < half ? half - 1 - i : i - half];
    for (int j = 0; j < 2 * half; ++j) {
      const double w = wx * weights[j < half ? half - 1 - j : j - half];
      if (w < kLeast) continue;
      const double y = j < half ? -nodes[half - 1 - j] : nodes[j - half];
      const double offset[2] = {l[0] * x, l[2] * x + l[3] * y};
      const double value = log_ratio(p, q, k, offset);
      sum += w * value;
      size += w * std::fabs(value);
    }
  }
  return sum;
}

/// What a spike of `other` far narrower than the spacing of the nodes about p's component k may add unseen: over an
/// ellipse of |z|^2 < 2 h its logarithm stands up to h above the rest, and k puts about r h exp(-|z_k|^2 / 2) of its
/// mass there, r = ratio of the ellipses' areas.
double missed_spikes(const Prepared& p, int k, const Prepared& other, bool own) {
  const double none[2] = {0, 0};
  double sum = 0;
  for (int j = 0; j < other.live; ++j) {
    if (!other.is_regular[j] || (own && j == k) || other.regular < 2) continue;
    const double area = numerics::exp(other.log_dets[j] - p.log_dets[k]);
    if (area > 0.25) continue;
    const double* centre = other.means.data() + j * 2;
    const double height = log_density_nats(other, centre, none) - log_density_nats(other, centre, none, j);
    if (!(height < 1e6)) continue;  // nothing else is near: its logarithm is a plain parabola
    sum += area * height * height * numerics::exp(-0.5 * squared_radius(p, k, centre, none));
  }
  return sum;
}

Estimate component_2d(const Prepared& p, const Prepared& q, int k) {
  double size, unused;
  const double fine = tensor_rule(p, q, k, kHermite32Nodes, kHermite32Weights, 16, size);
  const double coarse = tensor_rule(p, q, k, kHermite20Nodes, kHermite20Weights, 10, unused);
  const double coarser = tensor_rule(p, q, k, kHermite12Nodes, kHermite12Weights, 6, unused);
  const double to_coarse = std::fabs(fine - coarse);
  const double to_coarser = std::fabs(fine - coarser);
  return {fine, (to_coarse > to_coarser ? to_coarse : to_coarser) + missed_spikes(p, k, p, true) +
                    missed_spikes(p, k, q, false) + 1e-14 * size};
}

}  // namespace

Estimate kl_mixture(const models::Mixture& p_mixture, const models::Mixture& q_mixture) {
  if (p_mixture.dimension > 2) return {kNaN, kNaN};
  if (same(p_mixture, q_mixture)) return {0, 0};
  const Prepared p = prepare(p_mixture);
  const Prepared q = prepare(q_mixture);
  if (p.regular < p.live || q.regular == 0) return {kInfinity, 0};
  Estimate sum;
  for (int k = 0; k < p.live; ++k) {
    const Estimate part = p.dimension == 1 ? component_1d(p, q, k) : component_2d(p, q, k);
    sum.value += p.weights[k] * part.value;
    sum.error += p.weights[k] * part.error;
  }
  if (!(sum.value < kInfinity)) return {kInfinity, 0};  // ln q underflowed where p has mass
  if (sum.value < 0) {
    sum.error += -sum.value;
    sum.value = 0;
  }
  return sum;
}

}  // namespace collapse::metrics
