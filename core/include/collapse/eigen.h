#pragma once

// Means, covariances and points as Eigen sees them: views, not copies. Each is good as long as what it was made from,
// so none can be made from a temporary. No other header of the library includes Eigen.

#include <Eigen/Core>
#include <span>

#include "collapse/mixture.h"
#include "collapse/points.h"

namespace collapse::eigen {

using VectorView = Eigen::Map<const Eigen::VectorXd>;
using MatrixView = Eigen::Map<const Eigen::MatrixXd>;
/// One row a point, one column a dimension.
using PointsView = Eigen::Map<const Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>>;
using MutablePointsView = Eigen::Map<Eigen::MatrixXd, Eigen::Unaligned, Eigen::OuterStride<>>;

/// Numbers as a column: a row of an experiment, a section of a block.
inline VectorView vector(std::span<const double> numbers) {
  return {numbers.data(), static_cast<Eigen::Index>(numbers.size())};
}

/// The weights (K) of a mixture, and of component k the mean (d) and the covariance (d x d).
inline VectorView weights(const models::Mixture& mixture) { return vector(mixture.weights); }
inline VectorView mean(const models::Mixture& mixture, int k) { return vector(mixture.mean(k)); }
inline MatrixView covariance(const models::Mixture& mixture, int k) {
  // Symmetric, so that rows may stand for columns.
  return {mixture.covariance(k).data(), mixture.dimension, mixture.dimension};
}

/// What is added to a point set's offsets to get coordinates (d).
inline VectorView origin(const data::PointSet& points) { return vector(points.origin); }
/// The points as differences from the origin (n x d). Means and covariances taken of these keep their precision where
/// the spread is far smaller than the origin; the covariance of the coordinates is that of the offsets.
inline PointsView offsets(const data::PointSet& points) {
  return {points.offsets.data(), static_cast<Eigen::Index>(points.count), points.dimension,
          Eigen::OuterStride<>(static_cast<Eigen::Index>(points.stride))};
}
inline MutablePointsView offsets(data::PointSet& points) {
  return {points.offsets.data(), static_cast<Eigen::Index>(points.count), points.dimension,
          Eigen::OuterStride<>(static_cast<Eigen::Index>(points.stride))};
}

VectorView weights(models::Mixture&&) = delete;
VectorView mean(models::Mixture&&, int) = delete;
MatrixView covariance(models::Mixture&&, int) = delete;
VectorView origin(data::PointSet&&) = delete;
PointsView offsets(data::PointSet&&) = delete;

}  // namespace collapse::eigen
