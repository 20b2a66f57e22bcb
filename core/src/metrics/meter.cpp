#include "metrics/meter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "metrics/columns.h"
#include "metrics/distances.h"
#include "metrics/extra.h"
#include "metrics/gaussian_1d.h"
#include "metrics/reference.h"
#include "metrics/sliced.h"
#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"
#include "numerics/linalg/matrix.h"

namespace collapse::metrics {

namespace {

using random::Purpose;
using random::Stream;

constexpr std::size_t kHeldOut = 1000;
constexpr std::size_t kTailReference = 20000;  // draws for the tail of a mixture source in several dimensions
/// With less mass than this beyond 3 sigma, 512 draws all miss the mode with probability below 1e-23.
constexpr double kCertainlyAlive = 0.9;

/// Points as plain coordinates with their first two moments: all a Gaussian's mean log density depends on.
struct HeldOut {
  std::size_t count = 0;
  std::vector<double> coordinates;  // d x n
  models::Moments moments;
};

HeldOut held_out_points(const data::PointSet& points) {
  HeldOut out;
  out.count = points.count;
  for (int j = 0; j < points.dimension; ++j) {
    for (std::size_t i = 0; i < points.count; ++i) out.coordinates.push_back(points.coordinate(i, j));
  }
  if (points.count > 0) out.moments = table_moments(points);
  return out;
}

/// Mean log density of held-out points under one regular Gaussian, from their moments: the mean of the squared
/// Mahalanobis distances is tr(S^-1 (C + (m - mu)(m - mu)^T)).
bool gaussian_log_likelihood(const models::Mixture& model, const models::Moments& points, double& out) {
  const int d = model.dimension;
  linalg::SmallMatrix factor(d, d), inverse(d, d);
  if (!linalg::cholesky(model.covariance(0), d, factor.data())) return false;
  linalg::invert_lower(factor.data(), d, inverse.data());
  const auto shift = linalg::column(points.mean, d) - linalg::column(model.means, d);
  const linalg::SmallMatrix whitened = inverse.lazyProduct(linalg::square(points.covariance, d));
  const double squares = whitened.cwiseProduct(inverse).sum() + inverse.lazyProduct(shift).squaredNorm();
  double log_det = 0;
  for (int i = 0; i < d; ++i) log_det += numerics::log(factor(i, i));
  out = squares == squares ? -0.5 * (d * numerics::kLogTwoPi + squares) - log_det : -kInfinity;
  return true;
}

/// One point without density makes the mean -inf, whatever the others; +inf only when points lie on a point mass and
/// none off it.
double mean_log_likelihood(const models::Mixture& model, const HeldOut& points) {
  if (points.count == 0) return kNaN;
  double closed;
  if (model.components() == 1 && gaussian_log_likelihood(model, points.moments, closed)) return closed;
  std::vector<double> logs(points.count);
  models::Density(model).log_density_nats(points.coordinates.data(), points.count, logs.data());
  double sum = 0;
  for (double value : logs) {
    if (value == -kInfinity) return -kInfinity;
    sum += value;
  }
  return sum / static_cast<double>(points.count);
}

}  // namespace

struct Meter::State {
  Truth truth;
  int dimension;
  int components;
  std::uint64_t seed;
  bool gaussian_source;
  bool closed_form;
  std::vector<Column> columns;
  std::vector<double Values::*> values;  // where their numbers are
  models::Moments moments;
  Gaussian1d line;                  // mean and variance of the truth in one dimension
  std::vector<double> whiten;       // d x d, L^-1 of the truth's covariance; empty when singular
  std::vector<double> mode_whiten;  // K x d x d, L^-1 of each source component; empty unless modes are counted
  double truth_tail[2] = {kNaN, kNaN};
  std::vector<double> directions, quantiles;
  HeldOut held_out;
  std::unique_ptr<Extra> extra;

  State(Truth t, int k, std::uint64_t s, bool all);

  bool counts_modes() const { return gaussian_source || (truth.density && truth.has_modes); }
  double squared_mahalanobis(const data::PointSet& points, std::size_t i, const double* mean,
                             const double* inverse) const;
  void tails_of(const data::PointSet& points, double out[2]) const;
  void tails_of(const models::Mixture& model, double out[2]) const;
  double count_modes(const data::PointSet& draws) const;
  void measure_draws(const data::PointSet& draws, Values& v) const;
  void measure_density(const models::Mixture& model, Values& v) const;
  void measure_model(std::uint32_t run, std::uint32_t generation, const models::Mixture& model, Values& v) const;
  /// Puts a row together. `v` gets what follows from the rest.
  void write(std::span<const double> mean, Values& v, const models::FitReport& report, const models::Mixture* parts,
             std::span<double> row) const;
};

Meter::State::State(Truth t, int k, std::uint64_t s, bool all)
    : truth(std::move(t)),
      dimension(truth.dimension),
      components(k),
      seed(s),
      gaussian_source(truth.density && truth.density->components() == 1),
      closed_form(gaussian_source && components == 1) {
  MeasuredColumns made =
      make_columns({dimension, components, closed_form, truth.density.has_value(), truth.shape.has_value()});
  columns = std::move(made.list);
  values = std::move(made.values);
  if (const auto make = linked_extra(); all && make) extra = make(truth, components, seed, columns);
  moments = truth.moments();
  const int d = dimension;
  const std::size_t square = static_cast<std::size_t>(d) * d;
  if (d == 1) line = gaussian_1d(moments.mean[0], moments.covariance[0]);
  std::vector<double> factor(square);
  if (linalg::cholesky(moments.covariance, d, factor.data())) {
    whiten.resize(square);
    linalg::invert_lower(factor.data(), d, whiten.data());
  }
  if (counts_modes()) {
    mode_whiten.resize(square * truth.density->components());
    for (int c = 0; c < truth.density->components(); ++c) {
      linalg::cholesky(truth.density->covariance(c), d, factor.data());
      linalg::invert_lower(factor.data(), d, mode_whiten.data() + c * square);
    }
  }
  if (!truth.is_table()) {
    Stream stream(seed, 0, 0, Purpose::held_out);
    held_out = held_out_points(truth.sample(kHeldOut, stream));
  }
  if (!closed_form || d > 1) directions = slice_directions(d);
  if (!closed_form) quantiles = slice_quantiles(truth, directions);
  if (d == 1 && truth.density) {
    tails_of(*truth.density, truth_tail);
  } else if (!truth.density) {
    tails_of(truth.table, truth_tail);
  } else if (gaussian_source) {
    truth_tail[0] = numerics::chi_square_survival(d, 4);
    truth_tail[1] = numerics::chi_square_survival(d, 9);
  } else {
    Stream stream(seed, 0, 0, Purpose::measurement, 1);
    tails_of(models::sample(*truth.density, kTailReference, stream), truth_tail);
  }
}

double Meter::State::squared_mahalanobis(const data::PointSet& points, std::size_t i, const double* mean,
                                         const double* inverse) const {
  const int d = dimension;
  double shift[kMaxDimension];
  double sum = 0;
  for (int r = 0; r < d; ++r) {
    shift[r] = (points.origin[r] - mean[r]) + points.offsets[r * points.stride + i];
    double z = 0;
    for (int c = 0; c <= r; ++c) z += inverse[r * d + c] * shift[c];
    sum += z * z;
  }
  return sum;
}

/// Shares of the points beyond 2 and 3 standard deviations of the truth.
void Meter::State::tails_of(const data::PointSet& points, double out[2]) const {
  std::size_t beyond[2] = {0, 0};
  if (dimension == 1) {
    for (std::size_t i = 0; i < points.count; ++i) {
      const double distance = std::fabs(points.coordinate(i, 0) - line.mean);
      beyond[0] += distance > 2 * line.sd;
      beyond[1] += distance > 3 * line.sd;
    }
  } else {
    if (whiten.empty()) return;
    for (std::size_t i = 0; i < points.count; ++i) {
      const double square = squared_mahalanobis(points, i, moments.mean.data(), whiten.data());
      beyond[0] += square > 4;
      beyond[1] += square > 9;
    }
  }
  for (int r = 0; r < 2; ++r) out[r] = static_cast<double>(beyond[r]) / static_cast<double>(points.count);
}

/// The same probabilities of a model in one dimension.
void Meter::State::tails_of(const models::Mixture& model, double out[2]) const {
  out[0] = out[1] = 0;
  for (int k = 0; k < model.components(); ++k) {
    if (!(model.weights[k] > 0)) continue;
    const double sd = std::sqrt(model.covariances[k]);
    out[0] += model.weights[k] * two_sided_tail(model.means[k], sd, line.mean, 2 * line.sd);
    out[1] += model.weights[k] * two_sided_tail(model.means[k], sd, line.mean, 3 * line.sd);
  }
}

double Meter::State::count_modes(const data::PointSet& draws) const {
  const models::Mixture& source = *truth.density;
  const std::size_t square = static_cast<std::size_t>(dimension) * dimension;
  int alive = 0;
  for (int k = 0; k < source.components(); ++k) {
    if (!(source.weights[static_cast<std::size_t>(k)] > 0)) continue;  // never drawn in truth: no mode
    const double* inverse = mode_whiten.data() + k * square;
    for (std::size_t i = 0; i < draws.count; ++i) {
      if (squared_mahalanobis(draws, i, source.mean(k).data(), inverse) <= 9) {
        ++alive;
        break;
      }
    }
  }
  return alive;
}

void Meter::State::measure_draws(const data::PointSet& draws, Values& v) const {
  if (!closed_form) {
    const double squared = sliced_w2_squared(draws, directions, quantiles);
    if (dimension == 1)
      v.w2_squared = squared;
    else
      v.sliced_w2 = std::sqrt(squared);
  }
  if (dimension > 1) {
    double tail[2] = {kNaN, kNaN};
    tails_of(draws, tail);
    v.tail_2sigma = tail[0];
    v.tail_3sigma = tail[1];
  }
  if (counts_modes()) v.modes_alive = count_modes(draws);
}

/// What needs both densities.
void Meter::State::measure_density(const models::Mixture& model, Values& v) const {
  const models::Mixture& source = *truth.density;
  if (dimension == 1) v.total_variation = total_variation(model, source);
  if (!closed_form) {
    const Estimate forward = kl_mixture(model, source), backward = kl_mixture(source, model);
    v.kl_model_truth = forward.value;
    v.kl_model_truth_error = forward.error;
    v.kl_truth_model = backward.value;
    v.kl_truth_model_error = backward.error;
    return;
  }
  v.w2_squared = w2_squared_gaussian(model.means, model.covariances, source.means, source.covariances);
  if (dimension > 1) v.sliced_w2 = std::sqrt(sliced_w2_squared(model, source, directions));
  v.kl_model_truth = kl_gaussian(model.means, model.covariances, source.means, source.covariances);
  v.kl_truth_model = kl_gaussian(source.means, source.covariances, model.means, model.covariances);
  v.kl_model_truth_error = v.kl_truth_model_error = 0;
}

void Meter::State::measure_model(std::uint32_t run, std::uint32_t generation, const models::Mixture& model,
                                 Values& v) const {
  if (closed_form && dimension == 1) {
    // One Gaussian against another on the line: the hot path of a thousand runs; nothing is drawn or allocated.
    const Gaussian1d g = gaussian_1d(model.means[0], model.covariances[0]);
    v.log_determinant = g.log_variance;
    v.w2_squared = w2_squared(g, line);
    v.kl_model_truth = kl(g, line);
    v.kl_truth_model = kl(line, g);
    v.kl_model_truth_error = v.kl_truth_model_error = 0;
    v.total_variation = total_variation(g, line);
    v.tail_2sigma = two_sided_tail(g.mean, g.sd, line.mean, 2 * line.sd);
    v.tail_3sigma = two_sided_tail(g.mean, g.sd, line.mean, 3 * line.sd);
    if (v.tail_3sigma < kCertainlyAlive) {
      v.modes_alive = 1;
      return;
    }
  } else {
    if (truth.density) measure_density(model, v);
    if (dimension == 1) {
      double tail[2];
      tails_of(model, tail);
      v.tail_2sigma = tail[0];
      v.tail_3sigma = tail[1];
    }
  }
  Stream stream(seed, run, generation, Purpose::measurement);
  measure_draws(models::sample(model, kMeasurementDraws, stream), v);
}

void Meter::State::write(std::span<const double> mean, Values& v, const models::FitReport& report,
                         const models::Mixture* parts, std::span<double> row) const {
  v.mean = mean[0];
  v.sd = std::sqrt(v.total_variance);
  v.w2 = std::sqrt(v.w2_squared);
  if (truth_tail[0] > 0) v.tail_2sigma_ratio = v.tail_2sigma / truth_tail[0];
  if (truth_tail[1] > 0) v.tail_3sigma_ratio = v.tail_3sigma / truth_tail[1];
  v.iterations = report.iterations;
  v.status = static_cast<double>(report.status);
  v.floors_applied = report.floors_applied;
  v.dead_components = report.dead_components;

  std::size_t next = 0;
  const auto put = [&](double value) { row[next++] = value; };
  if (dimension > 1)
    for (const double m : mean) put(m);
  for (const auto value : values) put(v.*value);
  if (components == 1) return;
  for (int k = 0; k < components; ++k) {
    put(parts ? parts->weights[k] : kNaN);
    for (int j = 0; j < dimension; ++j) put(parts ? parts->mean(k)[j] : kNaN);
    for (int j = 0; j < dimension; ++j) put(parts ? std::sqrt(parts->covariance(k)[j * dimension + j]) : kNaN);
  }
}

models::Moments Truth::moments() const {
  return density ? models::moments(*density) : shape ? shape->moments : table_moments(table);
}

data::PointSet Truth::sample(std::size_t n, Stream& stream) const {
  if (density) return models::sample(*density, n, stream, true);
  if (shape) return shape->sample(n, stream, true);
  // The rows are the whole population: drawn with replacement, as a model of them would be.
  std::vector<std::uint32_t> which(n);
  for (std::uint32_t& i : which) i = static_cast<std::uint32_t>(stream.below(table.count));
  return data::select(table, which);
}

Meter::Meter(Truth truth, int components, std::uint64_t seed, bool all)
    : state_(std::make_unique<State>(std::move(truth), components, seed, all)) {}
Meter::~Meter() = default;
Meter::Meter(Meter&&) noexcept = default;

const std::vector<Column>& Meter::columns() const { return state_->columns; }
const models::Moments& Meter::truth_moments() const { return state_->moments; }
std::span<const double> Meter::truth_tail() const { return state_->truth_tail; }
std::span<const double> Meter::held_out() const { return state_->held_out.coordinates; }
const Truth& Meter::truth() const { return state_->truth; }

Meter::OfDraws Meter::measure_draws(const data::PointSet& draws) const {
  Values v;
  state_->measure_draws(draws, v);
  return {v.w2_squared, v.sliced_w2, {v.tail_2sigma, v.tail_3sigma}, v.modes_alive};
}

void Meter::measure_truth(std::uint32_t run, std::span<double> row) const {
  const State& s = *state_;
  const int d = s.dimension;
  Values v;
  v.total_variance = 0;
  for (int j = 0; j < d; ++j) v.total_variance += s.moments.covariance[j * d + j];
  v.mean_shift_squared = 0;
  const models::Mixture* parts = nullptr;
  if (s.truth.density) {
    s.measure_model(run, 0, *s.truth.density, v);
    v.log_likelihood = mean_log_likelihood(*s.truth.density, s.held_out);
    if (s.truth.density->components() == s.components) parts = &*s.truth.density;
  } else {
    Stream stream(s.seed, run, 0, Purpose::measurement);
    s.measure_draws(s.truth.sample(kMeasurementDraws, stream), v);
  }
  v.log_determinant = log_determinant(s.moments.covariance, d);
  v.tail_2sigma = s.truth_tail[0];
  v.tail_3sigma = s.truth_tail[1];
  s.write(s.moments.mean, v, {}, parts, row);
  if (s.extra) s.extra->measure_truth(run, row.first(s.columns.size()));
}

void Meter::measure(std::uint32_t run, std::uint32_t generation, const models::Mixture& model,
                    const models::FitReport& report, const models::Mixture& first, const models::Mixture* second,
                    const data::PointSet* held_out, std::span<double> row) const {
  const State& s = *state_;
  const int d = s.dimension;
  Values v;
  models::Moments mixed;
  if (model.components() > 1) mixed = models::moments(model);
  const std::span<const double> mean = model.components() > 1 ? mixed.mean : model.means;
  const std::span<const double> covariance = model.components() > 1 ? mixed.covariance : model.covariances;
  v.total_variance = 0;
  v.mean_shift_squared = 0;
  for (int j = 0; j < d; ++j) {
    const double shift = mean[j] - s.moments.mean[j];
    v.total_variance += covariance[j * d + j];
    v.mean_shift_squared += shift * shift;
  }
  s.measure_model(run, generation, model, v);
  if (!(s.closed_form && d == 1)) v.log_determinant = log_determinant(covariance, d);
  v.l2_first = l2_squared(model, first);
  if (second) v.l2_second = l2_squared(model, *second);
  if (!s.truth.is_table()) {
    v.log_likelihood = mean_log_likelihood(model, s.held_out);
  } else if (held_out && held_out->count > 0) {
    v.log_likelihood = mean_log_likelihood(model, held_out_points(*held_out));
  }
  s.write(mean, v, report, &model, row);
  if (s.extra) s.extra->measure(run, generation, model, row.first(s.columns.size()));
}

}  // namespace collapse::metrics
