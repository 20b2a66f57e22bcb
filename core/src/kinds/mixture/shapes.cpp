#include "kinds/mixture/shapes.h"

namespace collapse::experiment {

std::optional<sources::Shape> make_shape(const Spec& spec) {
  const auto& from = spec.source;
  if (from.kind == SourceKind::moons) return sources::moons(from.noise);
  if (from.kind == SourceKind::circles) return sources::circles(from.noise, from.factor);
  if (from.kind == SourceKind::swiss_roll) return sources::swiss_roll(from.noise);
  return {};
}

}  // namespace collapse::experiment
