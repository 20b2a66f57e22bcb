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

constexpr Table make_table() {
  Table table{};
  std::size_t i = 0;
  std::string_view section = "";
#define SECTION(name, title, doc) section = #name;
#define END_SECTION(name) section = "";
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) \
  table.rows[i++] = {section, #member, #Type, fallback, minimum, maximum, unit, when, label, doc};
#include "collapse/spec_fields.def"
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
  std::string_view kind;
  visit_fields(spec, [&](const FieldInfo& field, const auto& member) {
    if constexpr (std::is_enum_v<std::decay_t<decltype(member)>>)
      if (field.section == section && field.name == "kind") kind = text_of(member);
  });
  return kind;
}

}  // namespace collapse::spec
