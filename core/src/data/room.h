#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace collapse::data {

/// Room for `more` entries behind those of a list that is known to end with `most`: what there is doubles, so that each
/// entry is moved about once, but never beyond `most` (unless there are more than that).
template <class T>
void make_room(std::vector<T>& list, std::size_t more, std::size_t most) {
  const std::size_t needed = list.size() + more;
  if (needed > list.capacity()) list.reserve(std::max(needed, std::min(2 * list.capacity(), most)));
}

}  // namespace collapse::data
