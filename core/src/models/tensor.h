#pragma once

// The parameters of a network by name, for those who want to compute with them elsewhere.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace collapse::models {

/// One array of a network's parameters. A network's tensors lie one behind another in its flat list, each in row-major
/// order.
struct Tensor {
  std::string name;                // "encoder.hidden.weight"
  std::vector<std::size_t> shape;  // a weight is outputs x inputs

  std::size_t size() const {
    std::size_t product = 1;
    for (const std::size_t length : shape) product *= length;
    return product;
  }
};

/// The two tensors of a layer, put behind what is in the list.
inline void add_weight_and_bias(std::vector<Tensor>& list, const std::string& name, std::vector<std::size_t> weight,
                                std::size_t biases) {
  list.push_back({name + ".weight", std::move(weight)});
  list.push_back({name + ".bias", {biases}});
}

}  // namespace collapse::models
