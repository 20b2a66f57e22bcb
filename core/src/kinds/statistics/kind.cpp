#include <memory>
#include <utility>

#include "collapse/constants.h"
#include "collapse/mixture.h"
#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/mixture/shared.h"
#include "kinds/statistics/state.h"
#include "numerics/bytes.h"

namespace collapse::experiment {

namespace {

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  auto state = std::make_unique<MomentsState>(spec, order.runs);
  Result<Source> source = make_source(spec, order.table);
  if (!source) return source.error();
  state->source = std::move(*source);
  const metrics::Truth& truth = state->source.truth;
  state->meter = std::make_unique<MomentsMeter>(models::moments(*truth.density));
  state->columns = column_infos(state->meter->columns());

  const double d = truth.dimension;
  Memory memory;
  memory.history = order.runs.count * (generations * (8 * (d + d * d) + 1) +
                                       (generations + 1.0) * 8 * static_cast<double>(state->columns.size()));
  memory.data = order.runs.count * 8 * (d + d * d);
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  MomentsSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.plan = make_plan(spec);
  settings.generations = generations;
  settings.estimator = spec.model.estimator;
  settings.temperature = spec.model.temperature;
  settings.mean = state->meter->truth().mean;
  settings.covariance = state->meter->truth().covariance;
  state->system = std::make_unique<MomentsSystem>(std::move(settings), order.runs.first, order.runs.count);
  state->view = make_view(truth);
  build_scene(truth, state->meter->truth(), state->view, state->scene);
  std::shared_ptr<MixtureSelection> cooled;  // it has the laws of other temperatures
  if (const auto select = linked_selection())
    if (std::optional<Error> error = select(spec, truth, state->meter->truth(), cooled)) return *error;
  state->laws = mixture_laws(spec, state->source, state->meter->truth(), cooled.get());
  return std::unique_ptr<Experiment::State>(std::move(state));
}

bool takes(const Spec& spec) { return spec.model.draws == DrawKind::statistics; }

constexpr DataType kData[] = {DataType::points};

}  // namespace

}  // namespace collapse::experiment

namespace collapse::kinds {
using namespace experiment;
extern const Kind statistics;
constinit const Kind statistics{kData, make, kReadingsOfPoints, nullptr, takes};

std::vector<ColumnTable> statistics_tables(ModelKind model);
std::vector<ColumnTable> statistics_tables(ModelKind) {
  return {};  // its columns are those of a Gaussian
}
}  // namespace collapse::kinds

namespace collapse::experiment {

void MomentsState::measure(int run_index, int t, std::span<double> row) const {
  if (t == 0)
    meter->measure_truth(row);
  else
    meter->measure(system->model(run_index, t), system->status(run_index, t), row);
}

std::span<const double> MomentsState::row(int run_index, int t) const {
  const std::size_t width = columns.size();
  if (t > completed()) {
    unreached_.assign(width, kNaN);
    return unreached_;
  }
  rows_.resize(static_cast<std::size_t>(spec.generations) + 1);
  std::vector<double>& rows = rows_[static_cast<std::size_t>(t)];
  if (rows.empty()) {
    rows.resize(static_cast<std::size_t>(runs.count) * width);
    for (int r = 0; r < runs.count; ++r)
      measure(r, t, std::span(rows).subspan(static_cast<std::size_t>(r) * width, width));
  }
  return std::span(rows).subspan(static_cast<std::size_t>(run_index) * width, width);
}

std::span<double> MomentsState::row_to_restore(int, int) {
  restored_row_.resize(columns.size());
  return restored_row_;
}

std::uint64_t MomentsState::run_hash(int run_index) {
  hashes_.resize(static_cast<std::size_t>(runs.count));
  // Not by way of row(), which would keep every row.
  std::vector<double> row(columns.size());
  for (; hashed_ < completed(); ++hashed_)
    for (int r = 0; r < runs.count; ++r) {
      measure(r, hashed_ + 1, row);
      hashes_[static_cast<std::size_t>(r)].add(system->model(r, hashed_ + 1));
      hashes_[static_cast<std::size_t>(r)].add(row);
    }
  return hashes_[static_cast<std::size_t>(run_index)].value();
}

models::Mixture MomentsState::model(int run_index, int t) const {
  const std::span<const double> numbers = system->model(run_index, t);
  const std::size_t d = source.truth.density->means.size();
  models::Mixture made;
  made.dimension = static_cast<int>(d);
  made.weights = {1};
  made.means.assign(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(d));
  made.covariances.assign(numbers.begin() + static_cast<std::ptrdiff_t>(d), numbers.end());
  return made;
}

std::span<const double> MomentsState::parameters(int run_index, int t) {
  parameters_block_.resize(models::flat_size(1, dimension()));
  models::to_flat(model(run_index, t), parameters_block_);
  return parameters_block_;
}

std::vector<std::string> MomentsState::axes() const { return shown_axes(source, view); }
void MomentsState::describe(spec::JsonObject& root) const { describe_mixture(source, view, root); }

void MomentsState::build_frame(int run, int generation) {
  models::Mixture shown;
  if (generation > 0) shown = model(run_index(run), generation);
  const recursion::Plan plan = make_plan(spec);
  const int t = generation > 0 ? generation : 1;
  // Of a pool generation 1 alone is real.
  const double real =
      static_cast<double>(plan.workflow == WorkflowKind::accumulate ? plan.samples(1) : plan.real_samples(t));
  build_mixture_frame({*this, source.truth, meter->truth(), view, 1, run, generation, generation > 0 ? &shown : nullptr,
                       data::PointSet::empty(dimension()), 0, plan.data_size(t), real},
                      frame);
}

void MomentsState::build_ridges(int run, int from, int to) {
  ridges_block.assign(static_cast<std::size_t>(to - from + 1) * kRidgeWidth, 0.0);
  for (int g = from; g <= to; ++g)
    ridge_of(g > 0 ? model(run_index(run), g) : *source.truth.density, view,
             std::span(ridges_block).subspan(static_cast<std::size_t>(g - from) * kRidgeWidth, kRidgeWidth));
}

std::string MomentsState::summary(int run, int generation) const {
  MixtureTold of{*this, source.truth, meter->truth(), run, generation};
  of.more = std::string(dimension() == 1 ? " Mean and variance of its sample" : " Mean and covariance of its sample") +
            " were drawn by their exact law, so there are no points to show.";
  return mixture_summary(of);
}

void MomentsState::append_model(int run_index, int t, std::string& out) const {
  numerics::put_numbers(out, system->model(run_index, t));
  out.push_back(static_cast<char>(system->status(run_index, t)));
}

bool MomentsState::restore_model(int run_index, int t, std::string_view bytes) {
  std::vector<double> numbers(system->model_size());
  numerics::ByteReader reader(bytes);
  if (bytes.size() != numbers.size() * sizeof(double) + 1 || !reader.take_numbers(numbers)) return false;
  const auto status = static_cast<unsigned char>(bytes.back());
  if (status > static_cast<unsigned char>(models::FitStatus::non_finite)) return false;
  system->restore(run_index, t, numbers, static_cast<models::FitStatus>(status));
  return true;
}

}  // namespace collapse::experiment
