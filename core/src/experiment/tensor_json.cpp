#include "experiment/tensor_json.h"

#include "spec/json.h"

namespace collapse::experiment {

std::string tensors_json(const std::vector<models::Tensor>& tensors, std::span<const float> values) {
  spec::JsonArray list;
  for (const models::Tensor& tensor : tensors) {
    spec::JsonObject entry;
    entry.text("name", tensor.name);
    spec::JsonArray shape;
    for (const std::size_t length : tensor.shape) shape.add(std::to_string(length));
    entry.add("shape", shape.str());
    if (!values.empty()) {
      entry.add("values", spec::json_numbers(values.first(tensor.size())));
      values = values.subspan(tensor.size());
    }
    list.add(entry.str());
  }
  return list.str();
}

}  // namespace collapse::experiment
