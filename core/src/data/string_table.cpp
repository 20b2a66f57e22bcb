#include "data/string_table.h"

#include "numerics/hash.h"

namespace collapse::data {

std::size_t StringTable::slot_of(std::string_view text) const {
  numerics::Hash hash;
  hash.add(text);
  // FNV-1a mixes upwards: the upper half has seen every byte.
  std::size_t slot = static_cast<std::size_t>(hash.value() ^ hash.value() >> 32) & (slots_.size() - 1);
  while (slots_[slot] != kNone && strings_[slots_[slot]] != text) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

std::uint32_t StringTable::find(std::string_view text) const { return slots_.empty() ? kNone : slots_[slot_of(text)]; }

std::uint32_t StringTable::add(std::string_view text) {
  if (2 * (strings_.size() + 1) > slots_.size()) {
    slots_.assign(slots_.empty() ? 64 : 2 * slots_.size(), kNone);
    for (std::uint32_t i = 0; i < strings_.size(); ++i) slots_[slot_of(strings_[i])] = i;
  }
  const std::size_t slot = slot_of(text);
  if (slots_[slot] == kNone) {
    slots_[slot] = static_cast<std::uint32_t>(strings_.size());
    strings_.emplace_back(text);
  }
  return slots_[slot];
}

}  // namespace collapse::data
