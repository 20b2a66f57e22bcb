#include "spec/manifest.h"

namespace collapse::spec {

namespace {

constexpr SectionInfo kSections[] = {
#define SECTION(name, title, doc) {#name, title, doc},
#include "collapse/spec_fields.def"
};

constexpr std::size_t kFieldCount = 0
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) +1
#include "collapse/spec_fields.def"
    ;

struct Table {
  FieldInfo rows[kFieldCount];
};

template <class Member>
constexpr FieldType type_of() {
  if constexpr (std::is_same_v<Member, Count>) return FieldType::count;
  if constexpr (std::is_same_v<Member, Number>) return FieldType::number;
  if constexpr (std::is_same_v<Member, Text>) return FieldType::text;
  if constexpr (std::is_same_v<Member, Vector>) return FieldType::vector;
  if constexpr (std::is_same_v<Member, Matrix>) return FieldType::matrix;
  if constexpr (std::is_same_v<Member, Matrices>) return FieldType::matrices;
  if constexpr (std::is_same_v<Member, Names>) return FieldType::names;
  if constexpr (std::is_enum_v<Member>) {
    static_assert(sizeof(Member) == 1);
    return FieldType::choice;
  }
}

template <class Member>
constexpr std::span<const std::string_view> choices_of() {
  if constexpr (std::is_enum_v<Member>)
    return ChoiceTexts<Member>::texts;
  else
    return {};
}

static_assert(std::is_standard_layout_v<Spec>, "members are found by their offset");

constexpr Table make_table() {
  Table table{};
  std::size_t i = 0;
  // The top level, then each section: its name, where it begins, and its type.
  std::string_view section = "";
  std::size_t start = 0;
  {
    using Owner = Spec;
#define SECTION(name, title, doc)       \
  }                                     \
  {                                     \
    using Owner = decltype(Spec::name); \
    section = #name;                    \
    start = offsetof(Spec, name);
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) \
  table.rows[i++] = {section,                                                   \
                     #member,                                                   \
                     #Type,                                                     \
                     type_of<Type>(),                                           \
                     start + offsetof(Owner, member),                           \
                     choices_of<Type>(),                                        \
                     fallback,                                                  \
                     minimum,                                                   \
                     maximum,                                                   \
                     unit,                                                      \
                     when,                                                      \
                     label};
#include "collapse/spec_fields.def"
  }
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

std::string FieldInfo::path() const {
  std::string text;
  if (!section.empty()) (text += '/') += section;
  return (text += '/') += name;
}

bool FieldInfo::applies(std::string_view kind) const {
  if (when.empty()) return true;
  std::string_view rest = when.substr(when.find('=') + 1);
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    if (rest.substr(0, bar) == kind) return true;
    rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
  }
  return false;
}

std::span<const FieldInfo> fields() { return kTable.rows; }
std::span<const SectionInfo> sections() { return kSections; }

const FieldInfo* find_field(std::string_view section, std::string_view name) {
  for (const FieldInfo& field : fields())
    if (field.section == section && field.name == name) return &field;
  return nullptr;
}

std::string_view kind_of(const Spec& spec, std::string_view section) {
  const FieldInfo* field = find_field(section, "kind");
  if (field == nullptr) return {};
  std::string_view kind;
  visit_field(spec, *field, [&](const auto& member) {
    if constexpr (requires { member.texts; }) kind = member.text();
  });
  return kind;
}

}  // namespace collapse::spec
