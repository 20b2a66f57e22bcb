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
  const std::string text_before = write_spec(before);
  Result<rapidjson::Document> document = spec::parse_json(text_before);
  if (!document) return document.error();
  rapidjson::Document& root = *document;
  auto& memory = root.GetAllocator();

  std::vector<spec::Written> written;
  std::optional<Error> refused;  // of a value that is neither JSON nor a word
  const auto apply = [&](const FieldInfo& field, const Edit& edit) {
    const std::string& text = edit.value;
    bool word = false;
    Result<rapidjson::Document> parsed = spec::parse_json(text, &word);
    rapidjson::Value value;
    if (parsed) {
      value.CopyFrom(*parsed, memory);
      written.push_back({edit.pointer, text});
    } else if (word) {
      value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
    } else {
      if (!refused) refused = Error{field.path(), parsed.error().message};
      return;
    }
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
      return Error{spec::brief(edit.pointer),
                   "There is no field " + spec::shown(edit.pointer) +
                       "; a field is named like /samples/n, and `collapse describe` lists them all."};
  }
  for (const bool kinds : {true, false})  // kinds first: they clear their sections
    for (std::size_t i = 0; i < edits.size(); ++i)
      if ((fields[i]->name == "kind") == kinds) {
        const bool same_kind = kinds && (edits[i].value == spec::kind_of(before, fields[i]->section) ||
                                         edits[i].value == spec::quoted(spec::kind_of(before, fields[i]->section)));
        if (!same_kind) apply(*fields[i], edits[i]);
      }
  if (refused) return *refused;
  std::size_t bytes = text_before.size();
  for (const Edit& edit : edits) bytes += edit.value.size();
  return spec::if_not_too_long(spec::read_document(root, written), bytes);
}

}  // namespace collapse
