#include "kinds/mixture/spread.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::experiment {

namespace {

double trace(const models::Mixture& mixture, int k) {
  double sum = 0;
  for (int j = 0; j < mixture.dimension; ++j)
    sum += mixture.covariance(k)[static_cast<std::size_t>(j * mixture.dimension + j)];
  return sum;
}

double squared_distance(const models::Mixture& mixture, int a, int b) {
  double sum = 0;
  for (std::size_t j = 0; j < static_cast<std::size_t>(mixture.dimension); ++j) {
    const double difference = mixture.mean(a)[j] - mixture.mean(b)[j];
    sum += difference * difference;
  }
  return sum;
}

std::vector<int> live(const models::Mixture& mixture) {
  std::vector<int> list;
  for (int k = 0; k < mixture.components(); ++k)
    if (mixture.weights[static_cast<std::size_t>(k)] > 0) list.push_back(k);
  return list;
}

/// Squared distances over all pairs of live components, added up.
double all_distances(const models::Mixture& mixture, const std::vector<int>& of) {
  double sum = 0;
  for (std::size_t a = 0; a < of.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) sum += squared_distance(mixture, of[a], of[b]);
  return sum;
}

}  // namespace

Spread spread_of(const models::Mixture& mixture) {
  Spread spread;
  const std::vector<int> of = live(mixture);
  // Over pairs: a difference of two means loses less than that of a mean and the mean of means.
  for (std::size_t a = 0; a < of.size(); ++a) {
    const double weight = mixture.weights[static_cast<std::size_t>(of[a])];
    spread.within += weight * trace(mixture, of[a]);
    for (std::size_t b = 0; b < a; ++b)
      spread.between +=
          weight * mixture.weights[static_cast<std::size_t>(of[b])] * squared_distance(mixture, of[a], of[b]);
  }
  return spread;
}

int live_components(const models::Mixture& mixture) { return static_cast<int>(live(mixture).size()); }

bool match_modes(const models::Mixture& model, const models::Mixture& truth, KeptModes& kept) {
  const std::vector<int> components = live(model), modes = live(truth);
  if (components.size() != modes.size()) return false;
  const auto d = static_cast<std::size_t>(truth.dimension);
  // A component belongs to the mode under which its centre is most probable.
  std::vector<double> inverses(modes.size() * d * d), log_widths(modes.size(), 0), factor(d * d), shift(d);
  for (std::size_t m = 0; m < modes.size(); ++m) {
    if (!linalg::cholesky(truth.covariance(modes[m]), truth.dimension, factor.data())) return false;
    linalg::invert_lower(factor.data(), truth.dimension, inverses.data() + m * d * d);
    for (std::size_t j = 0; j < d; ++j) log_widths[m] += numerics::log(factor[j * d + j]);
  }
  std::vector<char> taken(modes.size(), 0);
  kept = {kInfinity, 0, 0};
  for (const int k : components) {
    std::size_t nearest = 0;
    double least = kInfinity;
    for (std::size_t m = 0; m < modes.size(); ++m) {
      double squares = 0;
      for (std::size_t i = 0; i < d; ++i) {
        double z = 0;
        for (std::size_t j = 0; j <= i; ++j)
          z += inverses[(m * d + i) * d + j] * (model.mean(k)[j] - truth.mean(modes[m])[j]);
        squares += z * z;
      }
      const double far = 0.5 * squares + log_widths[m];
      if (far < least) {
        least = far;
        nearest = m;
      }
    }
    if (taken[nearest] != 0) return false;
    taken[nearest] = 1;
    const double ratio = std::sqrt(trace(model, k) / trace(truth, modes[nearest]));
    kept.narrowest = std::min(kept.narrowest, ratio);
    kept.widest = std::max(kept.widest, ratio);
  }
  const double apart = all_distances(truth, modes);
  if (!(apart > 0)) return false;
  kept.apart = std::sqrt(all_distances(model, components) / apart);
  return true;
}

}  // namespace collapse::experiment
