#include "collapse/presets.h"

#include <string>

#include "collapse/json.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

Result<Spec> preset(std::string_view name) {
  for (const BuiltInFile& file : preset_files())
    if (file.name == name) return read_spec(json_at(file.text, "/spec"));
  return Error{"", "No preset is called " + spec::shown(name) + "."};
}

std::string_view built_in_table(const Spec& spec) {
  if (spec.source.kind != SourceKind::dataset) return {};
  for (const BuiltInFile& file : table_files())
    if (file.name == spec::text_of(spec.source.name)) return file.text;
  return {};
}

}  // namespace collapse
