#pragma once

// The parts of Experiment::layout() the command reads.

#include <string>
#include <string_view>
#include <vector>

#include "collapse/experiment.h"

namespace collapse::cli {

struct Section {
  std::string name;
  std::size_t offset, length;
};

struct Layout {
  double memory_bytes = 0;
  std::vector<std::string> axes;
  std::vector<std::string> status;  // words for the values of the status column
  std::vector<Section> frame;

  /// A section of a block returned by Experiment::frame().
  std::span<const double> section(std::span<const double> block, std::string_view name) const;
};

Layout layout_of(const Experiment& experiment);

}  // namespace collapse::cli
