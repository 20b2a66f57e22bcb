#include "metrics/kde_divergences.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "metrics/quadrature_nodes.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kEdge = 8.5;  // standard deviations; 2e-17 of a kernel lies beyond
constexpr double kPanel = 3;   // standard deviations a panel is wide at most
constexpr double kMostPanels = 20000;
constexpr std::size_t kNodes = 15;

/// Where something of standard deviation `scale` has its mass.
struct Reach {
  double from, to, scale;
};

/// Kernels whose reaches overlap are one; between two of them its middle cuts the gap, where ln p has a kink.
void add_kernels(const models::KdeLine& p, std::vector<Reach>& reaches, std::vector<double>& cuts) {
  const double h = p.bandwidth(), room = kEdge * h;
  double from = p.points()[0] - room, last = p.points()[0];
  for (const double x : p.points()) {
    if (x - last > 2 * room) {
      reaches.push_back({from, last + room, h});
      cuts.push_back(last + 0.5 * (x - last));
      from = x - room;
    }
    last = x;
  }
  reaches.push_back({from, last + room, h});
}

struct Segment {
  double from, to, scale;
};

/// The stretches between all ends and cuts, each with the smallest scale that reaches over it; those without any are
/// left out.
std::vector<Segment> segments(const std::vector<Reach>& reaches, std::vector<double> cuts) {
  for (const Reach& reach : reaches) cuts.insert(cuts.end(), {reach.from, reach.to});
  std::sort(cuts.begin(), cuts.end());
  std::vector<double> scales(cuts.size(), kInfinity);
  for (const Reach& reach : reaches) {
    auto at = static_cast<std::size_t>(std::lower_bound(cuts.begin(), cuts.end(), reach.from) - cuts.begin());
    for (; at < cuts.size() && cuts[at] < reach.to; ++at) scales[at] = std::min(scales[at], reach.scale);
  }
  std::vector<Segment> out;
  for (std::size_t i = 1; i < cuts.size(); ++i)
    if (cuts[i - 1] < cuts[i] && scales[i - 1] < kInfinity) out.push_back({cuts[i - 1], cuts[i], scales[i - 1]});
  return out;
}

void add(Estimate& to, double value, double error) {
  to.value += value;
  to.error += error;
}

}  // namespace

LineDivergences line_divergences(const models::KdeLine& p, double centre, const models::Mixture& q) {
  if (!p.has_density()) return {{kInfinity, 0}, {kInfinity, 0}, {1, 0}};
  models::Mixture truth = q;
  for (double& mean : truth.means) mean -= centre;
  std::vector<Reach> reaches;
  std::vector<double> cuts;
  add_kernels(p, reaches, cuts);
  for (int k = 0; k < truth.components(); ++k) {
    const auto at = static_cast<std::size_t>(k);
    if (!(truth.weights[at] > 0)) continue;
    const double sd = std::sqrt(truth.covariances[at]);
    reaches.push_back({truth.means[at] - kEdge * sd, truth.means[at] + kEdge * sd, sd});
  }
  double wanted = 0;
  const std::vector<Segment> parts = segments(reaches, std::move(cuts));
  for (const Segment& part : parts) wanted += std::ceil((part.to - part.from) / (kPanel * part.scale));
  if (!(wanted <= kMostPanels)) return {{kNaN, kNaN}, {kNaN, kNaN}, {kNaN, kNaN}};

  const models::Density density(truth);
  LineDivergences sum;
  double places[kNodes], logs[kNodes], model_logs[kNodes];
  for (const Segment& part : parts) {
    const double panels = std::ceil((part.to - part.from) / (kPanel * part.scale));
    const double half = 0.5 * (part.to - part.from) / panels;
    for (double i = 0; i < panels; ++i) {
      const double middle = part.from + (2 * i + 1) * half;
      for (std::size_t j = 0; j < kNodes; ++j) {
        // 0, then the nodes in pairs, the left one first
        const double side = j % 2 == 0 ? 1 : -1;
        places[j] = middle + side * half * kKronrodNodes[(j + 1) / 2];
      }
      density.log_density_nats(places, kNodes, logs);
      p.log_density_nats(places, kNodes, model_logs);
      double fine[3] = {}, coarse[3] = {};
      for (std::size_t j = 0; j < kNodes; ++j) {
        const double log_p = model_logs[j], log_q = logs[j];
        const double dp = numerics::exp(log_p), dq = numerics::exp(log_q);
        const double values[3] = {dp > 0 ? dp * (log_p - log_q) : 0, dq > 0 ? dq * (log_q - log_p) : 0,
                                  0.5 * std::fabs(dp - dq)};
        for (int v = 0; v < 3; ++v) {
          fine[v] += half * kKronrodWeights[(j + 1) / 2] * values[v];
          coarse[v] += half * kGaussWeights[(j + 1) / 2] * values[v];
        }
      }
      add(sum.kl_model_truth, fine[0], std::fabs(fine[0] - coarse[0]));
      add(sum.kl_truth_model, fine[1], std::fabs(fine[1] - coarse[1]));
      add(sum.total_variation, fine[2], std::fabs(fine[2] - coarse[2]));
    }
  }
  for (Estimate* divergence : {&sum.kl_model_truth, &sum.kl_truth_model}) {
    if (!(divergence->value < kInfinity)) *divergence = {kInfinity, 0};
    if (divergence->value < 0) *divergence = {0, divergence->error - divergence->value};
  }
  sum.total_variation.value = std::min(1.0, sum.total_variation.value);
  return sum;
}

}  // namespace collapse::metrics
