#include "experiment/law_json.h"

#include "spec/json.h"

namespace collapse::experiment {

std::string_view law_kind(theory::LawKind kind) {
  static constexpr std::string_view kKinds[] = {"expectation", "geometric_mean", "limit", "large_n"};
  return kKinds[static_cast<int>(kind)];
}

std::string laws_json(const std::vector<theory::Law>& laws) {
  spec::JsonArray list;
  for (const theory::Law& law : laws) {
    spec::JsonObject item;
    item.text("metric", law.metric);
    item.text("kind", law_kind(law.kind));
    item.text("label", law.label);
    item.text("source", law.source);
    item.add("values", spec::json_numbers(law.values));
    item.add("sd", spec::json_numbers(law.sd));
    list.add(item.str());
  }
  return list.str();
}

}  // namespace collapse::experiment
