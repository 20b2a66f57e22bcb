#include "collapse/needs.h"
#include "experiment/kinds.h"
#include "experiment/mixture_selection.h"
#include "experiment/verdicts.h"
#include "metrics/extra.h"
#include "spec/manifest.h"
#include "spec/rules.h"

// The kinds in core.wasm, the module of the page's first view. Linked before the core library, this list takes the
// place of the one with every kind (experiment/kinds.cpp), so that nothing else comes along.

namespace collapse::experiment {

namespace {

bool takes(const Spec& spec) { return needs_of(spec).module == Module::core; }

}  // namespace

std::span<const Kind* const> linked_kinds() {
  static const Kind kPlain{kMixtureKind.data, kMixtureKind.make, kMixtureKind.real_items, takes};
  static const Kind* const kFirstView[] = {&kPlain};
  return kFirstView;
}

// Specs whose draws are selected are not taken (needs_of).
std::optional<Error> make_mixture_selection(const Spec&, const metrics::Truth&, const models::Moments&,
                                            std::shared_ptr<MixtureSelection>&) {
  return {};
}

// Of what verdicts are read from, only the columns of these kinds.
std::span<const Reading> readings() {
#define READING_core(...) {__VA_ARGS__},
#define READING_networks(...)
  static constexpr Reading kFirstView[] = {
#define READING(module, role, column, below, of_truth, factor, more) \
  READING_##module(Role::role, column, below, of_truth, factor, more)
#include "experiment/verdict_readings.def"
  };
  return kFirstView;
}

}  // namespace collapse::experiment

// Nor metrics that only specs for the other module ask for.
namespace collapse::metrics {

std::unique_ptr<Extra> make_extra(const Truth&, int, std::uint64_t, std::vector<Column>&) { return {}; }

}  // namespace collapse::metrics

// Nor the rules of what it does not compute; networks.wasm knows them. What the fields mean the page loads when it is
// asked.
namespace collapse::spec {

std::span<const std::string_view> field_docs() {
  static constexpr std::string_view kDocs[] = {
#define FIELD(...) std::string_view(),
#include "collapse/spec_fields.def"
  };
  return kDocs;
}

std::optional<Error> broken_text_rule(const Spec&) { return {}; }
std::optional<Error> broken_discrete_rule(const Spec&) { return {}; }
std::optional<Error> broken_sampling_rule(const Spec&) { return {}; }

}  // namespace collapse::spec
