#pragma once

#include "sources/shape.h"

namespace collapse::sources {

/// Shape::draw of every shape.
data::PointSet draw_about_curves(const Shape& shape, std::size_t n, random::Stream& stream, bool real);

/// Mean and covariance of points on the curves and the noise about them; `xx`, `xy`, `yy` are the means of the
/// products.
models::Moments moments_about(double noise, double x, double y, double xx, double xy, double yy);

}  // namespace collapse::sources
