#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/experiment.h"

namespace collapse::experiment {

/// A block of float64 put together section by section; its layout as JSON.
class Block {
 public:
  /// Starts a section and returns its `length` numbers, filled with NaN. The span is good until the next section.
  std::span<double> section(std::string_view name, std::size_t length);
  void add(std::string_view name, const std::vector<double>& values);
  void clear();
  std::span<const double> values() const { return values_; }
  NamedBlock named() const { return {values_, sections_}; }
  std::string layout() const;  // [{"name","offset","length"}]

 private:
  std::vector<Section> sections_;
  std::vector<double> values_;
};

}  // namespace collapse::experiment
