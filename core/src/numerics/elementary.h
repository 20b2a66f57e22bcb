#pragma once

// The elementary functions (collapse/elementary.h), and those that hot loops take two lanes at a time.

#include "collapse/elementary.h"
#include "numerics/vec.h"

namespace collapse::numerics {

/// exp of both lanes; the bits of each lane are those of the scalar exp.
inline f64x2 exp(f64x2 x);
/// log of both lanes; the bits of each lane are those of the scalar log.
inline f64x2 log(f64x2 x);

}  // namespace collapse::numerics

#include "numerics/elementary_inline.h"
