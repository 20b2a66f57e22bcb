#include <cmath>
#include <span>

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

// What is wrong; with `found`, the sentence still lacks the value that was found.
struct Fault {
  Error error;
  const Value* found = nullptr;
};

Fault wrong(const FieldInfo& field, const std::string& at, const std::string& expected, const Value& found) {
  return {{field.path() + at, std::string(field.label) + " must be " + expected}, &found};
}

// A number as it was written, which may say more than the double it became; other values as an excerpt.
std::string as_written(const Value& value, std::string_view path, std::span<const Written> written) {
  if (value.IsNumber())
    for (std::size_t i = written.size(); i-- > 0;) {
      if (!path.starts_with(written[i].pointer)) continue;
      const std::string_view rest = path.substr(written[i].pointer.size());
      if (!rest.empty() && rest[0] != '/') continue;
      if (const std::string_view text = json_at(written[i].json, rest); !text.empty()) return brief(text);
    }
  return excerpt(value);
}

// read(): one overload a type. `at` is the pointer below the field ("/2/0" inside a matrix). Returns false and fills
// `error` on the first fault.
bool read(const Value& value, const FieldInfo& field, const std::string& at, Number& out, Fault& error) {
  if (!value.IsNumber() || !(value.GetDouble() >= field.minimum && value.GetDouble() <= field.maximum)) {
    error = wrong(field, at, "a number " + range_text(field), value);
    return false;
  }
  out = value.GetDouble() + 0.0;  // −0 becomes 0: it is the same number, and written out it reads back as 0
  return true;
}

bool read(const Value& value, const FieldInfo& field, const std::string& at, Count& out, Fault& error) {
  const double number = value.IsNumber() ? value.GetDouble() : NAN;
  if (!(number >= field.minimum && number <= field.maximum) || number != std::floor(number)) {
    error = wrong(field, at, "a whole number " + range_text(field), value);
    return false;
  }
  out = static_cast<Count>(number);
  return true;
}

bool read(const Value& value, const FieldInfo& field, const std::string& at, std::string& out, Fault& error) {
  if (!value.IsString()) {
    error = wrong(field, at, "a text", value);
    return false;
  }
  out.assign(value.GetString(), value.GetStringLength());
  if (field.type == FieldType::text &&
      !(static_cast<double>(out.size()) >= field.minimum && static_cast<double>(out.size()) <= field.maximum)) {
    error.error = {field.path() + at, std::string(field.label) + " must be " + range_text(field) +
                                          " bytes long, but has " + std::to_string(out.size()) + "."};
    return false;
  }
  return true;
}

template <class Element>
bool read(const Value& value, const FieldInfo& field, const std::string& at, std::vector<Element>& out, Fault& error) {
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

// The index of a choice among the texts of its enum.
bool read_choice(const Value& value, const FieldInfo& field, const std::string& at,
                 std::span<const std::string_view> texts, std::size_t& index, Fault& error) {
  std::string allowed;
  for (index = 0; index < texts.size(); ++index) {
    if (value.IsString() && texts[index] == std::string_view(value.GetString(), value.GetStringLength())) return true;
    if (index > 0) allowed += ", ";
    allowed += quoted(texts[index]);
  }
  error = wrong(field, at, "one of " + allowed, value);
  return false;
}

bool read(const Value& value, const FieldInfo& field, const std::string& at, Choice<std::uint8_t>& out, Fault& error) {
  std::size_t index;
  if (!read_choice(value, field, at, out.texts, index, error)) return false;
  *out.value = static_cast<std::uint8_t>(index);
  return true;
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

// A key as a part of a JSON pointer.
std::string pointer_part(std::string_view key) {
  std::string out;
  for (const char c : brief(key)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

// A key may be repeated, unknown, or out of place; the value of a JSON object is taken as written only when none is.
bool check_keys(const Value& object, std::string_view section, std::string_view kind, Error& error) {
  const std::string prefix = section.empty() ? "/" : "/" + std::string(section) + "/";
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    const std::string_view key = key_of(*member);
    const auto path = [&] { return prefix + pointer_part(key); };
    for (auto earlier = object.MemberBegin(); earlier != member; ++earlier)
      if (earlier->name == member->name) {
        error = {path(), "The key " + shown(key) + " stands twice; it may stand once."};
        return false;
      }
    if (section.empty() && is_section(key)) continue;
    const FieldInfo* field = find_field(section, key);
    if (field == nullptr) {
      error = {path(), "There is no field " + shown(key) + " here; the fields are " + names_in(section, kind) + "."};
      return false;
    }
    if (!field->applies(kind)) {
      error = {path(), std::string(field->label) + " does not apply to kind " + quoted(kind) + "; it belongs to " +
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

Result<Spec> read_document(const Value& root, std::span<const Written> written) {
  if (!root.IsObject())
    return Error{
        "", "A spec is a JSON object such as {\"model\":{\"kind\":\"gaussian\"}}, but this is " + excerpt(root) + "."};
  for (const SectionInfo& section : sections()) {
    const Value* object = find(root, section.name);
    if (object != nullptr && !object->IsObject())
      return Error{"/" + std::string(section.name),
                   std::string(section.title) + " must be an object of fields, but is " + excerpt(*object) + "."};
  }

  Spec spec;
  Fault fault;
  Error& error = fault.error;
  bool good = check_keys(root, "", "", error);
  std::string_view section_checked = "";
  rapidjson::Document fallback;
  // What to read a field from: the object's own value or the default; null when it is required and absent.
  const auto locate = [&](const FieldInfo& field) -> const Value* {
    const Value* object = field.section.empty() ? &root : find(root, field.section);
    const Value* value = object == nullptr ? nullptr : find(*object, field.name);
    if (value != nullptr && field.applies(kind_of(spec, field.section))) return value;
    if (field.fallback.empty()) {
      error = {field.path(), std::string(field.label) + " is required."};
      return nullptr;
    }
    Result<rapidjson::Document> parsed = parse_json(field.fallback);
    if (!parsed) {  // a fault of the manifest
      error = {field.path(), parsed.error().message};
      return nullptr;
    }
    fallback = std::move(*parsed);
    return &fallback;
  };
  // A section's keys can be judged once its kind is known, and kind is the first field wherever there is one.
  const auto keys_are_good = [&](const FieldInfo& field) {
    if (field.section == section_checked) return true;
    section_checked = field.section;
    const Value* object = find(root, field.section);
    return object == nullptr || check_keys(*object, field.section, kind_of(spec, field.section), error);
  };
  for (const FieldInfo& field : fields()) {
    if (!good) break;
    const Value* value = locate(field);
    good = value != nullptr;
    if (good) visit_field(spec, field, [&](auto& member) { good = read(*value, field, "", member, fault); });
    good = good && keys_are_good(field);
  }
  if (fault.found != nullptr) error.message += ", but is " + as_written(*fault.found, error.path, written) + ".";
  if (!good) return error;
  if (std::optional<Error> broken = broken_rule(spec)) return *broken;
  return spec;
}

Result<Spec> if_not_too_long(Result<Spec> spec, std::size_t written_bytes) {
  // Canonical text is at most four times as long: 1000000000000 for 1e12, \u0009 for \t.
  if (!spec || 4 * written_bytes <= kMaxJsonBytes) return spec;
  const std::size_t bytes = write_spec(*spec).size();
  if (bytes <= kMaxJsonBytes) return spec;
  return Error{"", "Written out in full the spec is " + megabytes(bytes) + " long; at most 16 MB are read."};
}

}  // namespace spec

Result<Spec> read_spec(std::string_view json) {
  Result<rapidjson::Document> document = spec::parse_json(json);
  if (!document) return document.error();
  const spec::Written written{"", json};
  return spec::if_not_too_long(spec::read_document(*document, {&written, 1}), json.size());
}

}  // namespace collapse
