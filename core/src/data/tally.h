#pragma once

// Items of kinds 0, 1, 2, ... of which only the number of each kind matters: categories, or counts (kind = value).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collapse/stream.h"

namespace collapse::data {

struct Tally {
  std::vector<std::uint32_t> counts;  // of each kind
  std::vector<std::uint32_t> real;    // how many of them are real; as long as `counts`

  /// Room for kinds 0 .. kinds-1.
  void reach(std::size_t kinds);
  std::uint64_t items() const;
  std::uint64_t real_items() const;
};

/// Both together; the longer list of kinds. No sum may pass 2^32 - 1.
Tally concatenate(const Tally& a, const Tally& b);
/// Makes `pool` what concatenate(pool, more) is.
void append(Tally& pool, const Tally& more);

/// `count` different items of `pool`, each set of them as likely as any other: the counts are multivariate
/// hypergeometric. All of them if there are no more. Drawn item by item, so it takes about `count` draws, and a bit an
/// item of the pool where more than one in 512 is taken.
Tally subsample(const Tally& pool, std::uint64_t count, random::Stream& stream);

}  // namespace collapse::data
