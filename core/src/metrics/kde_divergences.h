#pragma once

#include "metrics/distances.h"
#include "models/kde/line.h"

namespace collapse::metrics {

/// Integrals over a line of a kernel density p and a mixture q.
struct LineDivergences {
  Estimate kl_model_truth;   // KL(p || q), nats
  Estimate kl_truth_model;   // KL(q || p), nats
  Estimate total_variation;  // 1/2 int |p - q|
};

/// All three at the same nodes: Gauss-Kronrod panels of three standard deviations of whatever stands there, over 8.5
/// standard deviations about every kernel and component. The error adds up the differences to the Gauss rule of seven
/// nodes, taken of smooth pieces only: for |p - q| panels are cut where the densities cross. Where p has no density
/// both divergences are +inf and the distance 1. NaN where that would take more than 300,000 nodes (many kernels,
/// narrow and apart). `centre`: of p. q has at least one component with a density and none without.
LineDivergences line_divergences(const models::KdeLine& p, double centre, const models::Mixture& q);

}  // namespace collapse::metrics
