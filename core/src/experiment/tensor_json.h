#pragma once

// The tensors of a network in an answer.

#include <span>
#include <string>
#include <vector>

#include "models/tensor.h"

namespace collapse::experiment {

/// [{"name":…,"shape":[…]},…], each with its "values" where there are some: all parameters of the network, in order.
std::string tensors_json(const std::vector<models::Tensor>& tensors, std::span<const float> values = {});

}  // namespace collapse::experiment
