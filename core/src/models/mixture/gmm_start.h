#pragma once

// Where a fit starts: k-means++ and Lloyd's iterations, or random responsibilities.

#include <cstdint>
#include <vector>

#include "collapse/points.h"
#include "collapse/stream.h"
#include "models/mixture/gmm_pass.h"

namespace collapse::models {

/// k-means from k-means++ seeds (Arthur, Vassilvitskii 2007): the first centre is a point drawn uniformly, each further
/// one a point drawn by its squared distance to the nearest centre.
class KMeans {
 public:
  KMeans(const data::PointSet& points, int components, random::Stream& stream);
  /// One of Lloyd's iterations; returns false once no point changes its centre. Ties go to the lower number; a centre
  /// without points stays where it is.
  bool iterate();
  const std::vector<double>& centres() const { return centres_; }  // K x d, about the data's origin
  /// Sums about the centres with each point wholly its own cluster's.
  EmSums sums() const;

 private:
  const data::PointSet* points_;
  std::vector<double> centres_;
  std::vector<std::uint16_t> assignment_;
};

/// Sums about the origin with responsibilities drawn uniformly and normalised for each point.
EmSums random_sums(const data::PointSet& points, int components, random::Stream& stream);

}  // namespace collapse::models
