#pragma once

#include <optional>

#include "collapse/spec.h"
#include "sources/shape.h"

namespace collapse::experiment {

/// The spec's source where it is a shape.
std::optional<sources::Shape> make_shape(const Spec& spec);
/// This function, or null in a program that was linked without shapes (core/linked.cmake) and refuses such specs.
decltype(&make_shape) linked_shapes();

}  // namespace collapse::experiment
