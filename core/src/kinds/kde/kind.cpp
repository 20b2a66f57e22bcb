#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/kde/state.h"
#include "kinds/mixture/shared.h"
#include "numerics/bytes.h"
#include "theory/kde.h"

namespace collapse::experiment {

namespace {

/// Every model keeps its points, but models of a pool that accumulates share theirs.
Memory memory_needed(const KdeState& state, int generations) {
  const double runs = state.runs.count, d = state.dimension();
  const double point = 8 * d + 1, part = 160 + 8 * d;  // bytes of a point, and of what holds a batch together
  double points = 0, parts = generations;
  for (const double size : state.data_sizes) points += size;
  if (state.plan.workflow == WorkflowKind::accumulate) {
    points = state.data_sizes.back();
    parts = 0.1 * static_cast<double>(generations) * generations;  // each model lists its batches: 16 bytes of 160
  } else if (state.plan.workflow == WorkflowKind::accumulate_subsample) {
    recursion::Plan whole = state.plan;
    whole.workflow = WorkflowKind::accumulate;
    points += whole.data_size(generations);
    parts *= 2;
  } else if (state.plan.workflow == WorkflowKind::recursion) {
    parts *= std::min<double>(generations, state.data_sizes.back());
  }
  Memory memory;
  memory.history =
      runs * (generations + 1.0) * (8 * static_cast<double>(state.columns.size()) + 24 * d + 16 * d * d + 160) +
      runs * point * static_cast<double>(state.source.truth.is_table() ? state.source.truth.table.count : 0);
  memory.data = runs * (points * point + parts * part);
  // A frame assembles its run's pool anew; a fit and its measures lay the points out a few times.
  memory.fitting = state.data_sizes.back() * (3 * point + 24) + (state.plan.accumulates() ? memory.data / runs : 0);
  return memory;
}

KdeSettings settings_of(const KdeState& state, int generations) {
  const Spec& spec = state.spec;
  KdeSettings settings;
  settings.source.seed = static_cast<std::uint64_t>(spec.seed);
  settings.source.density = state.source.truth.density;
  settings.source.shape = state.source.truth.shape;
  if (state.source.truth.is_table()) settings.source.table = state.source.truth.table;
  settings.source.real_list = state.plan.real_list(generations);
  settings.rule = spec.model.bandwidth_rule;
  settings.bandwidth = spec.model.bandwidth;
  return settings;
}

std::vector<theory::Law> laws_of(const KdeState& state) {
  const KdeSettings& settings = state.settings();
  theory::KdeSetting setting(state.plan, static_cast<int>(state.spec.generations));
  if (state.source.truth.is_table()) setting.population = static_cast<double>(state.source.truth.table.count);
  setting.rule = settings.rule;
  setting.bandwidth = settings.bandwidth;
  setting.dimension = state.dimension();
  setting.mean = state.meter->truth_moments().mean;
  setting.covariance = state.meter->truth_moments().covariance;
  if (settings.rule == BandwidthRule::fixed) return theory::kde_laws(setting);
  for (const double n : state.data_sizes) {
    const double f = models::bandwidth_factor(settings.rule, n, setting.dimension);
    setting.factor.push_back(n > 1 ? f * f * n / (n - 1) : 0);
  }
  return theory::kde_laws(setting);
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  auto state = std::make_unique<KdeState>(spec, order.runs);
  state->plan = make_plan(spec);
  Result<Source> source = make_source(spec, order.table);
  if (!source) return source.error();
  state->source = std::move(*source);
  const metrics::Truth& truth = state->source.truth;
  if (truth.is_table())
    if (std::optional<Error> error = short_table(state->plan, generations, truth.table.count)) return *error;

  const KdeSystem system(settings_of(*state, generations));
  state->data_sizes = state->plan.data_sizes(generations);
  const bool all = spec.metrics == MetricsKind::all;
  // The columns do not depend on the runs: memory is asked for before anything is made for each of them.
  state->columns = column_infos(KdeMeter(system, truth, order.runs.first, 0, false, all).columns());
  Memory memory = memory_needed(*state, generations);
  // Of each model its report is kept until its row is read: at most 64 bytes.
  if (order.when == Measure::when_read)
    memory.history += static_cast<double>(order.runs.count) * (generations + 1.0) * 64;
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  state->meter = std::make_unique<KdeMeter>(system, truth, order.runs.first, order.runs.count,
                                            truth.is_table() && !state->plan.uses_whole_table(), all);
  state->records = Records(order.runs.count, generations, state->columns);
  state->history = std::make_unique<PlainHistory<KdeModel, KdeMeter>>(*state->meter, state->records, order.runs.count,
                                                                      generations, order.when);
  state->recursion = std::make_unique<recursion::Recursion<KdeSystem>>(system, state->plan, order.runs.first,
                                                                       order.runs.count, generations);
  state->laws = laws_of(*state);
  state->view = make_view(truth);
  build_scene(truth, state->meter->truth_moments(), state->view, state->scene);
  return std::unique_ptr<Experiment::State>(std::move(state));
}

bool takes(const Spec& spec) { return spec.model.kind == ModelKind::kde; }

constexpr DataType kData[] = {DataType::points};

}  // namespace

}  // namespace collapse::experiment

namespace collapse::kinds {
using namespace experiment;
extern const Kind kde;
constinit const Kind kde{kData, make, kReadingsOfPoints, source_items, takes};

std::vector<ColumnTable> kde_tables(ModelKind model);
std::vector<ColumnTable> kde_tables(ModelKind model) {
  if (model != ModelKind::kde) return {};
  return {{"Kernel densities", "On a line; in several dimensions as for mixtures.",
           columns_of(R"({"model":{"kind":"kde"}})")}};
}
}  // namespace collapse::kinds

namespace collapse::experiment {

std::vector<std::string> KdeState::axes() const { return shown_axes(source, view); }
void KdeState::describe(spec::JsonObject& root) const { describe_mixture(source, view, root); }

void KdeState::append_model(int index, int t, std::string& out) const {
  const auto& parts = history->model(index, t).learnt->points.parts;
  std::size_t shared = 0;
  if (t > 1) {
    const auto& before = history->model(index, t - 1).learnt->points.parts;
    while (shared < parts.size() && shared < before.size() && parts[shared] == before[shared]) ++shared;
  }
  numerics::put_size(out, shared);
  for (std::size_t i = shared; i < parts.size(); ++i) {
    const data::PointSet& part = *parts[i];
    numerics::put_size(out, part.count);
    numerics::put_numbers(out, part.origin);
    numerics::put_numbers(out, part.offsets);
  }
}

bool KdeState::restore_model(int index, int t, std::string_view bytes) {
  const auto d = static_cast<std::size_t>(dimension());
  numerics::ByteReader reader(bytes);
  std::uint64_t shared;
  if (!reader.take_size(shared)) return false;
  const KdeModel* before = t > 1 ? &history->model(index, t - 1) : nullptr;
  if (shared > (before == nullptr ? 0 : before->learnt->points.parts.size())) return false;
  const unsigned run = static_cast<unsigned>(runs.first + index), generation = static_cast<unsigned>(t);
  data::Batches points;
  points.dimension = dimension();
  for (std::size_t i = 0; i < shared; ++i) {
    points.parts.push_back(before->learnt->points.parts[i]);
    points.count += points.parts.back()->count;
  }
  if (reader.empty() && before != nullptr &&
      shared == before->learnt->points.parts.size()) {  // a fit that overflowed kept the model before
    history->restore(index, t, {before->learnt, run, generation});
    return true;
  }
  const double size = data_sizes[static_cast<std::size_t>(t) - 1];
  while (!reader.empty()) {
    std::uint64_t count;
    if (!reader.take_size(count) || count == 0 || static_cast<double>(count) > size - static_cast<double>(points.count))
      return false;
    data::PointSet part = data::PointSet::zeros(std::vector<double>(d), count, false);
    if (!reader.take_numbers(part.origin) || !reader.take_numbers(part.offsets)) return false;
    for (const double value : part.origin)
      if (!std::isfinite(value)) return false;
    for (const double value : part.offsets)
      if (!std::isfinite(value)) return false;
    points = data::concatenate(points, data::batches_of(std::move(part)));
  }
  if (static_cast<double>(points.count) != size) return false;
  models::FitReport report;
  history->restore(index, t,
                   {std::make_shared<const models::KernelDensity>(
                        models::fit_kde(points, settings().rule, settings().bandwidth, report)),
                    run, generation});
  return report.status != models::FitStatus::non_finite;
}

}  // namespace collapse::experiment
