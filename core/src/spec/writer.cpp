#include "collapse/spec.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {
namespace spec {

namespace {

std::string json_of(Count value) { return format_number(static_cast<double>(value)); }
std::string json_of(Number value) { return json_number(value); }
std::string json_of(const std::string& value) { return quoted(value); }
template <class Enum>
  requires std::is_enum_v<Enum>
std::string json_of(Enum value) {
  return quoted(text_of(value));
}
template <class Element>
std::string json_of(const std::vector<Element>& values) {
  JsonArray array;
  for (const Element& value : values) array.add(json_of(value));
  return array.str();
}

// Every field that applies; of those at their default only the ones `keep_defaults` asks for.
std::string write(const Spec& spec, bool keep_defaults) {
  Result<Spec> defaults = read_spec("{\"model\":{\"kind\":\"gaussian\"}}");
  std::vector<std::string> default_texts;
  visit_fields(*defaults, [&](const FieldInfo&, const auto& member) { default_texts.push_back(json_of(member)); });

  JsonObject root, section;
  std::string_view open = "";
  std::size_t index = 0;
  const auto close = [&] {
    if (!open.empty() && !section.empty()) root.add(open, section.str());
    section = {};
  };
  visit_fields(spec, [&](const FieldInfo& field, const auto& member) {
    if (field.section != open) {
      close();
      open = field.section;
    }
    const std::string& default_text = default_texts[index++];
    if (!field.applies(kind_of(spec, field.section))) return;
    const std::string text = json_of(member);
    if (!keep_defaults && !field.fallback.empty() && text == default_text) return;
    (field.section.empty() ? root : section).add(field.name, text);
  });
  close();
  return root.str();
}

}  // namespace
}  // namespace spec

std::string write_spec(const Spec& spec) { return spec::write(spec, true); }
std::string write_spec_changes(const Spec& spec) { return spec::write(spec, false); }

}  // namespace collapse
