#include "collapse/needs.h"

#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

namespace {

// Neither shapes, nor biased or selected draws, nor drawn statistics, nor further metrics: they take code of their own.
bool is_plain(const Spec& spec) {
  return !is_shape(spec.source.kind) && spec.model.temperature == 1 && spec.model.truncation == 0 &&
         spec.model.draws == DrawKind::points && spec.selection.kind == SelectionKind::none &&
         spec.metrics == MetricsKind::basic;
}

}  // namespace

Needs needs_of(const Spec& spec) {
  Needs needs;
  if (module_of(spec.model.kind) != Module::core || !is_plain(spec)) needs.module = Module::networks;
  if (spec.source.kind == SourceKind::dataset) {
    needs.data = BuiltIn::table;
    needs.name = spec::text_of(spec.source.name);
  } else if (spec.source.kind == SourceKind::digits) {
    needs.data = BuiltIn::digits;
    const std::string_view size = spec::text_of(spec.source.size);  // "14x14"
    needs.name = size.substr(0, size.find('x'));
  } else if (spec.source.kind == SourceKind::corpus) {
    needs.data = BuiltIn::corpus;
    needs.name = spec::text_of(spec.source.corpus);
  }
  return needs;
}

std::string write_needs(const Spec& spec) {
  constexpr std::string_view kData[] = {"", "table", "digits", "corpus"};
  const Needs needs = needs_of(spec);
  spec::JsonObject object;
  object.text("module", spec::text_of(needs.module));
  object.text("data", kData[static_cast<std::size_t>(needs.data)]);
  object.text("name", needs.name);
  return object.str();
}

}  // namespace collapse
