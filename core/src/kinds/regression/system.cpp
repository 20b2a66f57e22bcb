#include "kinds/regression/system.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "data/room.h"
#include "models/mixture/biased_sample.h"

namespace collapse::experiment {

using random::Purpose;
using random::Stream;

namespace {

// Parts of a stream's address: features and noise are drawn apart, so that more rows begin with the same ones.
constexpr std::uint32_t kFeatures = 0, kNoise = 1, kVerdict = 2;

std::vector<double> direction(std::uint64_t seed, int d) {
  Stream stream(seed, 0, 0, Purpose::truth);
  std::vector<double> w(static_cast<std::size_t>(d));
  double squares = 0;
  while (squares == 0) {
    stream.fill_normal(w);
    for (const double value : w) squares += value * value;
  }
  for (double& value : w) value /= std::sqrt(squares);
  return w;
}

}  // namespace

const Design& RegressionWorld::design(unsigned run) {
  if (run >= designs_.size()) designs_.resize(run + std::size_t{1});
  std::unique_ptr<const Design>& found = designs_[run];
  if (!found) {
    const auto d = static_cast<std::size_t>(settings.features);
    auto made = std::make_unique<Design>();
    made->x.resize(settings.plan.samples(1) * d);
    Stream(settings.seed, run, 0, Purpose::real_data, kFeatures).fill_normal(made->x);
    std::vector<double> gram(d * d, 0);
    models::add_gram(made->x, settings.features, gram);
    made->equations = models::NormalEquations(gram, settings.features);
    found = std::move(made);
  }
  return *found;
}

RegressionSystem::RegressionSystem(const RegressionSettings& settings)
    : world_(std::make_shared<RegressionWorld>(settings)),
      truth_(std::make_shared<const std::vector<double>>(direction(settings.seed, settings.features))) {}

// Rows that the verifier lets pass: their features, and in made.labels their labels. Each proposal takes the next
// features, noise and chance of their streams, kept or not.
std::vector<double> RegressionSystem::verified(unsigned run, unsigned generation, std::size_t count,
                                               const std::vector<double>& shift, Rows& made) const {
  const RegressionSettings& s = settings();
  const RowVerifier& verifier = *s.verifier;
  const auto d = static_cast<std::size_t>(s.features);
  Stream features(s.seed, run, generation, Purpose::synthetic, kFeatures),
      noise(s.seed, run, generation, Purpose::synthetic, kNoise),
      verdict(s.seed, run, generation, Purpose::synthetic, kVerdict);
  const double most = models::most_proposals(count, 1);
  std::vector<double> x(count * d);
  made.labels.reserve(count);
  while (made.labels.size() < count && made.proposals < most) {
    const std::span<double> row = std::span(x).subspan(made.labels.size() * d, d);
    features.fill_normal(row);
    double label = s.noise_sd * noise.normal();
    for (std::size_t j = 0; j < d; ++j) label += row[j] * shift[j];
    made.proposals += 1;
    const bool good = std::fabs(label - verifier.offset * row[0]) <= verifier.radius;
    if (verdict.uniform() < (good ? 1 - verifier.false_negative : verifier.false_positive))
      made.labels.push_back(label);
  }
  made.chosen = made.labels.size();
  made.gave_out = made.chosen < count;
  made.rows = made.chosen;
  x.resize(made.chosen * d);
  return x;
}

double RegressionSystem::acceptance(const Data& data) {
  return data.proposals > 0 ? static_cast<double>(data.chosen) / data.proposals : std::nan("");
}

// `count` rows from row `first` of the design on (a fresh design has no first one), labelled by a model, or by the
// truth.
Rows RegressionSystem::make(Purpose purpose, unsigned run, unsigned generation, std::size_t first, std::size_t count,
                            const std::vector<double>* shift) const {
  const RegressionSettings& s = settings();
  const auto d = static_cast<std::size_t>(s.features);
  Rows made;
  made.rows = count;
  made.real = shift == nullptr ? count : 0;
  std::vector<double> fresh;
  const bool chosen = s.verifier && shift != nullptr;
  if (chosen) {
    fresh = verified(run, generation, count, *shift, made);
    count = made.rows;
  } else if (!s.fixed) {
    fresh.resize(count * d);
    Stream(s.seed, run, generation, purpose, kFeatures).fill_normal(fresh);
  }
  const std::span<const double> x =
      s.fixed ? std::span(world_->design(run).x).subspan(first * d, count * d) : std::span<const double>(fresh);
  std::vector<double> labels = std::move(made.labels);
  made.labels.clear();
  if (!chosen) {
    labels.resize(count);
    Stream(s.seed, run, generation, purpose, kNoise).fill_normal(labels, s.noise_sd);
    if (shift != nullptr) models::add_predictions(x, s.features, *shift, labels);
  }

  if (s.keeps_rows()) {
    made.is_real.assign(count, shift == nullptr ? 1 : 0);
    for (std::size_t i = 0; s.fixed && i < count; ++i) made.numbers.push_back(static_cast<std::uint32_t>(first + i));
    made.x = std::move(fresh);
    made.labels = std::move(labels);
    return made;
  }
  made.moment.resize(d, 0);
  models::add_moment(x, s.features, labels, made.moment);
  for (const double label : labels) made.squares += label * label;
  if (!s.fixed) {
    made.gram.resize(d * d, 0);
    models::add_gram(x, s.features, made.gram);
  }
  return made;
}

Rows RegressionSystem::real(unsigned run, std::size_t count) const {
  return make(Purpose::real_data, run, 0, 0, count, nullptr);
}
Rows RegressionSystem::fresh_real(unsigned run, unsigned generation, std::size_t count) const {
  return make(Purpose::fresh_real, run, generation, 0, count, nullptr);
}
// A fixed design keeps its last rows for the model where its first ones have real labels.
Rows RegressionSystem::synthetic(const Model& model, unsigned run, unsigned generation, std::size_t count) const {
  const std::size_t first = settings().fixed ? settings().plan.samples(1) - count : 0;
  return make(Purpose::synthetic, run, generation, first, count, model.shift.get());
}

Rows RegressionSystem::concatenate(const Data& a, const Data& b) const {
  Rows both = a;
  append(both, b, a.rows + b.rows);
  return both;
}

void RegressionSystem::append(Data& pool, const Data& more, std::size_t room) const {
  pool.rows += more.rows;
  pool.real += more.real;
  pool.squares += more.squares;
  pool.proposals = more.proposals;
  pool.chosen = more.chosen;
  pool.gave_out = more.gave_out;
  for (std::size_t i = 0; i < pool.gram.size(); ++i) pool.gram[i] += more.gram[i];
  for (std::size_t i = 0; i < pool.moment.size(); ++i) pool.moment[i] += more.moment[i];
  const auto put = [](auto& list, const auto& tail, std::size_t most) {
    data::make_room(list, tail.size(), most);
    list.insert(list.end(), tail.begin(), tail.end());
  };
  put(pool.x, more.x, room * static_cast<std::size_t>(settings().features));
  put(pool.numbers, more.numbers, room);
  put(pool.labels, more.labels, room);
  put(pool.is_real, more.is_real, room);
}

Rows RegressionSystem::subsample(const Data& pool, unsigned run, unsigned generation, std::size_t count) const {
  if (count >= pool.rows) return pool;
  Stream stream(settings().seed, run, generation, Purpose::subsample);
  std::vector<std::uint32_t> picked = random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool.rows),
                                                                         static_cast<std::uint32_t>(count));
  std::sort(picked.begin(), picked.end());
  const auto d = static_cast<std::size_t>(settings().features);
  Rows taken;
  taken.rows = count;
  taken.proposals = pool.proposals;
  taken.chosen = pool.chosen;
  taken.gave_out = pool.gave_out;
  for (const std::uint32_t row : picked) {
    taken.labels.push_back(pool.labels[row]);
    taken.is_real.push_back(pool.is_real[row]);
    taken.real += pool.is_real[row];
    if (settings().fixed)
      taken.numbers.push_back(pool.numbers[row]);
    else
      taken.x.insert(taken.x.end(), &pool.x[row * d], &pool.x[row * d] + d);
  }
  return taken;
}

void RegressionSystem::Estimator::begin(const Data& data, const Model& previous, unsigned run, unsigned) {
  data_ = &data;
  previous_ = previous;
  run_ = run;
}

long RegressionSystem::Estimator::advance(long) {
  const RegressionSettings& s = world_->settings;
  const Rows& data = *data_;
  data_ = nullptr;
  const auto d = static_cast<std::size_t>(s.features);
  report_ = {};
  if (data.gave_out) {
    report_.status = models::FitStatus::exhausted;
    model_ = previous_;
    model_.acceptance = acceptance(data);
    return 1;
  }
  report_.iterations = 1;

  std::vector<double> x, moment = data.moment;
  double squares = data.squares;
  std::optional<models::NormalEquations> own;
  double copies = 1;  // of the design
  if (s.keeps_rows()) {
    std::span<const double> rows = data.x;
    if (s.fixed) {
      const std::vector<double>& design = world_->design(run_).x;
      for (const std::uint32_t number : data.numbers) x.insert(x.end(), &design[number * d], &design[number * d] + d);
      rows = x;
    }
    std::vector<double> gram(d * d, 0);
    moment.assign(d, 0);
    models::add_gram(rows, s.features, gram);
    models::add_moment(rows, s.features, data.labels, moment);
    for (const double label : data.labels) squares += label * label;
    own.emplace(gram, s.features);
  } else if (!s.fixed) {
    own.emplace(data.gram, s.features);
  } else {
    copies = static_cast<double>(data.rows) / static_cast<double>(s.plan.samples(1));
  }
  const models::NormalEquations& equations = own ? *own : world_->design(run_).equations;
  if (!equations.solvable()) {
    report_.status = models::FitStatus::degenerate;
    model_ = previous_;
    model_.acceptance = acceptance(data);
    if (!model_.shift) model_.shift = std::make_shared<const std::vector<double>>(d, 0.0);
    return 1;
  }
  std::vector<double> shift = equations.solve(moment);
  for (double& value : shift) value /= copies;
  // |y - X w|^2 = y.y - w . X^T y at the least squares.
  double left = squares;
  for (std::size_t j = 0; j < d; ++j) left -= shift[j] * moment[j];
  model_.noise = std::sqrt(std::max(0.0, left) / static_cast<double>(data.rows - d));
  model_.shift = std::make_shared<const std::vector<double>>(std::move(shift));
  model_.acceptance = acceptance(data);
  return 1;
}

RegressionModel RegressionSystem::Estimator::finish(models::FitReport& report) const {
  report = report_;
  return model_;
}

}  // namespace collapse::experiment
