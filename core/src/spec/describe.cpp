#include "collapse/spec.h"
#include "collapse/version.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

namespace {

using spec::FieldInfo;
using spec::JsonArray;
using spec::JsonObject;

std::string describe_field(const FieldInfo& info, std::string_view doc) {
  JsonObject field;
  field.text("path", info.path());
  field.text("section", info.section);
  field.text("name", info.name);
  field.text("type", info.choices.empty() ? info.type_name : "Choice");
  field.text("label", info.label);
  field.text("doc", doc);
  field.text("unit", info.unit);
  field.add("default", info.fallback.empty() ? "null" : std::string(info.fallback));
  if (!info.choices.empty()) {
    JsonArray list;
    for (const std::string_view text : info.choices) list.add(spec::quoted(text));
    field.add("choices", list.str());
  } else if (info.minimum < info.maximum) {
    field.number("minimum", info.minimum);
    field.number("maximum", info.maximum);
  }
  if (!info.when.empty()) {
    JsonArray kinds;
    std::string_view rest = info.when.substr(info.when.find('=') + 1);
    for (;;) {
      const std::size_t bar = rest.find('|');
      kinds.add(spec::quoted(rest.substr(0, bar)));
      if (bar == std::string_view::npos) break;
      rest.remove_prefix(bar + 1);
    }
    field.add("when_kind", kinds.str());
  }
  return field.str();
}

}  // namespace

std::string describe_spec() {
  JsonObject root;
  root.number("schema", kSpecSchema);
  root.text("version", kVersion);

  JsonArray sections;
  for (const spec::SectionInfo& info : spec::sections()) {
    JsonObject section;
    section.text("name", info.name);
    section.text("title", info.title);
    section.text("doc", info.doc);
    sections.add(section.str());
  }
  root.add("sections", sections.str());

  JsonArray list;
  for (std::size_t i = 0; i < spec::fields().size(); ++i)
    list.add(describe_field(spec::fields()[i], spec::field_docs()[i]));
  root.add("fields", list.str());
  return root.str();
}

}  // namespace collapse
