#include "models/gmm.h"

#include <cmath>
#include <limits>
#include <optional>

#include "models/gmm_start.h"
#include "models/gmm_step.h"

namespace collapse::models {

namespace {

constexpr int kMaxLloyd = 300;  // k-means only gives a start; a tie that cycles must not keep it going

}  // namespace

struct EmEstimator::State {
  enum class Phase { kmeans, em, done };

  EmOptions options;
  const data::PointSet* points = nullptr;
  std::optional<Mixture> previous;
  std::uint64_t seed = 0;
  std::uint32_t run = 0, generation = 0;

  Phase phase = Phase::done;
  int restart = 0;
  std::optional<KMeans> clusters;
  int lloyd_iterations = 0;
  EmParameters current;
  EmSums sums;
  double last_log_likelihood = 0;
  FitReport report;

  bool have_best = false;
  Mixture best;
  FitReport best_report;

  bool full() const { return options.covariance == CovarianceShape::full; }

  void begin_restart() {
    random::Stream stream(seed, run, generation, random::Purpose::initialisation, static_cast<std::uint32_t>(restart));
    const auto k = static_cast<std::size_t>(options.components), d = static_cast<std::size_t>(points->dimension);
    report = {};
    last_log_likelihood = -std::numeric_limits<double>::infinity();
    current.weights.assign(k, 0.0);
    current.means.assign(k * d, 0.0);
    current.covariances.assign(k * d * d, 0.0);
    clusters.reset();
    if (options.initialisation == Initialisation::previous && previous) {
      current.weights = previous->weights;
      current.covariances = previous->covariances;
      for (std::size_t i = 0; i < k * d; ++i) current.means[i] = previous->means[i] - points->origin[i % d];
      // The old generation's shape must be regular to be a start; what that takes is the new fit's business.
      for (std::size_t c = 0; c < k; ++c)
        raise_to_floor(current.covariances.data() + c * d * d, points->dimension, options.covariance, options.covariance_floor);
      phase = Phase::em;
    } else if (options.initialisation == Initialisation::random) {
      const std::vector<double> origin(k * d, 0.0);
      start_from(random_sums(*points, options.components, stream), origin);
    } else {
      clusters.emplace(*points, options.components, stream);
      lloyd_iterations = 0;
      phase = Phase::kmeans;
    }
  }

  // The first parameters, by an M-step from the start's responsibilities.
  void start_from(const EmSums& from, std::span<const double> centres) {
    current.means.assign(centres.begin(), centres.end());
    note(em_update(from, centres, options, points->dimension, current));
    phase = report.status == FitStatus::non_finite ? Phase::done : Phase::em;
  }

  void note(const EmUpdate& update) {
    report.floors_applied = update.floors_applied;
    report.dead_components = update.dead_components;
    if (!update.finite) report.status = FitStatus::non_finite;
  }

  void kmeans_step() {
    if (clusters->iterate() && ++lloyd_iterations < kMaxLloyd) return;
    start_from(cluster_sums(*points, *clusters), clusters->centres());
  }

  void em_step() {
    std::vector<double> centres = current.means;
    const EmParameters before = current;
    em_sums(*points, current, centres, full(), sums);
    EmUpdate update = em_update(sums, centres, options, points->dimension, current);
    if (update.finite && update.cancelled) {
      // The same responsibilities, summed about the means they lead to.
      centres = current.means;
      em_sums(*points, before, centres, full(), sums);
      update = em_update(sums, centres, options, points->dimension, current);
    }
    note(update);
    ++report.iterations;
    report.log_likelihood_nats = sums.log_likelihood / static_cast<double>(points->count);
    const double rise = report.log_likelihood_nats - last_log_likelihood;
    last_log_likelihood = report.log_likelihood_nats;
    if (report.status == FitStatus::non_finite) {
      phase = Phase::done;
    } else if (std::fabs(rise) < options.tolerance || rise == 0) {
      report.status = FitStatus::converged;
      phase = Phase::done;
    } else if (report.iterations >= options.max_iterations) {
      report.status = FitStatus::iteration_limit;
      phase = Phase::done;
    }
  }

  // Keeps the better of this start and the best so far; returns whether another start follows.
  bool next_restart() {
    if (report.status != FitStatus::non_finite && (report.floors_applied > 0 || report.dead_components > 0))
      report.status = FitStatus::degenerate;
    const bool better = !have_best || (report.status != FitStatus::non_finite &&
                                       (best_report.status == FitStatus::non_finite ||
                                        report.log_likelihood_nats > best_report.log_likelihood_nats));
    if (better) {
      have_best = true;
      best_report = report;
      best.dimension = points->dimension;
      best.weights = current.weights;
      best.covariances = current.covariances;
      best.means = current.means;
      const auto d = static_cast<std::size_t>(points->dimension);
      for (std::size_t i = 0; i < best.means.size(); ++i) best.means[i] += points->origin[i % d];
    }
    return ++restart < options.restarts;
  }
};

EmEstimator::EmEstimator(const EmOptions& options) : state_(std::make_unique<State>()) { state_->options = options; }
EmEstimator::~EmEstimator() = default;
EmEstimator::EmEstimator(EmEstimator&&) noexcept = default;
EmEstimator& EmEstimator::operator=(EmEstimator&&) noexcept = default;

void EmEstimator::begin(const data::PointSet& points, const Mixture* previous, std::uint64_t seed, std::uint32_t run,
                        std::uint32_t generation) {
  State& s = *state_;
  s.points = &points;
  s.previous.reset();
  if (previous != nullptr) s.previous = *previous;
  s.seed = seed;
  s.run = run;
  s.generation = generation;
  s.restart = 0;
  s.have_best = false;
  s.begin_restart();
}

long EmEstimator::advance(long work) {
  State& s = *state_;
  long done = 0;
  while (done < work && !this->done()) {
    ++done;
    if (s.phase == State::Phase::kmeans)
      s.kmeans_step();
    else if (s.phase == State::Phase::em)
      s.em_step();
    if (s.phase == State::Phase::done && s.next_restart()) s.begin_restart();
  }
  return done;
}

bool EmEstimator::done() const { return state_->restart >= state_->options.restarts || state_->points == nullptr; }

Mixture EmEstimator::finish(FitReport& report) const {
  report = state_->best_report;
  return state_->best;
}

}  // namespace collapse::models
