#include "models/kde/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "numerics/elementary.h"
#include "numerics/linalg/cholesky.h"

namespace collapse::models {

using numerics::f64x2;
using numerics::splat2;

namespace {

constexpr double kReach = 7;  // standard deviations of a kernel that are added node by node
constexpr int kPerSd = 4;     // bins to a standard deviation
constexpr int kHalf = 26;     // bins of a kernel to either side: 6.5 standard deviations
constexpr int kWeights = 6;   // bins a point is shared out to, in each direction
constexpr double kMostBins = 1 << 22;

/// exp(-(x/l)^2/2) exp(-((y - slope x)/m)^2/2) times `peak`: the kernel with its sheared axes.
struct Kernel {
  double l, m, slope, peak;
  bool regular;
};

Kernel kernel_of(const KernelDensity& model) {
  const auto d = static_cast<std::size_t>(model.dimension());
  const double block[4] = {model.kernel[0], model.kernel[1], model.kernel[d], model.kernel[d + 1]};
  double factor[4];
  Kernel kernel{0, 0, 0, 0, linalg::cholesky(block, 2, factor)};
  if (!kernel.regular) return kernel;
  kernel.l = factor[0];
  kernel.m = factor[3];
  kernel.slope = factor[2] / factor[0];
  kernel.peak = 1 / (2 * numerics::kPi * kernel.l * kernel.m);
  return kernel;
}

/// Nodes along one axis, as offsets from the model's centre.
struct Axis {
  double low, step;
  int count;
  double at(int i) const { return low + step * i; }
};

Axis axis_of(const KernelDensity& model, const PlaneGrid& grid, int j) {
  return {grid.low[j] - model.centre[static_cast<std::size_t>(j)], (grid.high[j] - grid.low[j]) / (grid.side - 1),
          grid.side};
}

/// Points as x and y - slope x, one after another.
void sheared_points(const KernelDensity& model, const Kernel& kernel, std::vector<double>& x, std::vector<double>& y) {
  x.resize(model.points.count);
  y.resize(model.points.count);
  data::offsets_from(model.points, 0, model.centre[0], x.data());
  data::offsets_from(model.points, 1, model.centre[1], y.data());
  for (std::size_t i = 0; i < x.size(); ++i) y[i] -= kernel.slope * x[i];
}

/// First and last node within `reach` of x; none: first > last.
void nodes_within(const Axis& axis, double x, double reach, int& first, int& last) {
  const double from = std::ceil((x - reach - axis.low) / axis.step),
               to = std::floor((x + reach - axis.low) / axis.step);
  first = from > 0 ? from < axis.count ? static_cast<int>(from) : axis.count : 0;
  last = to < axis.count - 1 ? to >= 0 ? static_cast<int>(to) : -1 : axis.count - 1;
}

/// Bins along one sheared axis: `count` of them from `low` on, so many that every kernel that reaches a node fits.
struct Bins {
  double low, step;
  int count;
};

Bins bins_over(double from, double to, double sd) {
  const double step = sd / kPerSd, room = (kHalf + kWeights) * step;
  const double count = std::ceil((to - from + 2 * room) / step) + 1;
  return {from - room, step, count < 1e8 ? static_cast<int>(count) : 100000000};
}

struct Layout {
  Bins x, y;
  double bins() const { return static_cast<double>(x.count) * y.count; }
};

Layout layout_of(const Kernel& kernel, const Axis& ax, const Axis& ay) {
  const double x0 = ax.low, x1 = ax.at(ax.count - 1);
  const double least = std::min(-kernel.slope * x0, -kernel.slope * x1),
               most = std::max(-kernel.slope * x0, -kernel.slope * x1);
  return {bins_over(x0, x1, kernel.l), bins_over(ay.low + least, ay.at(ay.count - 1) + most, kernel.m)};
}

/// Lagrange's weights of a point at place t of 0 <= t < 1 between the third and the fourth of six nodes.
void lagrange(double t, double* w) {
  const double a = t + 2, b = t + 1, c = t, d = t - 1, e = t - 2, f = t - 3;
  w[0] = -b * c * d * e * f / 120;
  w[1] = a * c * d * e * f / 24;
  w[2] = -a * b * d * e * f / 12;
  w[3] = a * b * c * e * f / 12;
  w[4] = -a * b * c * d * f / 24;
  w[5] = a * b * c * d * e / 120;
}

double direct(const KernelDensity& model, const Kernel& kernel, const Axis& ax, const Axis& ay, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  std::vector<double> x, y;
  sheared_points(model, kernel, x, y);
  const double weight = kernel.peak / static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    int left, right;
    nodes_within(ax, x[i], kReach * kernel.l, left, right);
    for (int c = left; c <= right; ++c) {
      const double u = (ax.at(c) - x[i]) / kernel.l;
      const double centre = y[i] + kernel.slope * ax.at(c);
      int low, high;
      nodes_within(ay, centre, kReach * kernel.m, low, high);
      for (int r = low; r <= high; r += 2) {
        const f64x2 v = (f64x2{ay.at(r), ay.at(r + 1)} - splat2(centre)) / splat2(kernel.m);
        const f64x2 value = splat2(weight) * numerics::exp(splat2(-0.5 * u * u) - splat2(0.5) * v * v);
        out[static_cast<std::size_t>(r * ax.count + c)] += value[0];
        if (r < high) out[static_cast<std::size_t>((r + 1) * ax.count + c)] += value[1];
      }
    }
  }
  return 3e-11 * kernel.peak;
}

double binned(const KernelDensity& model, const Kernel& kernel, const Axis& ax, const Axis& ay, std::span<double> out) {
  const Layout layout = layout_of(kernel, ax, ay);
  const auto rows = static_cast<std::size_t>(layout.y.count);
  std::vector<double> x, y;
  sheared_points(model, kernel, x, y);
  const double n = static_cast<double>(x.size());

  std::vector<double> bins(static_cast<std::size_t>(layout.x.count) * rows, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double px = (x[i] - layout.x.low) / layout.x.step, py = (y[i] - layout.y.low) / layout.y.step;
    const double bx = std::floor(px), by = std::floor(py);
    if (!(bx >= 2 && bx < layout.x.count - 3 && by >= 2 && by < layout.y.count - 3)) continue;  // reaches no node
    double wx[kWeights], wy[kWeights];
    lagrange(px - bx, wx);
    lagrange(py - by, wy);
    double* bin = bins.data() + (static_cast<std::size_t>(bx) - 2) * rows + (static_cast<std::size_t>(by) - 2);
    for (int a = 0; a < kWeights; ++a, bin += rows)
      for (int b = 0; b < kWeights; ++b) bin[b] += wx[a] * wy[b];
  }

  // Along x, at the columns of nodes only.
  std::vector<double> columns(static_cast<std::size_t>(ax.count) * rows, 0.0);
  for (int c = 0; c < ax.count; ++c) {
    double* column = columns.data() + static_cast<std::size_t>(c) * rows;
    const double at = (ax.at(c) - layout.x.low) / layout.x.step;
    const int middle = static_cast<int>(std::floor(at + 0.5));
    for (int k = middle - kHalf; k <= middle + kHalf; ++k) {
      const double u = (at - k) / kPerSd;
      const double weight = numerics::exp(-0.5 * u * u);
      const double* from = bins.data() + static_cast<std::size_t>(k) * rows;
      for (std::size_t r = 0; r < rows; ++r) column[r] += weight * from[r];
    }
  }

  // Along y, with v = f + k/4: exp(-v^2/2) = exp(-f^2/2) exp(-f/4)^k exp(-(k/4)^2/2), for k and -k side by side.
  double table[kHalf + 1];
  for (int k = 0; k <= kHalf; ++k) table[k] = numerics::exp(-0.5 * k * k / (kPerSd * kPerSd));
  for (int c = 0; c < ax.count; ++c) {
    const double* column = columns.data() + static_cast<std::size_t>(c) * rows;
    for (int r = 0; r < ay.count; ++r) {
      const double at = (ay.at(r) - kernel.slope * ax.at(c) - layout.y.low) / layout.y.step;
      const int middle = static_cast<int>(std::floor(at + 0.5));
      const double f = (middle - at) / kPerSd;
      const f64x2 ratio = numerics::exp(f64x2{-f / kPerSd, f / kPerSd});
      f64x2 sum = splat2(0);
      for (int k = kHalf; k >= 1; --k)
        sum = (sum + splat2(table[k]) * f64x2{column[middle + k], column[middle - k]}) * ratio;
      const double value = numerics::exp(-0.5 * f * f) * (column[middle] + (sum[0] + sum[1]));
      out[static_cast<std::size_t>(r * ax.count + c)] = std::max(0.0, kernel.peak / n * value);
    }
  }
  return 5e-5 * kernel.peak;
}

double without_density(std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  return 0;
}

}  // namespace

double grid_density(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out) {
  const Kernel kernel = kernel_of(model);
  if (!kernel.regular) return without_density(out);
  const Axis ax = axis_of(model, grid, 0), ay = axis_of(model, grid, 1);
  const Layout layout = layout_of(kernel, ax, ay);
  // Roughly, in nanoseconds.
  const double covered = std::min<double>(ax.count, 2 * kReach * kernel.l / ax.step + 1) *
                         std::min<double>(ay.count, 2 * kReach * kernel.m / ay.step + 2);
  const double one_by_one = static_cast<double>(model.points.count) * (10 + 4 * covered);
  const double together = layout.bins() + 0.5 * (2 * kHalf + 1) * ax.count * layout.y.count +
                          60.0 * ax.count * ay.count + 40.0 * static_cast<double>(model.points.count);
  if (layout.bins() > kMostBins || one_by_one < together) return direct(model, kernel, ax, ay, out);
  return binned(model, kernel, ax, ay, out);
}

namespace detail {

double grid_density_direct(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out) {
  const Kernel kernel = kernel_of(model);
  if (!kernel.regular) return without_density(out);
  return direct(model, kernel, axis_of(model, grid, 0), axis_of(model, grid, 1), out);
}

double grid_density_binned(const KernelDensity& model, const PlaneGrid& grid, std::span<double> out) {
  const Kernel kernel = kernel_of(model);
  if (!kernel.regular) return without_density(out);
  return binned(model, kernel, axis_of(model, grid, 0), axis_of(model, grid, 1), out);
}

}  // namespace detail

}  // namespace collapse::models
