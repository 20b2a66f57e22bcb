#pragma once

// The choices of a spec as enums, and what its sources and models have to do with each other. Every room may use this
// header: it knows of no spec.

#include <cstddef>
#include <cstdint>

namespace collapse {

#define OPTION(name, text) name,
#define CHOICES(Enum, ...) enum class Enum : std::uint8_t { __VA_ARGS__ };
#include "collapse/spec_fields.def"
#undef OPTION

namespace choices {

/// A column of the manifest's sources or models, one entry a kind; the last entry ends the list.
template <class Enum>
struct DataTypes;
template <class Enum>
struct Modules;

#define OPTION(name, text)
#define SOURCE(name, text, data) DataType::data,
#define MODEL(name, text, data, module) DataType::data,
#define CHOICES(Enum, ...)                                             \
  template <>                                                          \
  struct DataTypes<Enum> {                                             \
    static constexpr DataType list[] = {__VA_ARGS__ DataType::points}; \
  };
#include "collapse/spec_fields.def"
#define SOURCE(name, text, data)
#define MODEL(name, text, data, module) Module::module,
#define CHOICES(Enum, ...)                                           \
  template <>                                                        \
  struct Modules<Enum> {                                             \
    static constexpr Module list[] = {__VA_ARGS__ Module::networks}; \
  };
#include "collapse/spec_fields.def"
#undef OPTION

}  // namespace choices

/// The type of the data a source gives.
constexpr DataType data_type(SourceKind source) {
  return choices::DataTypes<SourceKind>::list[static_cast<std::size_t>(source)];
}
/// The type of the data a model learns from: it learns every source of that type and no other.
constexpr DataType data_type(ModelKind model) {
  return choices::DataTypes<ModelKind>::list[static_cast<std::size_t>(model)];
}
/// A source of points about curves: drawn from without end, with a density that has no closed form.
constexpr bool is_shape(SourceKind source) {
  return source == SourceKind::moons || source == SourceKind::circles || source == SourceKind::swiss_roll;
}
/// The smallest WebAssembly module that computes a model with plain settings; see needs_of for the others.
constexpr Module module_of(ModelKind model) {
  return choices::Modules<ModelKind>::list[static_cast<std::size_t>(model)];
}

}  // namespace collapse
