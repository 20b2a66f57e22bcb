#pragma once

// Further columns of a row, for specs whose /metrics are "all".

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "metrics/meter.h"

namespace collapse::metrics {

/// More than any whose pairs are summed.
inline constexpr int kManyComponents = 1 << 20;

class Extra {
 public:
  virtual ~Extra() = default;
  /// Fills the last numbers of a whole row: the source measured like a model, or a model.
  virtual void measure_truth(std::uint32_t run, std::span<double> row) const = 0;
  virtual void measure(std::uint32_t run, std::uint32_t generation, const models::Mixture& model,
                       std::span<double> row) const = 0;
  /// A model of `kernels` components of equal weight, more than one would sum over: by kMeasurementDraws of its draws,
  /// and minus its mean log density at them. Made with components = kManyComponents.
  virtual void measure(const data::PointSet& draws, double entropy, double kernels, std::span<double> row) const = 0;
};

/// Adds its own to the `columns` of a row. `components`: the model's K.
std::unique_ptr<Extra> make_extra(const Truth& truth, int components, std::uint64_t seed, std::vector<Column>& columns);
/// This function, or null in a program that was linked without further columns (core/linked.cmake) and refuses specs
/// that ask for them.
decltype(&make_extra) linked_extra();

}  // namespace collapse::metrics
