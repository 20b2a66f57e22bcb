#pragma once

#include <cstddef>
#include <vector>

#include "collapse/mixture.h"

namespace collapse::metrics {

/// A mixture ready for density evaluation at points given relative to one of its own or another's means, so that a
/// component 1e-150 wide around 0.8 is resolved (models::Density takes plain coordinates, which cannot).
/// Dead components are left out.
struct Prepared {
  int dimension = 1;
  int live = 0;                       // components with weight > 0
  int regular = 0;                    // of them, those with a density
  std::vector<double> weights;        // live
  std::vector<double> means;          // live x d
  std::vector<double> factors;        // live x d x d, Cholesky factor L
  std::vector<double> inverses;       // live x d x d, L^-1 of the regular ones
  std::vector<double> log_dets;       // live, ln det of L
  std::vector<double> log_constants;  // live, ln of weight times the density's constant
  std::vector<char> is_regular;       // live
};

Prepared prepare(const models::Mixture& mixture);

/// z = L_k^-1 (anchor + offset - m_k): component k's own coordinates of a point. Returns |z|^2.
double squared_radius(const Prepared& p, int k, const double* anchor, const double* offset);

/// ln of the density of the regular components at anchor + offset, in nats; -inf where it underflows. Leaves out
/// component `without` (-1: none).
double log_density_nats(const Prepared& p, const double* anchor, const double* offset, int without = -1);

/// The same at n points in one or two dimensions: offsets d x n, one coordinate after another; out n.
void log_densities_nats(const Prepared& p, const double* anchor, const double* offsets, std::size_t n, double* out);

/// Whether both have the same dimension, weights, means and covariances to the last bit.
bool same(const models::Mixture& a, const models::Mixture& b);

}  // namespace collapse::metrics
