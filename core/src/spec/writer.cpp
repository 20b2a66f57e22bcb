#include "collapse/spec.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {
namespace spec {

namespace {

std::string json_of(Count value) { return format_number(static_cast<double>(value)); }
std::string json_of(Number value) { return json_number(value); }
std::string json_of(const std::string& value) { return quoted(value); }
std::string json_of(Choice<const std::uint8_t> choice) { return quoted(choice.text()); }
template <class Element>
std::string json_of(const std::vector<Element>& values) {
  JsonArray array;
  for (const Element& value : values) array.add(json_of(value));
  return array.str();
}

// The JSON text of every field, in the manifest's order.
std::vector<std::string> texts_of(const Spec& spec) {
  std::vector<std::string> texts;
  for (const FieldInfo& field : fields())
    visit_field(spec, field, [&](const auto& member) { texts.push_back(json_of(member)); });
  return texts;
}

// Every field that applies; of those at their default only the ones `keep_defaults` asks for.
std::string write(const Spec& spec, bool keep_defaults) {
  const std::vector<std::string> texts = texts_of(spec);
  const std::vector<std::string> defaults = texts_of(*read_spec("{\"model\":{\"kind\":\"gaussian\"}}"));

  JsonObject root, section;
  std::string_view open = "";
  const auto close = [&] {
    if (!open.empty() && !section.empty()) root.add(open, section.str());
    section = {};
  };
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const FieldInfo& field = fields()[i];
    if (field.section != open) {
      close();
      open = field.section;
    }
    if (!field.applies(kind_of(spec, field.section))) continue;
    if (!keep_defaults && !field.fallback.empty() && texts[i] == defaults[i]) continue;
    (field.section.empty() ? root : section).add(field.name, texts[i]);
  }
  close();
  return root.str();
}

}  // namespace
}  // namespace spec

std::string write_spec(const Spec& spec) { return spec::write(spec, true); }
std::string write_spec_changes(const Spec& spec) { return spec::write(spec, false); }

}  // namespace collapse
