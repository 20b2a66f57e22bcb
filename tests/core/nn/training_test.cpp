#include "nn/training.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "nn/naive.h"
#include "support/close.h"

using namespace collapse;
using test::close;

namespace {

std::vector<nn::Layer> layers_of(std::size_t weights, std::size_t biases, std::size_t inputs) {
  std::vector<nn::Layer> layers;
  nn::add_layer(layers, weights, biases, inputs);
  nn::add_layer(layers, 10, 2, 5);
  return layers;
}

}  // namespace

TEST_CASE("layers lie behind each other, weights and then biases") {
  const std::vector<nn::Layer> layers = layers_of(30, 3, 10);
  CHECK(layers[0].bias() == 30);
  CHECK(layers[1].first == 33);
  CHECK(layers[1].bias() == 43);
  CHECK(nn::parameter_count(layers) == 45);
  CHECK(nn::parameter_count({}) == 0);
}

TEST_CASE("random starts are uniform on +-1/sqrt(inputs)") {
  // The mean of 100,000 has standard deviation b / sqrt(3e5) and the mean square, b^2/3, has b^2 / sqrt(1.125e6): 5 of
  // them are passed with probability 6e-7.
  const double bound = 1 / std::sqrt(400.0);
  const std::vector<float> p = nn::initial_parameters(layers_of(90000, 10000, 400), 20261123, 3, 4);
  double sum = 0, square = 0, largest = 0;
  for (std::size_t i = 0; i < 100000; ++i) {
    const double x = static_cast<double>(p[i]);
    sum += x;
    square += x * x;
    largest = std::max(largest, std::fabs(x));
  }
  CHECK(largest <= bound * (1 + 1e-7));
  CHECK(largest > 0.999 * bound);
  CHECK(std::fabs(sum / 1e5) < 5 * bound / std::sqrt(3e5));
  CHECK(std::fabs(square / 1e5 - bound * bound / 3) < 5 * bound * bound / std::sqrt(1.125e6));
}

TEST_CASE("a layer's start does not depend on the layers before it, and differs between generations and runs") {
  const std::vector<float> a = nn::initial_parameters(layers_of(30, 3, 10), 1, 2, 3),
                           b = nn::initial_parameters(layers_of(12, 1, 7), 1, 2, 3);
  CHECK(std::equal(a.end() - 12, a.end(), b.end() - 12));
  CHECK(a != nn::initial_parameters(layers_of(30, 3, 10), 1, 2, 4));
  CHECK(a != nn::initial_parameters(layers_of(30, 3, 10), 1, 3, 3));
  CHECK(a != nn::initial_parameters(layers_of(30, 3, 10), 2, 2, 3));
}

TEST_CASE("an epoch takes every item once, in an order of its own, the last minibatch what is left") {
  nn::Minibatches minibatches(23, 5, 3, 7, 0, 1);
  CHECK(minibatches.total() == 15);
  std::vector<std::vector<std::uint32_t>> epochs;
  while (!minibatches.done()) {
    if (minibatches.at_start_of_epoch()) epochs.emplace_back();
    const auto which = minibatches.next();
    CHECK(which.size() == (epochs.back().size() == 20 ? 3 : 5));
    epochs.back().insert(epochs.back().end(), which.begin(), which.end());
  }
  REQUIRE(epochs.size() == 3);
  CHECK(epochs[0] != epochs[1]);
  CHECK(epochs[1] != epochs[2]);
  for (std::vector<std::uint32_t> epoch : epochs) {
    std::sort(epoch.begin(), epoch.end());
    REQUIRE(epoch.size() == 23);
    for (std::uint32_t i = 0; i < 23; ++i) CHECK(epoch[i] == i);
  }
}

TEST_CASE("without items or epochs there is nothing to do") {
  CHECK(nn::Minibatches(0, 5, 3, 7, 0, 1).done());
  CHECK(nn::Minibatches(9, 5, 0, 7, 0, 1).done());
  CHECK(nn::Minibatches(0, 5, 3, 7, 0, 1).total() == 0);
}

TEST_CASE("a loss that is not finite takes the parameters back to where it last was") {
  for (const double wrong : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    nn::Descent descent({1, 2}, {});
    CHECK_FALSE(nn::Descent({1, 2}, {}).step(wrong));
    descent.gradient()[0] = 1;
    CHECK(descent.step(5));
    const std::vector<float> first = descent.parameters();
    CHECK(first[0] < 1);
    CHECK(first[1] == 2);
    CHECK(descent.gradient()[0] == 0);
    descent.gradient()[1] = std::numeric_limits<float>::quiet_NaN();
    CHECK(descent.step(4));
    CHECK(descent.parameters()[1] != descent.parameters()[1]);
    CHECK_FALSE(descent.step(wrong));
    CHECK(descent.parameters() == first);
  }
}

TEST_CASE(
    "the learning rate rises over a tenth of the steps, at most 100, and then falls on a half cosine to a tenth") {
  CHECK(nn::warm_cosine(0, 50) == 0.2);
  CHECK(nn::warm_cosine(4, 50) == 1);
  CHECK(nn::warm_cosine(5, 50) == 1);
  CHECK(close(nn::warm_cosine(5 + 15, 50), 0.55 + 0.45 * 0.5, 1e-14));  // a third of the way down: cos 60 degrees
  CHECK(close(nn::warm_cosine(99, 5000), 1, 1e-14));
  CHECK(nn::warm_cosine(98, 5000) == 0.99);
  CHECK(close(nn::warm_cosine(100 + 2450, 5000), 0.55, 1e-14));
  CHECK(nn::warm_cosine(0, 1) == 1);
  for (long total = 1; total < 40; ++total)
    for (long step = 1; step < total; ++step) {
      CHECK(nn::warm_cosine(step, total) > 0.1);
      CHECK(nn::warm_cosine(step, total) <= 1);
      if (step >= (total + 9) / 10) CHECK(nn::warm_cosine(step, total) <= nn::warm_cosine(step - 1, total));
    }
}

TEST_CASE("gathered rows are those asked for, in the order asked, for every width") {
  for (const std::size_t columns : {1u, 4u, 7u}) {
    const std::vector<float> from = test::normals(5 * columns, 1);
    const std::vector<std::uint32_t> which{3, 0, 3, 4};
    std::vector<float> to(which.size() * columns + 1, 7);
    nn::gather(which, columns, from.data(), to.data());
    for (std::size_t i = 0; i < which.size(); ++i)
      for (std::size_t j = 0; j < columns; ++j) CHECK(to[i * columns + j] == from[which[i] * columns + j]);
    CHECK(to.back() == 7);
  }
}

TEST_CASE("a gradient that is too long keeps its direction and gets the length allowed") {
  const std::vector<float> gradient = test::normals(10001, 1);
  double squares = 0;
  for (const float g : gradient) squares += static_cast<double>(g) * static_cast<double>(g);
  std::vector<float> shortened = gradient;
  CHECK(close(nn::shorten(shortened.size(), shortened.data(), 3), std::sqrt(squares), 1e-6));
  for (std::size_t i = 0; i < gradient.size(); ++i)
    CHECK(close(static_cast<double>(shortened[i]), static_cast<double>(gradient[i]) * 3 / std::sqrt(squares), 1e-6));
  const std::vector<float> short_enough = shortened;
  CHECK(close(nn::shorten(shortened.size(), shortened.data(), 3.001), 3, 1e-6));
  CHECK(shortened == short_enough);
  std::vector<float> wild{1, std::numeric_limits<float>::infinity(), 2};
  CHECK(nn::shorten(3, wild.data(), 1) == HUGE_VAL);
  CHECK(wild[0] == 1);
  CHECK(nn::shorten(0, nullptr, 1) == 0);
}

TEST_CASE("a step of Adam at half the rate moves half as far") {
  nn::Descent full({1, 2}, {}), half({1, 2}, {});
  for (nn::Descent* descent : {&full, &half}) descent->gradient()[0] = 0.25f;
  full.step(1);
  half.step(1, 0.5);
  CHECK(
      close(1 - static_cast<double>(half.parameters()[0]), (1 - static_cast<double>(full.parameters()[0])) / 2, 1e-4));
  CHECK(half.parameters()[1] == 2);
}
