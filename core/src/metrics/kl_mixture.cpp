#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "collapse/constants.h"
#include "metrics/distances.h"
#include "metrics/prepared.h"
#include "metrics/quadrature_nodes.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr std::size_t kMostNodes = 32 * 32;  // of one rule
constexpr double kEdge = 10;                 // standard deviations; 1.5e-23 of a component lies beyond

/// ln p - ln q at n points given relative to the mean of p's component k (offsets d x n, one coordinate after another).
/// Where q's density underflows the quotient is +inf; where p's does, the point carries no mass.
void log_ratios(const Prepared& p, const Prepared& q, int k, const double* offsets, std::size_t n, double* out) {
  double log_q[kMostNodes];
  const double* anchor = p.means.data() + static_cast<std::size_t>(k) * p.dimension;
  log_densities_nats(p, anchor, offsets, n, out);
  log_densities_nats(q, anchor, offsets, n, log_q);
  for (std::size_t i = 0; i < n; ++i) out[i] = out[i] == -kInfinity ? 0 : out[i] - log_q[i];
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
  double z[15], offsets[15], ratios[15];
  for (int i = 0; i < 15; ++i) {
    // 0, then the nodes in pairs, the left one first
    const double side = i % 2 == 0 ? 1 : -1;
    z[i] = middle + side * half * kKronrodNodes[(i + 1) / 2];
    offsets[i] = sd * z[i];
  }
  log_ratios(p, q, k, offsets, 15, ratios);
  for (int i = 0; i < 15; ++i) {
    const int node = (i + 1) / 2;
    const double value = numerics::exp(-0.5 * (z[i] * z[i] + numerics::kLogTwoPi)) * ratios[i];
    panel.value += half * kKronrodWeights[node] * value;
    panel.size += half * kKronrodWeights[node] * std::fabs(value);
    gauss += half * kGaussWeights[node] * value;
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
  double weight[kMostNodes], offsets[2 * kMostNodes], ratios[kMostNodes];
  std::size_t n = 0;
  double* y_offsets = offsets + kMostNodes;
  for (int i = 0; i < 2 * half; ++i) {
    const double x = i < half ? -nodes[half - 1 - i] : nodes[i - half];
    const double wx = weights[i < half ? half - 1 - i : i - half];
    for (int j = 0; j < 2 * half; ++j) {
      const double w = wx * weights[j < half ? half - 1 - j : j - half];
      if (w < kLeast) continue;
      const double y = j < half ? -nodes[half - 1 - j] : nodes[j - half];
      weight[n] = w;
      offsets[n] = l[0] * x;
      y_offsets[n++] = l[2] * x + l[3] * y;
    }
  }
  std::copy_n(y_offsets, n, offsets + n);
  log_ratios(p, q, k, offsets, n, ratios);
  double sum = 0;
  size = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += weight[i] * ratios[i];
    size += weight[i] * std::fabs(ratios[i]);
  }
  return sum;
}

/// A narrow component of `other` near p's component k.
struct Spike {
  double centre[2];  // in k's coordinates
  double reach[2];   // five of its standard deviations along either of k's axes
  double missed;     // what a rule whose nodes all miss it may lose
};

/// The spikes that the nodes about component k may miss. Over an ellipse |z|^2 < 2 h a spike's logarithm stands up to h
/// above the rest, and k puts about r h exp(-|z_k|^2 / 2) of its mass there, r = ratio of the ellipses' areas.
void add_spikes(std::vector<Spike>& spikes, const Prepared& p, int k, const Prepared& other, bool own) {
  const double none[2] = {0, 0};
  const double* anchor = p.means.data() + k * 2;
  const double* inverse = p.inverses.data() + k * 4;
  for (int j = 0; j < other.live; ++j) {
    if (!other.is_regular[j] || (own && j == k) || other.regular < 2) continue;
    const double area = numerics::exp(other.log_dets[j] - p.log_dets[k]);
    if (area > 0.25) continue;
    const double* mean = other.means.data() + j * 2;
    const double height = log_density_nats(other, mean, none) - log_density_nats(other, mean, none, j);
    if (!(height < 1e6)) continue;  // nothing else is near: its logarithm is a plain parabola
    const double missed = area * height * height * numerics::exp(-0.5 * squared_radius(p, k, mean, none));
    const double shift[2] = {mean[0] - anchor[0], mean[1] - anchor[1]};
    const double* l = other.factors.data() + j * 4;
    const double row[2] = {inverse[2] * l[0] + inverse[3] * l[2], inverse[3] * l[3]};
    spikes.push_back({{inverse[0] * shift[0], inverse[2] * shift[0] + inverse[3] * shift[1]},
                      {5 * inverse[0] * l[0], 5 * std::sqrt(row[0] * row[0] + row[1] * row[1])},
                      missed});
  }
}

struct Box {
  double centre[2], half[2];
  double value = 0, error = 0, size = 0;
  int longest = 0;  // the axis to split
};

/// Degree-7 rule of Genz and Malik (1980) for two dimensions; the error is the difference to their degree-5 rule.
void integrate(const Prepared& p, const Prepared& q, int k, Box& box) {
  constexpr double kInner = 0.35856858280031809199;   // sqrt(9/70)
  constexpr double kOuter = 0.94868329805051379960;   // sqrt(9/10)
  constexpr double kCorner = 0.68824720161168529772;  // sqrt(9/19)
  // The middle, then the nodes on the axes (inner and outer, in pairs), the edges and the corners.
  constexpr double kU[17] = {0,       -kInner, kInner, -kOuter, kOuter,   0,        0,       0,      0,
                             -kOuter, -kOuter, kOuter, kOuter,  -kCorner, -kCorner, kCorner, kCorner};
  constexpr double kV[17] = {0,       0,      0,       0,      0,        -kInner, kInner,   -kOuter, kOuter,
                             -kOuter, kOuter, -kOuter, kOuter, -kCorner, kCorner, -kCorner, kCorner};
  const double* l = p.factors.data() + k * 4;
  double f[17], offsets[2 * 17], log_normal[17];
  for (int i = 0; i < 17; ++i) {
    const double x = box.centre[0] + kU[i] * box.half[0];
    const double y = box.centre[1] + kV[i] * box.half[1];
    offsets[i] = l[0] * x;
    offsets[17 + i] = l[2] * x + l[3] * y;
    log_normal[i] = -0.5 * (x * x + y * y) - numerics::kLogTwoPi;
  }
  log_ratios(p, q, k, offsets, 17, f);
  for (int i = 0; i < 17; ++i) f[i] *= numerics::exp(log_normal[i]);
  double size = 0;
  for (const double value : f) size += std::fabs(value);
  const double middle = f[0];
  double inner = 0, outer = 0, edges = 0, corners = 0;
  double bend[2];
  for (int axis = 0; axis < 2; ++axis) {
    const double in = f[1 + 4 * axis] + f[2 + 4 * axis];
    const double out = f[3 + 4 * axis] + f[4 + 4 * axis];
    bend[axis] = std::fabs((in - 2 * middle) - (out - 2 * middle) / 7);  // fourth difference; 1/7 = (9/70)/(9/10)
    inner += in;
    outer += out;
  }
  for (int i = 0; i < 4; ++i) {
    edges += f[9 + i];
    corners += f[13 + i];
  }
  const double area = 4 * box.half[0] * box.half[1];
  const double seven = area * (-3816.0 / 19683 * middle + 980.0 / 6561 * inner + 1020.0 / 19683 * outer +
                               200.0 / 19683 * edges + 6859.0 / 78732 * corners);
  const double five = area * (-971.0 / 729 * middle + 245.0 / 486 * inner + 65.0 / 1458 * outer + 25.0 / 729 * edges);
  box.value = seven;
  box.error = std::fabs(seven - five);
  box.size = area * size / 17;
  box.longest = bend[0] == bend[1] ? box.half[1] > box.half[0] : bend[1] > bend[0];
}

/// int N(z) (ln p - ln q)(m_k + L_k z) dz by splitting the worst of the boxes, whose first grid has lines at the
/// spikes.
Estimate adaptive_2d(const Prepared& p, const Prepared& q, int k, const std::vector<Spike>& spikes, double tolerance) {
  constexpr int kSplits = 200;
  constexpr double kFar = 8;  // a component has 1e-14 of its mass beyond
  std::vector<Box> boxes;
  std::vector<double> lines[2];
  for (int axis = 0; axis < 2; ++axis) {
    lines[axis] = {-kFar, -3, 0, 3, kFar};
    for (const Spike& spike : spikes) {
      for (int side = -1; side <= 1; ++side) {
        const double at = spike.centre[axis] + side * spike.reach[axis];
        if (at > -kFar && at < kFar) lines[axis].push_back(at);
      }
    }
    sort_upwards(lines[axis]);
  }
  double error = 0;
  const auto add = [&](double x0, double x1, double y0, double y1) {
    Box box{{x0 + 0.5 * (x1 - x0), y0 + 0.5 * (y1 - y0)}, {0.5 * (x1 - x0), 0.5 * (y1 - y0)}};
    integrate(p, q, k, box);
    boxes.push_back(box);
  };
  for (std::size_t i = 1; i < lines[0].size(); ++i) {
    for (std::size_t j = 1; j < lines[1].size(); ++j) {
      if (lines[0][i - 1] < lines[0][i] && lines[1][j - 1] < lines[1][j])
        add(lines[0][i - 1], lines[0][i], lines[1][j - 1], lines[1][j]);
    }
  }
  for (const Box& box : boxes) error += box.error;
  for (int split = 0; split < kSplits && error > tolerance; ++split) {
    std::size_t worst = 0;
    for (std::size_t i = 1; i < boxes.size(); ++i) {
      if (boxes[i].error > boxes[worst].error) worst = i;
    }
    const int axis = boxes[worst].longest;
    Box low = boxes[worst];
    low.half[axis] *= 0.5;
    Box high = low;
    low.centre[axis] -= low.half[axis];
    high.centre[axis] += high.half[axis];
    if (!(low.centre[axis] < high.centre[axis])) break;
    error -= boxes[worst].error;
    integrate(p, q, k, low);
    integrate(p, q, k, high);
    error += low.error + high.error;
    boxes[worst] = low;
    boxes.push_back(high);
  }
  Estimate sum;
  double size = 0;
  for (const Box& box : boxes) {
    sum.value += box.value;
    sum.error += box.error;
    size += box.size;
  }
  sum.error += 1e-11 * size;  // beyond kFar, where a logarithm may have grown by |z|^2
  return sum;
}

/// Gauss-Hermite where that is enough, as between broad components, else the boxes.
Estimate component_2d(const Prepared& p, const Prepared& q, int k) {
  constexpr double kTolerance = 1e-4;     // of the integral of |ln p - ln q|
  constexpr double kWorthwhile = 1e-3;    // the error of the coarser rules that leaves the fine one a chance
  constexpr std::size_t kMostSpikes = 4;  // that get grid lines of their own
  std::vector<Spike> spikes;
  add_spikes(spikes, p, k, p, true);
  add_spikes(spikes, p, k, q, false);
  double missed = 0;
  for (const Spike& spike : spikes) missed += spike.missed;
  double size;
  const double coarse = tensor_rule(p, q, k, kHermite12Nodes, kHermite12Weights, 6, size);
  const double middle = tensor_rule(p, q, k, kHermite20Nodes, kHermite20Weights, 10, size);
  double error = std::fabs(middle - coarse) + missed + 1e-14 * size;
  if (!(error > kTolerance * size)) return {middle, error};
  if (!(error > kWorthwhile * size)) {
    const double fine = tensor_rule(p, q, k, kHermite32Nodes, kHermite32Weights, 16, size);
    error = std::fabs(fine - middle) + missed + 1e-14 * size;
    if (!(error > kTolerance * size)) return {fine, error};
  }
  // The spikes most worth it first; what the others may lose stays in the error.
  for (std::size_t i = 1; i < spikes.size(); ++i) {
    const Spike spike = spikes[i];
    std::size_t j = i;
    for (; j > 0 && spikes[j - 1].missed < spike.missed; --j) spikes[j] = spikes[j - 1];
    spikes[j] = spike;
  }
  double left_out = 0;
  for (std::size_t i = kMostSpikes; i < spikes.size(); ++i) left_out += spikes[i].missed;
  if (spikes.size() > kMostSpikes) spikes.resize(kMostSpikes);
  Estimate boxes = adaptive_2d(p, q, k, spikes, kTolerance * size);
  boxes.error += left_out;
  return boxes;
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
