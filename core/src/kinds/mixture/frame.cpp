#include <algorithm>
#include <cmath>

#include "kinds/mixture/shared.h"
#include "kinds/mixture/state.h"

namespace collapse::experiment {

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

namespace {

// The model at its own scale: offsets from its mean and the density there. A spike of spread 1e-20 at 0.8 cannot be
// told apart in plain coordinates, so the nodes are differences.
void add_inset(const models::Mixture& model, Block& block) {
  const models::Moments all = models::moments(model);
  models::Mixture centred = model;
  for (double& mean : centred.means) mean -= all.mean[0];
  const double sd = std::sqrt(all.covariance[0]);
  std::vector<double> x(kInsetNodes), y(kInsetNodes);
  for (int i = 0; i < kInsetNodes; ++i)
    x[static_cast<std::size_t>(i)] = (i - kInsetNodes / 2) * (8.0 / (kInsetNodes - 1)) * sd;
  density_at(centred, x, y);
  block.add("inset_centre", {all.mean[0]});
  block.add("inset_x", x);
  block.add("inset_y", y);
}

}  // namespace

void build_mixture_frame(const MixtureFrame& of, Block& block) {
  const metrics::Truth& truth = of.truth;
  const int shown_dimensions = of.view.dimension;
  const auto d = static_cast<std::size_t>(shown_dimensions);
  const auto k = static_cast<std::size_t>(of.components);
  const bool has_model = of.model != nullptr;
  const auto number = [&](std::string_view name) { return of.state.metric(of.run, of.generation, name); };

  models::Mixture model;
  if (has_model) model = marginal(*of.model, shown_dimensions);
  block.clear();

  block.add("head", {static_cast<double>(of.generation), static_cast<double>(of.run), of.drawn, of.real,
                     static_cast<double>(std::min(of.points.count, of.capacity)), number("status"),
                     number("iterations"), number("floors_applied"), number("dead_components")});
  const std::span<const double> row = of.state.row(of.state.run_index(of.run), of.generation);
  block.add("row", {row.begin(), row.end()});
  const std::span<double> weights = block.section("weights", k);
  if (has_model) std::copy(model.weights.begin(), model.weights.end(), weights.begin());
  const std::span<double> means = block.section("means", k * d);
  if (has_model) std::copy(model.means.begin(), model.means.end(), means.begin());
  const std::span<double> covariances = block.section("covariances", k * d * d);
  if (has_model) std::copy(model.covariances.begin(), model.covariances.end(), covariances.begin());
  add_points(of.points, shown_dimensions, of.capacity, block);

  // Generation 0 shows the truth where later ones show their model; a table has no curve to show.
  if (!has_model && truth.density) model = marginal(*truth.density, shown_dimensions);
  const bool drawable = has_model || truth.density.has_value();
  if (shown_dimensions == 2) {
    const std::span<double> grid = block.section("density", kGrid * kGrid);
    if (drawable) grid_density(model, of.view, grid);
    return;
  }
  const std::size_t length = curve_length(std::max(of.components, truth.density ? truth.density->components() : 1));
  std::vector<double> x, y;
  if (drawable) {
    x = curve_nodes(model, of.view);
    y.resize(x.size());
    density_at(model, x, y);
  }
  std::copy(x.begin(), x.end(), block.section("curve_x", length).begin());
  std::copy(y.begin(), y.end(), block.section("curve_y", length).begin());
  block.add("curve_length", {static_cast<double>(x.size())});
  if (!drawable) {
    model.dimension = 1;
    model.weights = {1};
    model.means = of.moments.mean;
    model.covariances = of.moments.covariance;
  }
  add_inset(model, block);
  double outside[2];
  histogram_of(of.points, of.view, block.section("histogram", kBins), outside);
  block.add("outside", {outside[0], outside[1]});
}

void MixtureState::build_frame(int run, int generation) {
  const data::PointSet& points = data_of(run, generation);
  double real = 0;
  for (const std::uint8_t flag : points.is_real) real += flag;
  const double most = plan.data_size(static_cast<int>(spec.generations));
  const auto capacity = static_cast<std::size_t>(std::min(most, static_cast<double>(kMaxPoints)));
  const models::Mixture* model = generation > 0 ? &history->model(run_index(run), generation) : nullptr;
  build_mixture_frame({*this, source.truth, meter->truth_moments(), view, model_components, run, generation, model,
                       points, capacity, static_cast<double>(points.count), real},
                      frame);
}

}  // namespace collapse::experiment
