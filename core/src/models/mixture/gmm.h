#pragma once

#include <cstdint>
#include <memory>

#include "collapse/choices.h"
#include "collapse/fit.h"
#include "collapse/mixture.h"
#include "collapse/points.h"

namespace collapse::models {

/// How the fits start, by the spec's choice: k-means++ seeds (Arthur, Vassilvitskii 2007), then Lloyd's iterations
/// until nothing moves; random: responsibilities drawn uniformly and normalised; previous: the previous generation's
/// parameters, and k-means++ in generation 1 and for further starts.
struct EmOptions {
  int components = 2;
  CovarianceKind covariance = CovarianceKind::full;
  InitialisationKind initialisation = InitialisationKind::kmeans;
  int restarts = 1;           // starts tried; the best final log-likelihood is kept
  int max_iterations = 2000;  // EM iterations a start
  double tolerance =
      1e-5;  // stop when the mean log-likelihood a point rises by less (nats); with an added variance: changes
  double covariance_floor = 1e-200;  // smallest eigenvalue (variance) allowed; each use is counted
  double added_variance = 0;         // added to the diagonal of every covariance in each M-step, before the floor
  bool second_fit =
      false;  // generation 1: after all starts one more, whose estimate stands beside the best (FitReport)
};

/// Expectation-maximisation (Dempster, Laird, Rubin 1977) that can be stopped after any iteration and
/// resumed: advance(1) seven times is advance(7). Log-sum-exp throughout; a component that loses all
/// responsibility keeps its place with weight 0.
class EmEstimator {
 public:
  explicit EmEstimator(const EmOptions& options);
  ~EmEstimator();
  EmEstimator(EmEstimator&&) noexcept;
  EmEstimator& operator=(EmEstimator&&) noexcept;

  /// Starts on `points`. `previous` may be null; one of another size is ignored. Random starts come from
  /// Stream(seed, run, generation, initialisation, restart).
  void begin(const data::PointSet& points, const Mixture* previous, std::uint64_t seed, std::uint32_t run,
             std::uint32_t generation);
  /// Runs at most `work` iterations (of EM or of k-means's Lloyd); returns how many it ran. 0 when done.
  long advance(long work);
  bool done() const;
  /// The best start's estimate; only when done(). `report` holds the second fit's, where one was asked for. If every
  /// start overflowed, or there were no points: the previous model, or without one a point mass.
  Mixture finish(FitReport& report) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace collapse::models
