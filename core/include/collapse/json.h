#pragma once

// What of JSON this program reads, for whoever takes JSON from outside before it becomes a spec.

#include <cstddef>
#include <optional>
#include <string_view>

#include "collapse/result.h"

namespace collapse {

/// The longest JSON that is read: 16 MB.
inline constexpr std::size_t kMaxJsonBytes = 16u << 20;

/// Why a text is not read as JSON; none if it is one JSON value and nothing after it: no comments, no trailing commas,
/// valid Unicode (half of a surrogate pair is none, neither as bytes nor as an escape), no number beyond the largest
/// double, at most 64 levels and 16 MB. The sentence names line and column, counted in characters from 1. Whatever
/// passes can be parsed by any parser without a look at its depth.
std::optional<Error> json_fault(std::string_view text);

/// The text of the value at a JSON pointer, as it is written in valid JSON ("/seed" of `{"seed": 1e3}` is `1e3`); empty
/// when there is none, or when a key on the way is written with escapes.
std::string_view json_at(std::string_view json, std::string_view pointer);

}  // namespace collapse
