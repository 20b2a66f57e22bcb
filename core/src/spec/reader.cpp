#include <cmath>

#include "collapse/spec.h"
#include "spec/json.h"
#include "spec/manifest.h"
#include "spec/rules.h"

namespace collapse {
namespace spec {

namespace {

using Value = rapidjson::Value;

std::string range_text(const FieldInfo& field) {
  return "from " + format_number(field.minimum) + " to " + format_number(field.maximum);
}

Error wrong(const FieldInfo& field, const std::string& at, const std::string& expected, const Value& found) {
  return {field.path() + at, std::string(field.label) + " must be " + expected + ", but is " + excerpt(found) + "."};
}

// read(): one overload a type. `at` is the pointer below the field ("/2/0" inside a matrix). Returns false and fills
// `error` on the first fault.
bool read(const Value& value, const FieldInfo& field, const std::string& at, Number& out, Error& error) {
  if (!value.IsNumber() || !(value.GetDouble() >= field.minimum && value.GetDouble() <= field.maximum)) {
    error = wrong(field, at, "a number " + range_text(field), value);
    return false;
  }
  out = value.GetDouble();
  return true;
}

bool read(const Value& value, const FieldInfo& field, const std::string& at, Count& out, Error& error) {
  const double number = value.IsNumber() ? value.GetDouble() : NAN;
  if (!(number >= field.minimum && number <= field.maximum) || number != std::floor(number)) {
    error = wrong(field, at, "a whole number " + range_text(field), value);
    return false;
  }
  out = static_cast<Count>(number);
  return true;
}

bool read(const Value& value, const FieldInfo& field, const std::string& at, std::string& out, Error& error) {
  if (!value.IsString()) {
    error = wrong(field, at, "a text", value);
    return false;
  }
  out.assign(value.GetString(), value.GetStringLength());
  return true;
}

template <class Element>
bool read(const Value& value, const FieldInfo& field, const std::string& at, std::vector<Element>& out, Error& error) {
  if (!value.IsArray()) {
    error = wrong(field, at, "a list", value);
    return false;
  }
  out.clear();
  out.resize(value.Size());
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
    if (!read(value[i], field, at + "/" + std::to_string(i), out[i], error)) return false;
  return true;
}

template <class Enum>
  requires std::is_enum_v<Enum>
bool read(const Value& value, const FieldInfo& field, const std::string& at, Enum& out, Error& error) {
  std::string allowed;
  std::size_t index = 0;
  for (const std::string_view text : ChoiceTexts<Enum>::texts) {
    if (value.IsString() && text == std::string_view(value.GetString(), value.GetStringLength())) {
      out = static_cast<Enum>(index);
      return true;
    }
    if (index++ > 0) allowed += ", ";
    allowed += quoted(text);
  }
  error = wrong(field, at, "one of " + allowed, value);
  return false;
}

std::string_view key_of(const Value::Member& member) {
  return {member.name.GetString(), member.name.GetStringLength()};
}

bool is_section(std::string_view name) {
  for (const SectionInfo& section : sections())
    if (section.name == name) return true;
  return false;
}

std::string names_in(std::string_view section, std::string_view kind) {
  std::string names;
  const auto add = [&](std::string_view name) {
    if (!names.empty()) names += ", ";
    names += name;
  };
  for (const FieldInfo& field : fields())
    if (field.section == section && field.applies(kind)) add(field.name);
  if (section.empty())
    for (const SectionInfo& info : sections()) add(info.name);
  return names;
}

// A key may be repeated, unknown, or out of place; the value of a JSON object is taken as written only when none is.
bool check_keys(const Value& object, std::string_view section, std::string_view kind, Error& error) {
  const std::string prefix = section.empty() ? "" : "/" + std::string(section);
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    const std::string_view key = key_of(*member);
    const std::string path = prefix + "/" + std::string(key);
    for (auto earlier = object.MemberBegin(); earlier != member; ++earlier)
      if (earlier->name == member->name) {
        error = {path, "The key " + quoted(key) + " stands twice; it may stand once."};
        return false;
      }
    if (section.empty() && is_section(key)) continue;
    const FieldInfo* field = find_field(section, key);
    if (field == nullptr) {
      error = {path, "There is no field " + quoted(key) + " here; the fields are " + names_in(section, kind) + "."};
      return false;
    }
    if (!field->applies(kind)) {
      error = {path, std::string(field->label) + " does not apply to kind " + quoted(kind) + "; it belongs to " +
                         std::string(field->when) + "."};
      return false;
    }
  }
  return true;
}

const Value* find(const Value& object, std::string_view name) {
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member)
    if (key_of(*member) == name) return &member->value;
  return nullptr;
}

}  // namespace

Result<Spec> read_document(const Value& root) {
  if (!root.IsObject())
    return Error{"", "A spec is a JSON object such as {\"model\":{\"kind\":\"gaussian\"}}, but this is " + excerpt(root) + "."};
  for (const SectionInfo& section : sections()) {
    const Value* object = find(root, section.name);
    if (object != nullptr && !object->IsObject())
      return Error{"/" + std::string(section.name),
                   std::string(section.title) + " must be an object of fields, but is " + excerpt(*object) + "."};
  }

  Spec spec;
  Error error;
  bool good = check_keys(root, "", "", error);
  std::string_view section_checked = "";
  visit_fields(spec, [&](const FieldInfo& field, auto& member) {
    if (!good) return;
    const Value* object = field.section.empty() ? &root : find(root, field.section);
    const Value* value = object == nullptr ? nullptr : find(*object, field.name);
    if (value != nullptr && field.applies(kind_of(spec, field.section))) {
      good = read(*value, field, "", member, error);
    } else if (field.fallback.empty()) {
      good = false;
      error = {field.path(), std::string(field.label) + " is required."};
    } else {
      good = read(*parse_json(field.fallback), field, "", member, error);
    }
    // A section's keys can be judged once its kind is known, and kind is the first field wherever there is one.
    if (good && object != nullptr && field.section != section_checked)
      good = check_keys(*object, field.section, kind_of(spec, field.section), error);
    section_checked = field.section;
  });
  if (!good) return error;
  if (std::optional<Error> broken = broken_rule(spec)) return *broken;
  return spec;
}

}  // namespace spec

Result<Spec> read_spec(std::string_view json) {
  Result<rapidjson::Document> document = spec::parse_json(json);
  if (!document) return document.error();
  return spec::read_document(*document);
}

}  // namespace collapse
