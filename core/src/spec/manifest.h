#pragma once

// The manifest collapse/spec_fields.def as data: one FieldInfo a field, and a visitor that pairs each with its member.

#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "collapse/spec.h"

namespace collapse::spec {

struct FieldInfo {
  std::string_view section;  // "" for the top level
  std::string_view name;
  std::string_view type;      // "Count", "Number", ..., or the name of an enum
  std::string_view fallback;  // JSON text; "" = required
  double minimum, maximum;
  std::string_view unit, when, label, doc;

  std::string path() const;  // "/samples/n"
  /// Whether the field exists for this `kind` of its section.
  bool applies(std::string_view kind) const;
};

struct SectionInfo {
  std::string_view name, title, doc;
};

std::span<const FieldInfo> fields();
std::span<const SectionInfo> sections();
/// The field at a section and name; null if there is none.
const FieldInfo* find_field(std::string_view section, std::string_view name);

/// The texts of an enum's values, in order.
template <class Enum>
struct ChoiceTexts;
#define OPTION(name, text) text,
#define CHOICES(Enum, ...)                                     \
  template <>                                                  \
  struct ChoiceTexts<Enum> {                                   \
    static constexpr std::string_view texts[] = {__VA_ARGS__}; \
  };
#include "collapse/spec_fields.def"
#undef OPTION

template <class Enum>
std::string_view text_of(Enum value) {
  return ChoiceTexts<Enum>::texts[static_cast<std::size_t>(value)];
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// Calls visit(FieldInfo, member) for every field in the manifest's order.
template <class AnySpec, class Visitor>
void visit_fields(AnySpec& spec, Visitor&& visit) {
  std::size_t index = 0;
  auto& section = spec;
#define SECTION(name, title, doc) \
  {                               \
    auto& section = spec.name;
#define END_SECTION(name) }
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) visit(fields()[index++], section.member);
#include "collapse/spec_fields.def"
}
#pragma GCC diagnostic pop

/// The text of a section's `kind` ("" where it has none).
std::string_view kind_of(const Spec& spec, std::string_view section);

}  // namespace collapse::spec
