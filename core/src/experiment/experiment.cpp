#include "collapse/experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiment/state.h"
#include "numerics/hash.h"
#include "numerics/quantile.h"
#include "spec/manifest.h"

namespace collapse {

using experiment::History;
using experiment::MixtureSystem;

namespace {

recursion::Plan make_plan(const Spec& spec) {
  recursion::Plan plan;
  plan.workflow = static_cast<recursion::Workflow>(spec.workflow.kind);
  plan.real_fraction = spec.workflow.real_fraction;
  plan.fresh_real = spec.workflow.real == RealKind::fresh;
  plan.n = static_cast<double>(spec.samples.n);
  plan.growth = spec.samples.growth;
  return plan;
}
static_assert(static_cast<int>(WorkflowKind::mix) == static_cast<int>(recursion::Workflow::mix));
static_assert(static_cast<int>(EstimatorKind::known_covariance) == static_cast<int>(models::GaussianEstimator::known_covariance));
static_assert(static_cast<int>(CovarianceKind::spherical) == static_cast<int>(models::CovarianceShape::spherical));
static_assert(static_cast<int>(InitialisationKind::previous) == static_cast<int>(models::Initialisation::previous));

// A finite table can only give so many real points at once.
std::optional<Error> short_table(const Spec& spec, const recursion::Plan& plan, std::size_t rows) {
  const std::size_t list = plan.real_list(static_cast<int>(spec.generations));
  const bool fresh = plan.workflow == recursion::Workflow::mix && plan.fresh_real;
  const std::size_t most = fresh ? std::max(list, plan.real_samples(static_cast<int>(spec.generations))) : list;
  if (most <= rows) return {};
  return Error{"/samples/n", "One generation would take " + std::to_string(most) + " real points, but the table has only " +
                                 std::to_string(rows) + " rows, each of which is taken once."};
}

// "0.012 GB", "1.1 GB", "240 GB".
std::string gigabytes(double bytes) {
  const double digits = bytes < 1e8 ? 1000 : bytes < 1e11 ? 10 : 1;
  return format_number(std::floor(bytes / 1e9 * digits + 0.5) / digits) + " GB";
}

// What the history and the pools take at the end of all generations.
struct Memory {
  double history, pools;
};
Memory memory_needed(const Spec& spec, const recursion::Plan& plan, int runs, std::size_t row, std::size_t flat, int dimension,
                     std::size_t table_rows) {
  const double generations = static_cast<double>(spec.generations);
  const int last = static_cast<int>(spec.generations);
  const double point = 8.0 * dimension + 1;
  Memory memory{};
  memory.history = runs * (generations + 1) * 8.0 * static_cast<double>(row + flat) +
                   runs * (3.0 * 8.0 * static_cast<double>(flat) + point * static_cast<double>(table_rows));
  recursion::Plan whole = plan;
  const bool accumulates =
      plan.workflow == recursion::Workflow::accumulate || plan.workflow == recursion::Workflow::accumulate_subsample;
  if (accumulates) whole.workflow = recursion::Workflow::accumulate;
  // While a pool grows the old and the new one exist side by side.
  memory.pools = point * whole.data_size(last) * (accumulates ? runs + 1 : 2);
  return memory;
}

}  // namespace

Experiment::Experiment(std::unique_ptr<State> state) : state_(std::move(state)) {}
Experiment::~Experiment() = default;
Experiment::Experiment(Experiment&&) noexcept = default;
Experiment& Experiment::operator=(Experiment&&) noexcept = default;

Result<Experiment> Experiment::create(const Spec& spec, std::string_view table, RunRange runs, double memory_limit) {
  if (runs.count < 0) runs.count = static_cast<int>(spec.runs) - runs.first;
  if (runs.first < 0 || runs.count < 1 || runs.first + runs.count > spec.runs)
    return Error{"/runs", "The runs asked for must lie within the " + std::to_string(spec.runs) + " of the spec."};

  auto state = std::make_unique<State>();
  state->spec = spec;
  state->runs = runs;
  state->plan = make_plan(spec);
  const bool gmm = spec.model.kind == ModelKind::gmm;
  state->components = gmm ? static_cast<int>(spec.model.components) : 1;
  Result<experiment::Source> source = experiment::make_source(spec, table);
  if (!source) return source.error();
  state->source = std::move(*source);
  const metrics::Truth& truth = state->source.truth;
  if (!truth.density)
    if (std::optional<Error> error = short_table(spec, state->plan, truth.table.count)) return *error;

  state->meter = std::make_unique<metrics::Meter>(truth, state->components, static_cast<std::uint64_t>(spec.seed));
  const Memory memory = memory_needed(spec, state->plan, runs.count, state->meter->columns().size(),
                                      models::flat_size(state->components, truth.dimension), truth.dimension, truth.table.count);
  state->memory_bytes = memory.history + memory.pools;
  if (!(state->memory_bytes <= memory_limit))
    return Error{memory.pools > memory.history ? "/samples/n" : runs.count > spec.generations ? "/runs" : "/generations",
                 "This would need " + gigabytes(state->memory_bytes) + " of memory (" + gigabytes(memory.history) +
                     " for the history of " + std::to_string(runs.count) + " runs × " + std::to_string(spec.generations) +
                     " generations, " + gigabytes(memory.pools) + " for the data); at most " + gigabytes(memory_limit) +
                     " is allowed. Lower the runs, the generations or the sample size."};

  experiment::MixtureSystemSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.density = truth.density;
  settings.table = truth.table;
  settings.real_list = state->plan.real_list(static_cast<int>(spec.generations));
  settings.mixture_model = gmm;
  settings.estimator = static_cast<models::GaussianEstimator>(spec.model.estimator);
  settings.known_covariance = state->meter->truth_moments().covariance;
  settings.em.components = state->components;
  settings.em.covariance = static_cast<models::CovarianceShape>(spec.model.covariance);
  settings.em.initialisation = static_cast<models::Initialisation>(spec.model.initialisation);
  settings.em.restarts = static_cast<int>(spec.model.restarts);
  settings.em.max_iterations = static_cast<int>(spec.model.max_iterations);
  settings.em.tolerance = spec.model.tolerance;
  settings.em.covariance_floor = spec.model.covariance_floor;
  const MixtureSystem system(std::move(settings));

  // Fresh real data of a finite table take any row, so no row stays unseen.
  const bool held_out_rows =
      !truth.density && !(state->plan.workflow == recursion::Workflow::mix && state->plan.fresh_real);
  const int generations = static_cast<int>(spec.generations);
  state->history = std::make_unique<History>(*state->meter, system, runs.first, runs.count, generations, state->components,
                                             truth.dimension, held_out_rows);
  state->recursion = std::make_unique<recursion::Recursion<MixtureSystem>>(system, state->plan, runs.first, runs.count, generations);
  static constexpr const char* kExactness[] = {"exact", "quadrature", "draws"};
  for (const metrics::Column& column : state->meter->columns())
    state->columns.push_back({column.name, column.label, column.unit, column.doc,
                              kExactness[static_cast<int>(column.exactness)], column.log_axis, column.headline});
  state->view = experiment::make_view(truth);
  experiment::build_scene(truth, state->meter->truth_moments(), state->view, state->scene);
  return Experiment(std::move(state));
}

const Spec& Experiment::spec() const { return state_->spec; }
RunRange Experiment::runs() const { return state_->runs; }
int Experiment::dimension() const { return state_->dimension(); }
int Experiment::components() const { return state_->components; }
const std::vector<ColumnInfo>& Experiment::columns() const { return state_->columns; }
int Experiment::completed() const { return state_->recursion->completed(); }
bool Experiment::finished() const { return state_->recursion->finished(); }

int Experiment::advance(long work) {
  state_->recursion->advance(work, *state_->history);
  return completed();
}

std::span<const double> Experiment::row(int run, int generation) const {
  return std::as_const(*state_->history).row(state_->run_index(run), generation);
}
std::span<const double> Experiment::parameters(int run, int generation) const {
  return std::as_const(*state_->history).parameters(state_->run_index(run), generation);
}

std::string Experiment::hash() const {
  numerics::Hash hash;
  hash.add(write_spec(state_->spec));
  hash.add(static_cast<std::uint64_t>(completed()));
  for (int run = 0; run < state_->runs.count; ++run) hash.add(state_->history->run_hash(run));
  std::string digits(16, '0');
  for (int i = 0; i < 16; ++i) digits[static_cast<std::size_t>(i)] = "0123456789abcdef"[(hash.value() >> (60 - 4 * i)) & 15];
  return digits;
}

std::string Experiment::layout() const { return experiment::layout_json(*state_); }
std::string Experiment::summary(int run, int generation) const {
  return experiment::summary_sentence(*state_, run, generation);
}

std::span<const double> Experiment::scene() { return state_->scene.values(); }
std::span<const double> Experiment::frame(int run, int generation) {
  experiment::build_frame(*state_, run, generation);
  return state_->frame.values();
}

std::span<const double> Experiment::history(int from, int to) {
  constexpr double kQuantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};
  const std::size_t columns = state_->columns.size();
  std::vector<double>& out = state_->history_block;
  out.clear();
  std::vector<double> values;
  for (int g = from; g <= to; ++g)
    for (std::size_t c = 0; c < columns; ++c) {
      values.clear();
      double sum = 0;
      for (int r = 0; r < state_->runs.count; ++r) {
        const double value = std::as_const(*state_->history).row(r, g)[c];
        if (std::isnan(value)) continue;  // not defined
        values.push_back(value);
        sum += value;
      }
      std::sort(values.begin(), values.end());
      const double nan = std::numeric_limits<double>::quiet_NaN();
      out.push_back(values.empty() ? nan : sum / static_cast<double>(values.size()));
      for (const double q : kQuantiles) out.push_back(values.empty() ? nan : numerics::sorted_quantile(values, q));
    }
  return out;
}

std::span<const double> Experiment::lines(int column, int count, int from, int to) {
  std::vector<double>& out = state_->lines_block;
  out.clear();
  for (int r = 0; r < std::min(count, state_->runs.count); ++r)
    for (int g = from; g <= to; ++g)
      out.push_back(std::as_const(*state_->history).row(r, g)[static_cast<std::size_t>(column)]);
  return out;
}

std::span<const double> Experiment::ridges(int run, int from, int to) {
  const metrics::Truth& truth = state_->source.truth;
  std::vector<double>& out = state_->ridges_block;
  out.assign(static_cast<std::size_t>(to - from + 1) * experiment::kRidgeWidth, 0.0);
  for (int g = from; g <= to; ++g) {
    const std::span<double> ridge =
        std::span(out).subspan(static_cast<std::size_t>(g - from) * experiment::kRidgeWidth, experiment::kRidgeWidth);
    double outside[2];
    if (g > 0)
      experiment::ridge_of(state_->history->model(state_->run_index(run), g), state_->view, ridge);
    else if (truth.density)
      experiment::ridge_of(*truth.density, state_->view, ridge);
    else
      experiment::histogram_of(truth.table, state_->view, ridge, outside);
  }
  return out;
}

}  // namespace collapse
