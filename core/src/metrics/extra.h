#pragma once

// Further columns of a row, for specs whose /metrics are "all".

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "metrics/meter.h"

namespace collapse::metrics {

class Extra {
 public:
  virtual ~Extra() = default;
  /// Fills the last numbers of a row of the meter's: the source measured like a model, or a model.
  virtual void measure_truth(std::uint32_t run, std::span<double> row) const = 0;
  virtual void measure(std::uint32_t run, std::uint32_t generation, const models::Mixture& model,
                       std::span<double> row) const = 0;
  /// A model that is known by kMeasurementDraws of its draws and by its differential entropy (nats), for `components`
  /// 0.
  virtual void measure_draws(const data::PointSet& draws, double entropy, std::span<double> row) const = 0;
};

/// Adds its own to the `columns` of a row. `components`: the model's K; 0 for one that is no mixture of few. A program
/// that shall be small may be linked with one that makes none.
std::unique_ptr<Extra> make_extra(const Truth& truth, int components, std::uint64_t seed, std::vector<Column>& columns);

}  // namespace collapse::metrics
