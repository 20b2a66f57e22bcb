#include "collapse/real_data.h"

#include <algorithm>
#include <string>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

namespace experiment {

namespace {

// "gaussian", "gmm": what this program was linked with.
std::string linked_models() {
  std::string names;
  for (const Kind* kind : linked_kinds())
    for (const ModelKind model : kind->models) {
      const std::string name = spec::quoted(spec::text_of(model));
      if (names.find(name) == std::string::npos) (names += names.empty() ? "" : ", ") += name;
    }
  return names;
}

}  // namespace

Result<const Kind*> kind_of(const Spec& spec) {
  for (const Kind* kind : linked_kinds()) {
    if (std::find(kind->models.begin(), kind->models.end(), spec.model.kind) == kind->models.end()) continue;
    if (kind->takes == nullptr || kind->takes(spec)) return kind;
  }
  return Error{"/model/kind", "This program does not compute the model " +
                                  spec::quoted(spec::text_of(spec.model.kind)) + "; it computes " + linked_models() +
                                  "."};
}

}  // namespace experiment

Result<Count> most_samples(const Spec& spec, std::string_view table) {
  const Result<const experiment::Kind*> kind = experiment::kind_of(spec);
  if (!kind) return kind.error();
  const Count most = static_cast<Count>(spec::find_field("samples", "n")->maximum);
  if ((*kind)->real_items == nullptr) return most;
  const Result<std::size_t> items = (*kind)->real_items(spec, table);
  if (!items) return items.error();
  // What a generation takes rises with n: the last n that suffices, by halves.
  recursion::Plan plan = experiment::make_plan(spec);
  Count suffices = 1, beyond = most + 1;
  while (beyond - suffices > 1) {
    const Count n = suffices + (beyond - suffices) / 2;
    plan.n = static_cast<double>(n);
    (experiment::most_real(plan, static_cast<int>(spec.generations)) <= *items ? suffices : beyond) = n;
  }
  return suffices;
}

}  // namespace collapse
