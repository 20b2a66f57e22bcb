#include "metrics/kde_divergences.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "collapse/constants.h"
#include "metrics/crossings.h"
#include "metrics/quadrature_nodes.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

constexpr double kEdge = 8.5;  // standard deviations; 2e-17 of a kernel lies beyond
constexpr double kPanel = 3;   // standard deviations a panel is wide at most
constexpr double kMostPanels = 20000;
constexpr std::size_t kNodes = 15;
constexpr double kDensityError = 1e-12;  // relative, of a kernel density (KdeLine)
constexpr int kHalvings = 14;            // of a crossing's bracket: a third of a standard deviation becomes 2e-5 of one

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

/// The j-th node of a panel: 0, then the nodes in pairs, the left one first.
double node(std::size_t j) { return (j % 2 == 0 ? 1 : -1) * kKronrodNodes[(j + 1) / 2]; }

/// A panel of |p - q|: the difference at its ends and nodes, and the integral of it, with its sign.
struct Panel {
  double from, to;
  Estimate integral;
};

/// The signed difference, panel by panel.
struct Differences {
  std::vector<Panel> panels;
  std::vector<double> places, values;  // ascending

  void add(double place, double value) {
    places.push_back(place);
    values.push_back(value);
  }
};

/// 1/2 int |p - q|. The integrand has kinks where the densities cross, so panels are cut there; between two cuts it is
/// smooth and the rules' difference tells of its error.
template <class F>
Estimate total_variation(const Differences& of, const F& difference) {
  const Crossings crossings = find_crossings(of.places, of.values, difference, kHalvings);
  Estimate sum{0, kDensityError + crossings.misplaced};
  auto cut = crossings.at.begin();
  for (const Panel& panel : of.panels) {
    while (cut != crossings.at.end() && *cut <= panel.from) ++cut;
    if (cut == crossings.at.end() || *cut >= panel.to) {
      sum.value += 0.5 * std::fabs(panel.integral.value);
      sum.error += 0.5 * panel.integral.error;
      continue;
    }
    for (double from = panel.from; from < panel.to;) {
      const bool cuts = cut != crossings.at.end() && *cut < panel.to;
      const double to = cuts ? *cut : panel.to, half = 0.5 * (to - from), middle = from + half;
      double fine = 0, coarse = 0;
      for (std::size_t j = 0; j < kNodes; ++j) {
        const double value = difference(middle + half * node(j));
        fine += half * kKronrodWeights[(j + 1) / 2] * value;
        coarse += half * kGaussWeights[(j + 1) / 2] * value;
      }
      sum.value += 0.5 * std::fabs(fine);
      sum.error += 0.5 * std::fabs(fine - coarse);
      from = to;
      if (cuts) ++cut;
    }
  }
  sum.value = std::min(1.0, sum.value);
  return sum;
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
  const auto difference_at = [&](double place) {
    double log_q;
    density.log_density_nats(&place, 1, &log_q);
    return numerics::exp(p.log_density_nats(place)) - numerics::exp(log_q);
  };
  LineDivergences sum;
  Differences differences;
  double places[kNodes], logs[kNodes], model_logs[kNodes], signed_values[kNodes];
  for (const Segment& part : parts) {
    const double panels = std::ceil((part.to - part.from) / (kPanel * part.scale));
    const double half = 0.5 * (part.to - part.from) / panels;
    for (double i = 0; i < panels; ++i) {
      const double middle = part.from + (2 * i + 1) * half;
      for (std::size_t j = 0; j < kNodes; ++j) places[j] = middle + half * node(j);
      density.log_density_nats(places, kNodes, logs);
      p.log_density_nats(places, kNodes, model_logs);
      double fine[3] = {}, coarse[3] = {};
      for (std::size_t j = 0; j < kNodes; ++j) {
        const double log_p = model_logs[j], log_q = logs[j];
        const double dp = numerics::exp(log_p), dq = numerics::exp(log_q);
        signed_values[j] = dp - dq;
        const double values[3] = {dp > 0 ? dp * (log_p - log_q) : 0, dq > 0 ? dq * (log_q - log_p) : 0,
                                  signed_values[j]};
        for (int v = 0; v < 3; ++v) {
          fine[v] += half * kKronrodWeights[(j + 1) / 2] * values[v];
          coarse[v] += half * kGaussWeights[(j + 1) / 2] * values[v];
        }
      }
      add(sum.kl_model_truth, fine[0], std::fabs(fine[0] - coarse[0]));
      add(sum.kl_truth_model, fine[1], std::fabs(fine[1] - coarse[1]));
      const double from = middle - half, to = middle + half;
      differences.panels.push_back({from, to, {fine[2], std::fabs(fine[2] - coarse[2])}});
      if (differences.places.empty() || differences.places.back() < from) differences.add(from, difference_at(from));
      for (std::size_t pair = kNodes / 2; pair > 0; --pair)
        differences.add(places[2 * pair - 1], signed_values[2 * pair - 1]);
      for (std::size_t j = 0; j < kNodes; j += 2) differences.add(places[j], signed_values[j]);
      differences.add(to, difference_at(to));
    }
  }
  sum.total_variation = total_variation(differences, difference_at);
  for (Estimate* divergence : {&sum.kl_model_truth, &sum.kl_truth_model}) {
    if (!(divergence->value < kInfinity)) *divergence = {kInfinity, 0};
    if (divergence->value < 0) *divergence = {0, divergence->error - divergence->value};
  }
  return sum;
}

}  // namespace collapse::metrics
