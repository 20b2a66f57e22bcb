#pragma once

// The manifest collapse/spec_fields.def as data: one FieldInfo a field, and a visitor that pairs each with its member.
// The members are found by their place in the struct, so that a reader or writer of fields stands in the program once a
// type and not once a field: the page's first view carries it.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "collapse/spec.h"

namespace collapse::spec {

/// What a field holds; every enum of choices is one byte.
enum class FieldType : std::uint8_t { count, number, text, vector, matrix, matrices, names, choice };

/// A field that is one of some choices.
template <class Byte>
struct Choice {
  Byte* value;  // number of the choice
  std::span<const std::string_view> texts;
  std::string_view text() const { return texts[*value]; }
};

struct FieldInfo {
  std::string_view section;  // "" for the top level
  std::string_view name;
  std::string_view type_name;  // "Count", "Number", ..., or the name of an enum
  FieldType type;
  std::size_t offset;                         // of the member in Spec, in bytes
  std::span<const std::string_view> choices;  // of a choice; else empty
  std::string_view fallback;                  // JSON text; "" = required
  double minimum, maximum;
  std::string_view unit, when, label;

  std::string path() const;  // "/samples/n"
  /// Whether the field exists for this `kind` of its section.
  bool applies(std::string_view kind) const;
};

struct SectionInfo {
  std::string_view name, title, doc;
};

std::span<const FieldInfo> fields();
/// What each of them means, in their order.
std::span<const std::string_view> field_docs();
/// The same, or nothing in a program that was linked without these texts (core/linked.cmake).
std::span<const std::string_view> linked_docs();
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

/// What the manifest says of a type of data (DATA_TYPE).
struct DataTypeInfo {
  DataType type;
  SourceKind source;
  ModelKind model;
  std::string_view learner, learnt;
};

/// All of them, in the order of DataType.
inline constexpr DataTypeInfo kDataTypes[] = {
#define DATA_TYPE(type, source, model, learner, learnt) \
  {DataType::type, SourceKind::source, ModelKind::model, learner, learnt},
#include "collapse/spec_fields.def"
};

/// Calls each(kind) with every value of an enum of choices.
template <class Enum, class Each>
void for_each_choice(Each&& each) {
  for (std::size_t i = 0; i < std::size(ChoiceTexts<Enum>::texts); ++i) each(static_cast<Enum>(i));
}

/// Calls visit(member) with the member of a field: a Count&, Number&, ..., or a Choice.
template <class AnySpec, class Visitor>
void visit_field(AnySpec& spec, const FieldInfo& field, Visitor&& visit) {
  constexpr bool constant = std::is_const_v<AnySpec>;
  using Byte = std::conditional_t<constant, const std::uint8_t, std::uint8_t>;
  Byte* const at = reinterpret_cast<Byte*>(&spec) + field.offset;
  const auto as = [at]<class Type>(Type*) -> auto& {
    return *reinterpret_cast<std::conditional_t<constant, const Type, Type>*>(at);
  };
  switch (field.type) {
    case FieldType::count:
      return visit(as(static_cast<Count*>(nullptr)));
    case FieldType::number:
      return visit(as(static_cast<Number*>(nullptr)));
    case FieldType::text:
      return visit(as(static_cast<Text*>(nullptr)));
    case FieldType::vector:
      return visit(as(static_cast<Vector*>(nullptr)));
    case FieldType::matrix:
      return visit(as(static_cast<Matrix*>(nullptr)));
    case FieldType::matrices:
      return visit(as(static_cast<Matrices*>(nullptr)));
    case FieldType::names:
      return visit(as(static_cast<Names*>(nullptr)));
    case FieldType::choice: {
      Choice<Byte> choice{at, field.choices};
      return visit(choice);
    }
  }
}

/// The text of a section's `kind` ("" where it has none).
std::string_view kind_of(const Spec& spec, std::string_view section);

}  // namespace collapse::spec
