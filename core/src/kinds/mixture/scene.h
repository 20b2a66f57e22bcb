#pragma once

// The part of a picture that stays while an experiment plays: view ranges, grids, the truth's own curves.

#include <span>
#include <vector>

#include "collapse/mixture.h"
#include "experiment/block.h"
#include "metrics/meter.h"

namespace collapse::experiment {

inline constexpr int kRidgeWidth = 256;           // cells of the 1-D grid
inline constexpr int kBins = 48;                  // histogram bins
inline constexpr int kGrid = 64;                  // nodes along a side of the 2-D grid
inline constexpr int kInsetNodes = 129;           // nodes of the curve at the model's own scale
inline constexpr std::size_t kMaxPoints = 10000;  // points a frame shows
inline constexpr std::size_t kMaxTablePoints = 2000;

/// Axis ranges fixed for the whole experiment, from the truth alone.
struct View {
  int dimension = 1;  // 1 or 2: the first coordinates
  double low[2] = {};
  double high[2] = {};
};

View make_view(const metrics::Truth& truth);
/// x of the 256 cell centres.
std::vector<double> ridge_grid(const View& view);
/// Share of the first coordinate's mass in each of the 256 cells, as a density (so a spike narrower than a cell keeps
/// its mass). Mass outside the view is not shown.
void ridge_of(const models::Mixture& mixture, const View& view, std::span<double> out);
/// Density per bin of a sample's first coordinate; `outside` gets the counts left and right of the view.
void histogram_of(const data::PointSet& points, const View& view, std::span<double> density, double outside[2]);
/// The first one or two coordinates' own distribution.
models::Mixture marginal(const models::Mixture& mixture, int dimensions);
/// Nodes for a 1-D curve: the fixed grid and 33 nodes at each component's own scale (the 16 heaviest), ascending.
std::vector<double> curve_nodes(const models::Mixture& mixture, const View& view);
std::size_t curve_length(int components);
/// Density at points given as plain coordinates, one dimension after another (d x n); n = out.size().
void density_at(const models::Mixture& mixture, std::span<const double> coordinates, std::span<double> out);
/// Density at the nodes of the 2-D grid, x fastest.
void grid_density(const models::Mixture& mixture, const View& view, std::span<double> out);

/// The sections points_x, points_y and points_real of a frame, and how many they show: at most `capacity` points,
/// evenly spread over the list so that old and new batches keep their proportions.
std::size_t add_points(const data::PointSet& points, int dimensions, std::size_t capacity, Block& block);

void build_scene(const metrics::Truth& truth, const models::Moments& moments, const View& view, Block& block);

}  // namespace collapse::experiment
