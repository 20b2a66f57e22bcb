#include "sources/draw.h"

#include <algorithm>

namespace collapse::sources {

data::PointSet draw_about_curves(const Shape& shape, std::size_t n, random::Stream& stream, bool real) {
  data::PointSet points = data::PointSet::zeros(shape.moments.mean, n, real);
  for (int j = 0; j < 2; ++j) stream.fill_normal(points.column(j), shape.noise);
  for (std::size_t i = 0; i < n; ++i) {
    const double place = stream.uniform() * shape.curves;  // the curve, and behind the point the parameter
    const int curve = std::min(static_cast<int>(place), shape.curves - 1);
    double point[2];
    shape.at(shape, curve, place - curve, point);
    for (int j = 0; j < 2; ++j) points.column(j)[i] += point[j] - shape.moments.mean[static_cast<std::size_t>(j)];
  }
  return points;
}

models::Moments moments_about(double noise, double x, double y, double xx, double xy, double yy) {
  const double variance = noise * noise, across = xy - x * y;
  return {{x, y}, {xx - x * x + variance, across, across, yy - y * y + variance}};
}

}  // namespace collapse::sources
