#include "experiment/law_json.h"

#include <string_view>

#include "spec/json.h"

namespace collapse::experiment {

std::string laws_json(const std::vector<theory::Law>& laws) {
  static constexpr std::string_view kKinds[] = {"expectation", "geometric_mean", "limit", "large_n"};
  spec::JsonArray list;
  for (const theory::Law& law : laws) {
    spec::JsonObject item;
    item.text("metric", law.metric);
    item.text("kind", kKinds[static_cast<int>(law.kind)]);
    item.text("label", law.label);
    item.text("source", law.source);
    item.add("values", spec::json_numbers(law.values));
    item.add("sd", spec::json_numbers(law.sd));
    list.add(item.str());
  }
  return list.str();
}

}  // namespace collapse::experiment
