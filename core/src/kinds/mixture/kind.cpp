#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/mixture/shared.h"
#include "kinds/mixture/state.h"
#include "numerics/bytes.h"

namespace collapse::experiment {

std::optional<Error> short_table(const recursion::Plan& plan, int generations, std::size_t rows) {
  const std::size_t most = most_real(plan, generations);
  if (most <= rows) return {};
  return Error{"/samples/n", "One generation would take " + std::to_string(most) +
                                 " real points, but the table has only " + std::to_string(rows) +
                                 " rows, each of which is taken once."};
}

namespace {

Memory memory_needed(const MixtureState& state, int generations) {
  const int runs = state.runs.count;
  const double row = static_cast<double>(state.columns.size()),
               flat = static_cast<double>(models::flat_size(state.model_components, state.dimension()));
  const double point = 8.0 * state.dimension() + 1;
  Memory memory;
  memory.history =
      runs * (generations + 1.0) * 8.0 * (row + flat) +
      runs * (4.0 * 8.0 * flat +
              point * static_cast<double>(state.source.truth.is_table() ? state.source.truth.table.count : 0));
  memory.data = data_bytes(state.plan, runs, generations, point);
  return memory;
}

MixtureSystemSettings system_settings(const MixtureState& state, int generations) {
  const Spec& spec = state.spec;
  const metrics::Truth& truth = state.source.truth;
  MixtureSystemSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.density = truth.density;
  settings.shape = truth.shape;
  if (truth.is_table()) settings.table = truth.table;
  settings.real_list = state.plan.real_list(generations);
  settings.real_weight = state.plan.real_weight;
  settings.accumulates = state.plan.workflow == WorkflowKind::accumulate;
  settings.mixture_model = spec.model.kind == ModelKind::gmm;
  settings.estimator = spec.model.estimator;
  settings.known_covariance = state.meter->truth_moments().covariance;
  settings.em.components = state.model_components;
  settings.em.covariance = spec.model.covariance;
  settings.em.initialisation = spec.model.initialisation;
  settings.em.restarts = static_cast<int>(spec.model.restarts);
  settings.em.max_iterations = static_cast<int>(spec.model.max_iterations);
  settings.em.tolerance = spec.model.tolerance;
  settings.em.covariance_floor = spec.model.covariance_floor;
  settings.em.added_variance = spec.model.added_variance;
  settings.em.second_fit = state.model_components > 1;
  settings.selection = state.selection;
  return settings;
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  auto state = std::make_unique<MixtureState>(spec, order.runs);
  state->plan = make_plan(spec);
  state->model_components = spec.model.kind == ModelKind::gmm ? static_cast<int>(spec.model.components) : 1;
  Result<Source> source = make_source(spec, order.table);
  if (!source) return source.error();
  state->source = std::move(*source);
  const metrics::Truth& truth = state->source.truth;
  if (truth.is_table())
    if (std::optional<Error> error = short_table(state->plan, generations, truth.table.count)) return *error;

  state->meter = std::make_unique<metrics::Meter>(truth, state->model_components, static_cast<std::uint64_t>(spec.seed),
                                                  spec.metrics == MetricsKind::all);
  state->columns = column_infos(state->meter->columns());
  if (const auto select = linked_selection())
    if (std::optional<Error> error = select(spec, truth, state->meter->truth_moments(), state->selection))
      return *error;
  if (state->selection) state->selection->add_column(state->columns);
  const Memory memory = memory_needed(*state, generations);
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  const MixtureSystem system(system_settings(*state, generations));
  const bool held_out_rows = truth.is_table() && !state->plan.uses_whole_table();
  state->records = Records(order.runs.count, generations, state->columns);
  state->history = std::make_unique<MixtureHistory>(*state->meter, system, state->records, order.runs.first,
                                                    order.runs.count, generations, state->model_components,
                                                    truth.dimension, held_out_rows, state->selection);
  state->recursion = std::make_unique<recursion::Recursion<MixtureSystem>>(system, state->plan, order.runs.first,
                                                                           order.runs.count, generations);
  state->laws = mixture_laws(spec, state->source, state->meter->truth_moments(), state->selection.get());
  state->view = make_view(truth);
  build_scene(truth, state->meter->truth_moments(), state->view, state->scene);
  return std::unique_ptr<Experiment::State>(std::move(state));
}

// Of the models of points, those that are neither kernel densities nor drawn by their statistics.
bool takes(const Spec& spec) { return spec.model.kind != ModelKind::kde && spec.model.draws != DrawKind::statistics; }

constexpr DataType kData[] = {DataType::points};

}  // namespace

}  // namespace collapse::experiment

namespace collapse::kinds {
using namespace experiment;
extern const Kind mixture;
constinit const Kind mixture{kData, make, kReadingsOfPoints, source_items, takes};
}  // namespace collapse::kinds

namespace collapse::experiment {

void MixtureState::build_ridges(int run, int from, int to) {
  ridges_block.assign(static_cast<std::size_t>(to - from + 1) * kRidgeWidth, 0.0);
  for (int g = from; g <= to; ++g) {
    const std::span<double> ridge =
        std::span(ridges_block).subspan(static_cast<std::size_t>(g - from) * kRidgeWidth, kRidgeWidth);
    double outside[2];
    if (g > 0)
      ridge_of(history->model(run_index(run), g), view, ridge);
    else if (source.truth.density)
      ridge_of(*source.truth.density, view, ridge);
    else
      histogram_of(source.truth.table, view, ridge, outside);
  }
}

void MixtureState::append_model(int run_index, int t, std::string& out) const {
  numerics::put_numbers(out, std::as_const(*history).parameters(run_index, t));
  // Generation 1's data have a second fit, which every later generation is compared with.
  if (t == 1) numerics::put_numbers(out, std::as_const(*history).second(run_index));
}

bool MixtureState::restore_model(int run_index, int t, std::string_view bytes) {
  const std::span<double> flat = history->parameters(run_index, t);
  const std::span<double> second = t == 1 ? history->second(run_index) : std::span<double>{};
  numerics::ByteReader reader(bytes);
  if (!reader.take_numbers(flat) || !reader.take_numbers(second) || !reader.empty()) return false;
  const auto finite = [](double value) { return std::isfinite(value); };
  // A second fit that overflowed left nothing.
  const bool none = std::none_of(second.begin(), second.end(), [](double value) { return !std::isnan(value); });
  return std::all_of(flat.begin(), flat.end(), finite) && (none || std::all_of(second.begin(), second.end(), finite));
}

}  // namespace collapse::experiment
