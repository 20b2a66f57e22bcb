#include "random/alias.h"

namespace collapse::random {

template <class Weight>
AliasTable<Weight>::AliasTable(std::span<const Weight> weights, std::span<const std::uint32_t> names) {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    const std::uint32_t name = names.empty() ? static_cast<std::uint32_t>(i) : names[i];
    columns_.push_back({weights[i], name, name});
    total_ += weights[i];
  }
  // Every column holds one `total`: those that have too little are filled up by those that have too much.
  std::vector<std::uint32_t> small, large;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    columns_[c].own *= static_cast<Weight>(columns_.size());
    (columns_[c].own < total_ ? small : large).push_back(static_cast<std::uint32_t>(c));
  }
  while (!small.empty() && !large.empty()) {
    Column& filled = columns_[small.back()];
    Column& giver = columns_[large.back()];
    small.pop_back();
    filled.other = giver.name;
    giver.own -= total_ - filled.own;
    if (giver.own < total_) {
      small.push_back(large.back());
      large.pop_back();
    }
  }
  // What is left is full but for rounding.
  for (const std::uint32_t c : small) columns_[c].own = total_;
  for (const std::uint32_t c : large) columns_[c].own = total_;
}

template class AliasTable<std::uint64_t>;
template class AliasTable<double>;

}  // namespace collapse::random
