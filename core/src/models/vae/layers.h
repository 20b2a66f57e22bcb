#pragma once

// The two architectures behind VaeNetwork. Only models/vae*.cpp includes it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/vae/network.h"

namespace collapse::models {

std::vector<nn::Layer> mlp_layers(const VaeShape& shape);
std::unique_ptr<VaeNetwork> make_mlp(const VaeShape& shape, std::size_t capacity);
std::vector<Tensor> mlp_tensors(const VaeShape& shape);
/// Floats of room for one image.
std::uint64_t mlp_activations(const VaeShape& shape);

std::vector<nn::Layer> convolutional_layers(const VaeShape& shape);
std::vector<Tensor> convolutional_tensors(const VaeShape& shape);
std::unique_ptr<VaeNetwork> make_convolutional(const VaeShape& shape, std::size_t capacity);
std::uint64_t convolutional_activations(const VaeShape& shape);

}  // namespace collapse::models
