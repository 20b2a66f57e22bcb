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

  // Which models learn which sources: those of the same type of data.
  const auto kinds_of = [](DataType type, auto kind_of_that) {
    using Kind = decltype(kind_of_that);
    JsonArray kinds;
    spec::for_each_choice<Kind>([&](Kind kind) {
      if (data_type(kind) == type) kinds.add(spec::quoted(spec::text_of(kind)));
    });
    return kinds.str();
  };
  JsonArray types;
  for (const spec::DataTypeInfo& info : spec::kDataTypes) {
    JsonObject type;
    type.text("name", spec::text_of(info.type));
    type.add("sources", kinds_of(info.type, info.source));
    type.add("models", kinds_of(info.type, info.model));
    type.text("source", spec::text_of(info.source));
    type.text("model", spec::text_of(info.model));
    types.add(type.str());
  }
  root.add("data", types.str());

  JsonArray list;
  const std::span<const std::string_view> docs = spec::linked_docs();
  for (std::size_t i = 0; i < spec::fields().size(); ++i)
    list.add(describe_field(spec::fields()[i], docs.empty() ? "" : docs[i]));
  root.add("fields", list.str());
  return root.str();
}

}  // namespace collapse
