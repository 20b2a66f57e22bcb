#include "experiment/kinds.h"
#include "spec/rules.h"

// The kinds in core.wasm, the module of the page's first view. Linked before the core library, this list takes the place of
// the one with every kind (experiment/kinds.cpp), so that nothing else comes along.

namespace collapse::experiment {

std::span<const Kind* const> linked_kinds() {
  static constexpr const Kind* kFirstView[] = {&kMixtureKind};
  return kFirstView;
}

}  // namespace collapse::experiment

// Nor the rules of what it does not compute; networks.wasm knows them.
namespace collapse::spec {

std::optional<Error> broken_text_rule(const Spec&) { return {}; }
std::optional<Error> broken_discrete_rule(const Spec&) { return {}; }

}  // namespace collapse::spec
