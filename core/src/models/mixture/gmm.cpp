#include "models/mixture/gmm.h"

#include <cmath>
#include <optional>
#include <utility>

#include "collapse/constants.h"
#include "models/mixture/gmm_frame.h"
#include "models/mixture/gmm_start.h"
#include "models/mixture/gmm_step.h"
#include "numerics/elementary.h"

namespace collapse::models {

namespace {

constexpr int kMaxLloyd = 300;  // k-means only gives a start; it need not end

bool finite(const std::vector<double>& values) {
  double check = 0;  // 0 * x is 0 for finite x and NaN else
  for (const double value : values) check += 0 * value;
  return check == 0;
}

}  // namespace

struct EmEstimator::State {
  enum class Phase { kmeans, em, done };

  EmOptions options;
  std::optional<Mixture> previous;
  std::uint64_t seed = 0;
  std::uint32_t run = 0, generation = 0;
  EmFrame frame;

  Phase phase = Phase::done;
  int restart = 0;
  std::optional<KMeans> clusters;
  int lloyd_iterations = 0;
  EmParameters current;
  EmSums sums;
  double last_log_likelihood = 0;  // sum over points, in the frame's units
  FitReport report;

  bool have_best = false;
  double best_log_likelihood = 0;
  Mixture best;
  FitReport best_report;

  int starts() const { return options.restarts + (options.second_fit && generation == 1 ? 1 : 0); }
  bool full() const { return options.covariance == CovarianceKind::full; }
  int dimension() const { return frame.points.dimension; }

  void begin_restart() {
    report = {};
    last_log_likelihood = -kInfinity;
    if (options.initialisation == InitialisationKind::previous && restart == 0 && start_from_previous()) return;

    const auto k = static_cast<std::size_t>(options.components);
    const auto d = static_cast<std::size_t>(dimension());
    current.weights.assign(k, 0.0);
    current.means.assign(k * d, 0.0);
    current.covariances.assign(k * d * d, 0.0);
    random::Stream stream(seed, run, generation, random::Purpose::initialisation, static_cast<std::uint32_t>(restart));
    if (options.initialisation == InitialisationKind::random) {
      const EmSums start = random_sums(frame.points, options.components, stream);
      start_from(start, std::vector<double>(k * d, 0.0));
    } else {
      clusters.emplace(frame.points, options.components, stream);
      lloyd_iterations = 0;
      phase = Phase::kmeans;
    }
  }

  bool start_from_previous() {
    if (!previous) return false;
    EmParameters start = frame.enter(*previous);
    if (!finite(start.means) || !finite(start.covariances)) return false;  // far beyond the data's scale
    const std::size_t square = static_cast<std::size_t>(dimension()) * dimension();
    for (int k = 0; k < options.components; ++k) {
      shape_covariance(start.covariances.data() + k * square, dimension(), options.covariance);
      raise_to_floor(start.covariances.data() + k * square, dimension(), options.covariance, frame.floor);
    }
    current = std::move(start);
    phase = Phase::em;
    return true;
  }

  // The first parameters, by an M-step from the start's responsibilities.
  void start_from(const EmSums& from, const std::vector<double>& centres) {
    current.means = centres;
    note(em_update(from, centres, options.covariance, frame.added, frame.floor, dimension(), current));
    phase = report.status == FitStatus::non_finite ? Phase::done : Phase::em;
  }

  void note(const EmUpdate& update) {
    report.floors_applied = update.floors_applied;
    report.dead_components = update.dead_components;
    if (!update.finite) report.status = FitStatus::non_finite;
  }

  void kmeans_step() {
    const bool moved = clusters->iterate();
    ++lloyd_iterations;
    if (moved && lloyd_iterations < kMaxLloyd) return;
    start_from(clusters->sums(), clusters->centres());
    clusters.reset();
  }

  void em_step() {
    const EmParameters before = current;
    em_pass(frame.points, before, before.means, full(), sums);
    const double log_likelihood = sums.log_likelihood;
    EmUpdate update = em_update(sums, before.means, options.covariance, frame.added, frame.floor, dimension(), current);
    if (update.finite && update.cancelled) {
      // The same responsibilities, summed about the means they lead to.
      const std::vector<double> centres = current.means;
      em_pass(frame.points, before, centres, full(), sums);
      update = em_update(sums, centres, options.covariance, frame.added, frame.floor, dimension(), current);
    }
    note(update);
    ++report.iterations;
    const double rise = (log_likelihood - last_log_likelihood) / static_cast<double>(frame.points.count);
    last_log_likelihood = log_likelihood;
    if (rise != rise) report.status = FitStatus::non_finite;
    if (report.status == FitStatus::non_finite)
      phase = Phase::done;
    else if (at_rest(rise))
      end(FitStatus::converged);
    else if (report.iterations >= options.max_iterations)
      end(FitStatus::iteration_limit);
  }

  // A step raises the likelihood, and a fall is rounding; but not where a variance is added, which may lower it on the
  // way.
  bool at_rest(double rise) const {
    const double change = options.added_variance > 0 ? std::fabs(rise) : rise;
    return !(change > 0) || change < options.tolerance;
  }

  // The start is over: what the data think of its estimate.
  void end(FitStatus status) {
    em_pass(frame.points, current, current.means, full(), sums);
    last_log_likelihood = sums.log_likelihood;
    report.log_likelihood_nats =
        sums.log_likelihood / static_cast<double>(frame.points.count) - dimension() * frame.exponent * numerics::kLn2;
    report.status = report.floors_applied > 0 || report.dead_components > 0 ? FitStatus::degenerate : status;
    phase = Phase::done;
  }

  // Keeps the better of this start and the best so far, the earlier of equals.
  void keep_better() {
    if (report.status == FitStatus::non_finite) return;
    if (restart >= options.restarts) return keep_second();
    if (have_best && !(last_log_likelihood > best_log_likelihood)) return;
    Mixture estimate = frame.leave(current);
    if (!finite(estimate.means) || !finite(estimate.covariances)) return;  // a variance beyond the largest double
    have_best = true;
    best_log_likelihood = last_log_likelihood;
    best_report = report;
    best = std::move(estimate);
  }

  void keep_second() {
    Mixture estimate = frame.leave(current);
    if (finite(estimate.means) && finite(estimate.covariances))
      best_report.second = std::make_shared<const Mixture>(std::move(estimate));
  }

  // Before any start succeeds: the previous model, or else a point mass on the data's origin.
  void begin_with_nothing() {
    const auto k = static_cast<std::size_t>(options.components);
    const auto d = static_cast<std::size_t>(dimension());
    have_best = false;
    best_report = {};
    best_report.status = frame.finite && frame.points.count == 0 ? FitStatus::degenerate : FitStatus::non_finite;
    if (previous) {
      best = *previous;
    } else {
      best = {dimension(), std::vector<double>(k, 0.0), {}, std::vector<double>(k * d * d, 0.0)};
      best.weights[0] = 1;
      for (std::size_t c = 0; c < k; ++c) best.means.insert(best.means.end(), frame.origin.begin(), frame.origin.end());
    }
  }
};

EmEstimator::EmEstimator(const EmOptions& options) : state_(std::make_unique<State>()) {
  state_->options = options;
  state_->restart = state_->starts();
}
EmEstimator::~EmEstimator() = default;
EmEstimator::EmEstimator(EmEstimator&&) noexcept = default;
EmEstimator& EmEstimator::operator=(EmEstimator&&) noexcept = default;

void EmEstimator::begin(const data::PointSet& points, const Mixture* previous, std::uint64_t seed, std::uint32_t run,
                        std::uint32_t generation) {
  State& s = *state_;
  s.previous.reset();
  const bool usable =
      previous != nullptr && previous->components() == s.options.components && previous->dimension == points.dimension;
  if (usable) s.previous = *previous;
  s.seed = seed;
  s.run = run;
  s.generation = generation;
  s.frame = make_em_frame(points, s.options.covariance_floor, s.options.added_variance);
  s.begin_with_nothing();
  const bool hopeless = !s.frame.finite || points.count == 0;
  s.restart = hopeless ? s.starts() : 0;
  if (!hopeless) s.begin_restart();
}

long EmEstimator::advance(long work) {
  State& s = *state_;
  long ran = 0;
  while (ran < work && !done()) {
    ++ran;
    if (s.phase == State::Phase::kmeans)
      s.kmeans_step();
    else if (s.phase == State::Phase::em)
      s.em_step();
    if (s.phase != State::Phase::done) continue;
    s.keep_better();
    if (++s.restart < s.starts()) s.begin_restart();
  }
  return ran;
}

bool EmEstimator::done() const { return state_->restart >= state_->starts(); }

Mixture EmEstimator::finish(FitReport& report) const {
  report = state_->best_report;
  return state_->best;
}

}  // namespace collapse::models
