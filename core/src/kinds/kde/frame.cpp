// Pictures of kernel densities. Frames have the sections of a mixture's without any component.

#include <algorithm>
#include <cmath>

#include "kinds/kde/state.h"
#include "models/kde/grid.h"
#include "models/kde/line.h"

namespace collapse::experiment {

namespace {

constexpr std::size_t kCurve = 1024;  // cells of the curve over the view; more than the truth's own curve has nodes

}  // namespace

void KdeState::add_line(const models::KernelDensity* model) {
  std::vector<double> x, y;
  double centre = meter->truth_moments().mean[0], variance = meter->truth_moments().covariance[0];
  std::vector<double> inset_x(kInsetNodes), inset_y(kInsetNodes);
  if (model != nullptr) {
    centre = model->centre[0];
    variance = model->variance(0, 0);
  }
  const double step = 8.0 / (kInsetNodes - 1) * std::sqrt(variance);
  for (int i = 0; i < kInsetNodes; ++i) inset_x[static_cast<std::size_t>(i)] = (i - kInsetNodes / 2) * step;

  if (model != nullptr) {
    const models::KdeLine line(*model);
    const double width = (view.high[0] - view.low[0]) / kCurve;
    y.resize(kCurve);
    line.on_cells(view.low[0] - centre, width, y);
    for (std::size_t i = 0; i < kCurve; ++i) x.push_back(view.low[0] + (static_cast<double>(i) + 0.5) * width);
    if (step > 0) line.on_cells(inset_x[0] - 0.5 * step, step, inset_y);
  } else if (source.truth.density) {
    const models::Mixture truth = marginal(*source.truth.density, 1);
    x = curve_nodes(truth, view);
    y.resize(x.size());
    density_at(truth, x, y);
    models::Mixture centred = truth;
    for (double& mean : centred.means) mean -= centre;
    density_at(centred, inset_x, inset_y);
  }
  std::copy(x.begin(), x.end(), frame.section("curve_x", kCurve).begin());
  std::copy(y.begin(), y.end(), frame.section("curve_y", kCurve).begin());
  frame.add("curve_length", {static_cast<double>(x.size())});
  frame.add("inset_centre", {centre});
  frame.add("inset_x", inset_x);
  frame.add("inset_y", inset_y);
}

void KdeState::add_plane(const models::KernelDensity* model) {
  const std::span<double> grid = frame.section("density", kGrid * kGrid);
  double error = 0;
  if (model != nullptr)
    error = models::grid_density(*model, {{view.low[0], view.low[1]}, {view.high[0], view.high[1]}, kGrid}, grid);
  else if (source.truth.density)
    grid_density(marginal(*source.truth.density, 2), view, grid);
  frame.add("density_error", {error});
}

void KdeState::build_frame(int run, int generation) {
  const models::KernelDensity* model =
      generation > 0 ? history->model(run_index(run), generation).learnt.get() : nullptr;
  const data::Batches& data = data_of(run, generation);
  const data::PointSet points = data::joined(data, data.parts[0]->origin);
  const std::span<const double> row = this->row(run_index(run), generation);
  const auto capacity = static_cast<std::size_t>(std::min(data_sizes.back(), static_cast<double>(kMaxPoints)));
  frame.clear();
  frame.add("head", {static_cast<double>(generation), static_cast<double>(run), static_cast<double>(points.count),
                     static_cast<double>(data.real()), static_cast<double>(std::min(points.count, capacity)),
                     metric(run, generation, "status"), metric(run, generation, "iterations"), 0, 0});
  frame.add("row", {row.begin(), row.end()});
  for (const char* none : {"weights", "means", "covariances"}) frame.add(none, {});
  add_points(points, view.dimension, capacity, frame);
  if (view.dimension == 2) return add_plane(model);
  add_line(model);
  double outside[2];
  histogram_of(points, view, frame.section("histogram", kBins), outside);
  frame.add("outside", {outside[0], outside[1]});
}

void KdeState::build_ridges(int run, int from, int to) {
  ridges_block.assign(static_cast<std::size_t>(to - from + 1) * kRidgeWidth, 0.0);
  for (int g = from; g <= to; ++g) {
    const std::span<double> ridge =
        std::span(ridges_block).subspan(static_cast<std::size_t>(g - from) * kRidgeWidth, kRidgeWidth);
    double outside[2];
    if (g > 0) {
      const models::KernelDensity& model = *history->model(run_index(run), g).learnt;
      models::KdeLine(model).cell_means(view.low[0] - model.centre[0], (view.high[0] - view.low[0]) / kRidgeWidth,
                                        ridge);
    } else if (source.truth.density) {
      ridge_of(*source.truth.density, view, ridge);
    } else {
      histogram_of(source.truth.table, view, ridge, outside);
    }
  }
}

}  // namespace collapse::experiment
