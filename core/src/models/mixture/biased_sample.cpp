#include "models/mixture/biased_sample.h"

#include <algorithm>
#include <cmath>

#include "collapse/constants.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::models {

namespace {

/// Draws of the cooled and cut-off model, one at a time.
class Proposals {
 public:
  Proposals(const Mixture& mixture, const DrawBias& bias, const std::vector<double>& origin, double most)
      : dimension_(mixture.dimension), most_(most), reach_(bias.truncation * bias.truncation), shifts_(mixture.means) {
    const std::size_t d = static_cast<std::size_t>(dimension_), components = mixture.weights.size();
    const double sd = std::sqrt(bias.temperature);
    factors_.resize(components * d * d);
    double sum = 0;
    for (std::size_t k = 0; k < components; ++k) {
      linalg::cholesky(mixture.covariance(static_cast<int>(k)), dimension_, factors_.data() + k * d * d);
      for (std::size_t j = 0; j < d; ++j) shifts_[k * d + j] -= origin[j];
      sums_.push_back(sum += mixture.weights[k]);
    }
    for (double& factor : factors_) factor *= sd;
  }

  /// The next one's offset from the origin (d); false once there have been too many.
  bool next(random::Stream& stream, double* offset) {
    const std::size_t d = static_cast<std::size_t>(dimension_);
    double z[kMaxDimension];
    for (;;) {
      if (made_ >= most_) return false;
      made_ += 1;
      std::size_t k = 0;
      if (sums_.size() > 1) {
        const double u = stream.uniform() * sums_.back();
        while (k + 1 < sums_.size() && u >= sums_[k]) ++k;
      }
      double squares = 0;
      for (std::size_t j = 0; j < d; ++j) {
        z[j] = stream.normal();
        squares += z[j] * z[j];
      }
      if (reach_ > 0 && squares > reach_) continue;
      const double* l = factors_.data() + k * d * d;
      for (std::size_t j = 0; j < d; ++j) {
        double sum = 0;
        for (std::size_t i = 0; i <= j; ++i) sum += l[j * d + i] * z[i];
        offset[j] = sum + shifts_[k * d + j];
      }
      return true;
    }
  }

  double made() const { return made_; }

 private:
  int dimension_;
  double most_, reach_, made_ = 0;
  std::vector<double> shifts_, factors_, sums_;
};

double squared_distance(const DrawBias& bias, const double* x, std::size_t d) {
  double squares = 0;
  for (std::size_t j = 0; j < d; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i <= j; ++i) sum += bias.inverse_factor[j * d + i] * (x[i] - bias.centre[i]);
    squares += sum * sum;
  }
  return squares;
}

double chance_to_be_kept(const DrawBias& bias, const double* x, std::size_t d) {
  switch (bias.choice) {
    case SelectionKind::tilt:
      return numerics::exp(-squared_distance(bias, x, d) / (2 * bias.scale * bias.scale));
    case SelectionKind::density:
      return numerics::exp(bias.truth->log_density_nats({x, d}) - bias.log_bound);
    case SelectionKind::verifier:
      return squared_distance(bias, x, d) <= bias.radius * bias.radius ? 1 - bias.false_negative : bias.false_positive;
    default:
      return 1;
  }
}

}  // namespace

double log_density_bound(const Mixture& mixture) {
  const int d = mixture.dimension;
  double sum = 0, factor[kMaxDimension * kMaxDimension];
  for (int k = 0; k < mixture.components(); ++k) {
    linalg::cholesky(mixture.covariance(k), d, factor);
    double log_peak = -0.5 * d * numerics::kLogTwoPi;
    for (int j = 0; j < d; ++j) log_peak -= numerics::log(factor[j * d + j]);
    sum += mixture.weights[static_cast<std::size_t>(k)] * numerics::exp(log_peak);
  }
  return numerics::log(sum);
}

double most_proposals(std::size_t n, int candidates) {
  return std::min(1e6 + 1000.0 * static_cast<double>(n) * candidates, 4e8);
}

data::PointSet biased_sample(const Mixture& mixture, const DrawBias& bias, std::size_t n, random::Stream& stream,
                             double most, double& proposals) {
  const std::size_t d = static_cast<std::size_t>(mixture.dimension);
  const std::vector<double> origin = mixture_mean(mixture);
  Proposals source(mixture, bias, origin, most);
  data::PointSet points = data::PointSet::zeros(origin, n, false);
  const int candidates = bias.choice == SelectionKind::best_of ? bias.candidates : 1;
  double offset[kMaxDimension], best[kMaxDimension], x[kMaxDimension];
  std::size_t kept = 0;
  for (bool left = true; kept < n && left;) {
    left = source.next(stream, best);
    for (int i = 1; i < candidates && left; ++i) {
      left = source.next(stream, offset);
      if (left && offset[0] > best[0]) std::copy_n(offset, d, best);
    }
    if (!left) break;
    if (bias.choice > SelectionKind::best_of) {
      for (std::size_t j = 0; j < d; ++j) x[j] = origin[j] + best[j];
      const double chance = chance_to_be_kept(bias, x, d);
      // Drawn in any case, so that what is kept does not move what is proposed next.
      if (!(stream.uniform() < chance)) continue;
    }
    for (std::size_t j = 0; j < d; ++j) points.offsets[j * n + kept] = best[j];
    ++kept;
  }
  proposals = source.made();
  return kept == n ? points : data::first(points, kept);
}

}  // namespace collapse::models
