#include "spec/manifest.h"

namespace collapse::spec {

std::span<const std::string_view> field_docs() {
  static constexpr std::string_view kDocs[] = {
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) doc,
#include "collapse/spec_fields.def"
  };
  return kDocs;
}

}  // namespace collapse::spec
