#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "collapse/stream.h"

namespace collapse::random {

/// Draws indices in proportion to weights in constant time (Walker 1977; built as by Vose 1991). Weight is
/// std::uint64_t or double. Whole numbers are met exactly; sum x (number of weights above 0) must be below 2^63.
/// Doubles are met up to rounding, about 1e-16 of the mean weight for each. An index of weight 0 is never drawn.
template <class Weight>
class AliasTable {
  static_assert(std::is_same_v<Weight, std::uint64_t> || std::is_same_v<Weight, double>);

 public:
  /// Each weight finite and >= 0, their sum above 0. `names`, if any, are drawn in place of the indices 0, 1, ...
  explicit AliasTable(std::span<const Weight> weights, std::span<const std::uint32_t> names = {});

  /// Two numbers of the stream a draw.
  std::uint32_t draw(Stream& stream) const {
    const auto column = static_cast<std::size_t>(stream.below(columns_.size()));
    const Column& at = columns_[column];
    if constexpr (std::is_same_v<Weight, double>)
      return stream.uniform() * total_ < at.own ? at.name : at.other;
    else
      return stream.below(total_) < at.own ? at.name : at.other;
  }

 private:
  struct Column {
    Weight own;  // of the total; the rest is `other`'s
    std::uint32_t name, other;
  };
  std::vector<Column> columns_;  // one for each weight above 0
  Weight total_ = 0;
};

extern template class AliasTable<std::uint64_t>;
extern template class AliasTable<double>;

}  // namespace collapse::random
