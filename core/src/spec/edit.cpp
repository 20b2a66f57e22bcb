#include "collapse/spec.h"
#include "spec/json.h"
#include "spec/manifest.h"
#include "spec/rules.h"

namespace collapse {

namespace {

using spec::FieldInfo;

const FieldInfo* field_at(std::string_view pointer) {
  if (pointer.empty() || pointer[0] != '/') return nullptr;
  pointer.remove_prefix(1);
  const std::size_t slash = pointer.find('/');
  if (slash == std::string_view::npos) return spec::find_field("", pointer);
  return spec::find_field(pointer.substr(0, slash), pointer.substr(slash + 1));
}

}  // namespace

Result<Spec> edit_spec(const Spec& before, const std::vector<Edit>& edits) {
  Result<rapidjson::Document> document = spec::parse_json(write_spec(before));
  rapidjson::Document& root = *document;
  auto& memory = root.GetAllocator();

  const auto apply = [&](const FieldInfo& field, const std::string& text) {
    Result<rapidjson::Document> parsed = spec::parse_json(text);
    rapidjson::Value value;
    if (parsed)
      value.CopyFrom(*parsed, memory);
    else
      value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
    rapidjson::Value* object = &root;
    if (!field.section.empty()) {
      const std::string section(field.section);
      object = &root[section.c_str()];
      // A new kind leaves only itself behind: the old kind's fields would not be allowed any more.
      if (field.name == "kind") object->RemoveAllMembers();
    }
    const std::string name(field.name);
    object->RemoveMember(name.c_str());
    object->AddMember(rapidjson::Value(name.c_str(), memory), value, memory);
  };

  std::vector<const FieldInfo*> fields;
  for (const Edit& edit : edits) {
    fields.push_back(field_at(edit.pointer));
    if (fields.back() == nullptr)
      return Error{edit.pointer, "There is no field " + spec::quoted(edit.pointer) +
                                     "; a field is named like /samples/n, and `collapse describe` lists them all."};
  }
  for (const bool kinds : {true, false})  // kinds first: they clear their sections
    for (std::size_t i = 0; i < edits.size(); ++i)
      if ((fields[i]->name == "kind") == kinds) {
        const bool same_kind =
            kinds && (edits[i].value == spec::kind_of(before, fields[i]->section) ||
                      edits[i].value == spec::quoted(spec::kind_of(before, fields[i]->section)));
        if (!same_kind) apply(*fields[i], edits[i].value);
      }
  return spec::read_document(root);
}

}  // namespace collapse
