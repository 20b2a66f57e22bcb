#include <algorithm>
#include <cmath>

#include "experiment/state.h"

namespace collapse::experiment {

namespace {

// The data generation t was fitted on, assembled again from the recorded models; for t = 0 the real data of generation 1.
const data::PointSet& data_of(Experiment::State& state, int run, int generation) {
  const int t = std::max(generation, 1);
  if (state.shown_run != run || state.shown_pool.generations > t) {
    state.shown_run = run;
    state.shown_pool = {};
  }
  const auto model_at = [&](int s) -> const models::Mixture& { return state.history->model(state.run_index(run), s); };
  return recursion::assemble(state.recursion->system(), state.plan, static_cast<unsigned>(run), t, model_at, state.shown_pool);
}

std::size_t point_capacity(const Experiment::State& state) {
  const double most = state.plan.data_size(static_cast<int>(state.spec.generations));
  return static_cast<std::size_t>(std::min(most, static_cast<double>(kMaxPoints)));
}

// At most `capacity` points, evenly spread over the list so that old and new batches keep their proportions.
std::size_t add_points(const data::PointSet& points, int dimensions, std::size_t capacity, Block& block) {
  const std::size_t shown = std::min(points.count, capacity);
  static constexpr std::string_view kNames[] = {"points_x", "points_y"};
  for (int j = 0; j < dimensions; ++j) {
    const std::span<double> out = block.section(kNames[j], capacity);
    for (std::size_t i = 0; i < shown; ++i) out[i] = points.coordinate(i * points.count / shown, j);
  }
  const std::span<double> real = block.section("points_real", capacity);
  for (std::size_t i = 0; i < shown; ++i) real[i] = points.is_real[i * points.count / shown];
  return shown;
}

// The model at its own scale: offsets from its mean and the density there. A spike of spread 1e-20 at 0.8 cannot be
// told apart in plain coordinates, so the nodes are differences.
void add_inset(const models::Mixture& model, Block& block) {
  const models::Moments all = models::moments(model);
  models::Mixture centred = model;
  for (double& mean : centred.means) mean -= all.mean[0];
  const double sd = std::sqrt(all.covariance[0]);
  std::vector<double> x(kInsetNodes), y(kInsetNodes);
  for (int i = 0; i < kInsetNodes; ++i) x[static_cast<std::size_t>(i)] = (i - kInsetNodes / 2) * (8.0 / (kInsetNodes - 1)) * sd;
  density_at(centred, x, y);
  block.add("inset_centre", {all.mean[0]});
  block.add("inset_x", x);
  block.add("inset_y", y);
}

}  // namespace

void build_frame(Experiment::State& state, int run, int generation) {
  const metrics::Truth& truth = state.source.truth;
  const int shown_dimensions = state.view.dimension;
  const auto d = static_cast<std::size_t>(shown_dimensions);
  const auto k = static_cast<std::size_t>(state.components);
  const bool has_model = generation > 0;
  const data::PointSet& points = data_of(state, run, generation);
  const std::span<const double> row = std::as_const(*state.history).row(state.run_index(run), generation);
  const auto metric = [&](std::string_view name) {
    for (std::size_t c = 0; c < state.columns.size(); ++c)
      if (state.columns[c].name == name) return row[c];
    return 0.0;
  };

  models::Mixture model;
  if (has_model) model = marginal(state.history->model(state.run_index(run), generation), shown_dimensions);
  Block& block = state.frame;
  block.clear();

  double real = 0;
  for (const std::uint8_t flag : points.is_real) real += flag;
  const std::size_t capacity = point_capacity(state);
  block.add("head", {
                            static_cast<double>(generation), static_cast<double>(run), static_cast<double>(points.count), real,
                            static_cast<double>(std::min(points.count, capacity)), metric("status"), metric("iterations"),
                            metric("floors_applied"), metric("dead_components")});
  block.add("row", {row.begin(), row.end()});
  const std::span<double> weights = block.section("weights", k);
  if (has_model) std::copy(model.weights.begin(), model.weights.end(), weights.begin());
  const std::span<double> means = block.section("means", k * d);
  if (has_model) std::copy(model.means.begin(), model.means.end(), means.begin());
  const std::span<double> covariances = block.section("covariances", k * d * d);
  if (has_model) std::copy(model.covariances.begin(), model.covariances.end(), covariances.begin());
  add_points(points, shown_dimensions, capacity, block);

  // Generation 0 shows the truth where later ones show their model; a table has no curve to show.
  if (!has_model && truth.density) model = marginal(*truth.density, shown_dimensions);
  const bool drawable = has_model || truth.density.has_value();
  if (shown_dimensions == 2) {
    const std::span<double> grid = block.section("density", kGrid * kGrid);
    if (drawable) grid_density(model, state.view, grid);
    return;
  }
  const std::size_t length = curve_length(std::max(state.components, truth.density ? truth.density->components() : 1));
  std::vector<double> x, y;
  if (drawable) {
    x = curve_nodes(model, state.view);
    y.resize(x.size());
    density_at(model, x, y);
  }
  std::copy(x.begin(), x.end(), block.section("curve_x", length).begin());
  std::copy(y.begin(), y.end(), block.section("curve_y", length).begin());
  block.add("curve_length", {static_cast<double>(x.size())});
  if (!drawable) {
    model.dimension = 1;
    model.weights = {1};
    model.means = state.meter->truth_moments().mean;
    model.covariances = state.meter->truth_moments().covariance;
  }
  add_inset(model, block);
  double outside[2];
  histogram_of(points, state.view, block.section("histogram", kBins), outside);
  block.add("outside", {outside[0], outside[1]});
}

}  // namespace collapse::experiment
