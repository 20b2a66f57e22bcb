#include "collapse/real_data.h"

#include <algorithm>
#include <string>

#include "collapse/needs.h"
#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "spec/json.h"
#include "spec/manifest.h"

namespace collapse {

namespace experiment {

Result<const Kind*> kind_of(const Spec& spec) {
  const DataType data = data_type(spec.model.kind);
  const Module needed = needs_of(spec).module;
  for (const Kind* kind : linked_kinds()) {
    if (needed > linked_module()) break;
    if (std::find(kind->data.begin(), kind->data.end(), data) == kind->data.end()) continue;
    if (kind->takes == nullptr || kind->takes(spec)) return kind;
  }
  return Error{"/model/kind", "This program does not compute the model " +
                                  spec::quoted(spec::text_of(spec.model.kind)) + " with these settings; the module " +
                                  spec::quoted(spec::text_of(needed)) + " does."};
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
