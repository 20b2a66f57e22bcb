#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "metrics/crossings.h"
#include "metrics/distances.h"
#include "metrics/gaussian_1d.h"
#include "numerics/elementary.h"

namespace collapse::metrics {

namespace {

/// Candidate crossings about every component, in its standard deviations.
constexpr double kStep = 0.25;
constexpr int kSteps = 36;     // to either side: 9 standard deviations
constexpr int kHalvings = 40;  // of a crossing's bracket

/// One component in offsets from a common origin; sd = 0 marks an atom.
struct Part {
  double weight, centre, sd, log_constant;
};

struct Line {
  std::vector<Part> parts;

  double density(double x) const {
    double sum = 0;
    for (const Part& part : parts) {
      if (!(part.sd > 0)) continue;
      const double z = (x - part.centre) / part.sd;
      if (std::fabs(z) < 40) sum += numerics::exp(part.log_constant - 0.5 * z * z);
    }
    return sum;
  }
  /// Mass below x without the atoms.
  double below(double x) const {
    double sum = 0;
    for (const Part& part : parts) {
      if (!(part.sd > 0)) continue;
      const double z = (x - part.centre) / part.sd;
      sum += part.weight * (z > 40 ? 1.0 : z < -40 ? 0.0 : 0.5 * numerics::erfc(-z * numerics::kSqrtHalf));
    }
    return sum;
  }
  double atom(double x) const {
    double sum = 0;
    for (const Part& part : parts) {
      if (part.sd == 0 && part.centre == x) sum += part.weight;
    }
    return sum;
  }
};

/// A spike whose width is lost in its distance from the origin counts as an atom: what lies under the others there
/// is below 1e-11 of their mass.
Line line(const models::Mixture& mixture, double origin) {
  Line result;
  for (int k = 0; k < mixture.components(); ++k) {
    if (!(mixture.weights[k] > 0)) continue;
    const double centre = mixture.means[k] - origin;
    double sd = std::sqrt(mixture.covariances[k]);
    if (!(sd > 1e-12 * std::fabs(centre))) sd = 0;
    const double constant =
        sd > 0 ? numerics::log(mixture.weights[k]) - numerics::log(sd) - 0.5 * numerics::kLogTwoPi : 0;
    result.parts.push_back({mixture.weights[k], centre, sd, constant});
  }
  return result;
}

double narrowest_mean(const models::Mixture& p, const models::Mixture& q) {
  double mean = 0, least = -1;
  for (const models::Mixture* m : {&p, &q}) {
    for (int k = 0; k < m->components(); ++k) {
      if (!(m->weights[k] > 0) || !(least < 0 || m->covariances[k] < least)) continue;
      least = m->covariances[k];
      mean = m->means[k];
    }
  }
  return mean;
}

}  // namespace

// TV = 1/2 sum |P(A) - Q(A)| over the intervals A between the crossings. Every partition bounds TV from below.
double total_variation(const models::Mixture& p, const models::Mixture& q) {
  if (p.components() == 1 && q.components() == 1)
    return total_variation(gaussian_1d(p.means[0], p.covariances[0]), gaussian_1d(q.means[0], q.covariances[0]));
  const double origin = narrowest_mean(p, q);
  const Line a = line(p, origin);
  const Line b = line(q, origin);

  std::vector<double> grid;
  double atoms = 0;
  for (const Line* l : {&a, &b}) {
    for (std::size_t i = 0; i < l->parts.size(); ++i) {
      const Part& part = l->parts[i];
      if (part.sd > 0) {
        for (int s = -kSteps; s <= kSteps; ++s) grid.push_back(part.centre + s * kStep * part.sd);
        continue;
      }
      bool seen = l == &b && a.atom(part.centre) > 0;
      for (std::size_t j = 0; j < i && !seen; ++j) seen = l->parts[j].sd == 0 && l->parts[j].centre == part.centre;
      if (!seen) atoms += std::fabs(a.atom(part.centre) - b.atom(part.centre));
    }
  }
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  const auto difference = [&](double x) { return a.density(x) - b.density(x); };
  std::vector<double> differences;
  for (const double x : grid) differences.push_back(difference(x));

  double sum = atoms;
  double below_a = 0, below_b = 0;
  const auto cut = [&](double x) {
    const double next_a = a.below(x), next_b = b.below(x);
    sum += std::fabs((next_a - below_a) - (next_b - below_b));
    below_a = next_a;
    below_b = next_b;
  };
  // At a crossing P - Q is flat, so that half the digits of its place give all those of the sum.
  for (const double place : find_crossings(grid, differences, difference, kHalvings).at) cut(place);
  double whole_a = 0, whole_b = 0;
  for (const Part& part : a.parts) whole_a += part.sd > 0 ? part.weight : 0;
  for (const Part& part : b.parts) whole_b += part.sd > 0 ? part.weight : 0;
  sum += std::fabs((whole_a - below_a) - (whole_b - below_b));
  sum *= 0.5;
  return sum < 1 ? sum : 1;
}

}  // namespace collapse::metrics
