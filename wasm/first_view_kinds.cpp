#include "experiment/kinds.h"
#include "experiment/mixture_selection.h"
#include "spec/manifest.h"
#include "spec/rules.h"

// The kinds in core.wasm, the module of the page's first view. Linked before the core library, this list takes the
// place of the one with every kind (experiment/kinds.cpp), so that nothing else comes along.

namespace collapse::experiment {

std::span<const Kind* const> linked_kinds() {
  static constexpr const Kind* kFirstView[] = {&kMixtureKind};
  return kFirstView;
}

// Specs whose draws are selected are refused by broken_sampling_rule below.
std::optional<Error> make_mixture_selection(const Spec&, const metrics::Truth&, const models::Moments&,
                                            std::shared_ptr<MixtureSelection>&) {
  return {};
}

}  // namespace collapse::experiment

// Nor the rules of what it does not compute, nor what its fields mean; networks.wasm knows them.
namespace collapse::spec {

namespace {

// Whether a field, by the kinds it is for ("kind=a|b"; "" for all), can stand in a spec that this module computes.
constexpr bool computed(std::string_view when) {
  if (when.empty()) return true;
  for (const std::string_view kind :
       {"gaussian", "mixture", "ring", "grid", "dataset", "points", "gmm", "mix", "weighted", "recursion"}) {
    std::string_view rest = when.substr(when.find('=') + 1);
    for (;;) {
      const std::size_t bar = rest.find('|');
      if (rest.substr(0, bar) == kind) return true;
      if (bar == std::string_view::npos) break;
      rest.remove_prefix(bar + 1);
    }
  }
  return false;
}

}  // namespace

std::span<const std::string_view> field_docs() {
  static constexpr std::string_view kDocs[] = {
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) \
  computed(when) ? std::string_view(doc) : std::string_view(),
#include "collapse/spec_fields.def"
  };
  return kDocs;
}

std::optional<Error> broken_text_rule(const Spec&) { return {}; }
std::optional<Error> broken_discrete_rule(const Spec&) { return {}; }

// What web/src/protocol/modules.ts gives to the other module.
std::optional<Error> broken_sampling_rule(const Spec& spec) {
  if (spec.model.temperature == 1 && spec.model.truncation == 0 && spec.model.draws == DrawKind::points &&
      spec.selection.kind == SelectionKind::none && spec.metrics == MetricsKind::basic)
    return {};
  return Error{"/selection/kind", "This program computes plain draws and basic metrics only."};
}

}  // namespace collapse::spec
