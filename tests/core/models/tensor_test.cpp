#include "models/tensor.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "models/language/transformer.h"
#include "models/vae/digit_classifier.h"
#include "models/vae/vae.h"

using namespace collapse::models;
using collapse::ArchitectureKind;

namespace {

std::size_t numbers_of(const std::vector<Tensor>& tensors) {
  std::size_t sum = 0;
  std::set<std::string> names;
  for (const Tensor& tensor : tensors) {
    sum += tensor.size();
    CHECK(names.insert(tensor.name).second);
  }
  return sum;
}

}  // namespace

TEST_CASE("the tensors of a network are all of its parameters, each with a name of its own") {
  for (const int side : {14, 28})
    for (const int latent : {1, 8}) {
      const VaeShape mlp{ArchitectureKind::mlp, side, latent, 24};
      CHECK(numbers_of(tensors_of(mlp)) == size_of(mlp, 10).parameters);
    }
  const VaeShape convolutional{ArchitectureKind::convolutional, 28, 20, 1};
  CHECK(numbers_of(tensors_of(convolutional)) == size_of(convolutional, 10).parameters);
  for (const int layers : {1, 3}) {
    const TransformerShape shape{layers, 12, 3, 16, 77};
    CHECK(numbers_of(tensors_of(shape)) == size_of(shape).parameters);
  }
  for (const std::size_t pixels : {196u, 784u})
    CHECK(numbers_of(classifier_tensors(pixels)) == classifier_parameters(pixels));
}
