#include "nn/adam.h"

#include <doctest/doctest.h>

#include "nn/naive.h"

using namespace collapse;
using test::Doubles;
using test::normals;

namespace {

/// Adam as in the paper's Algorithm 1, in doubles, for `steps` gradients.
Doubles naive_adam(const nn::AdamSettings& s, Doubles p, const std::vector<std::vector<float>>& gradients) {
  Doubles m(p.size()), v(p.size());
  double t = 0;
  for (const std::vector<float>& gradient : gradients) {
    t += 1;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double g = static_cast<double>(gradient[i]) + s.weight_decay * p[i];
      m[i] = s.beta1 * m[i] + (1 - s.beta1) * g;
      v[i] = s.beta2 * v[i] + (1 - s.beta2) * g * g;
      const double mean = m[i] / (1 - numerics::pow(s.beta1, t)), square = v[i] / (1 - numerics::pow(s.beta2, t));
      p[i] -= s.learning_rate * mean / (std::sqrt(square) + s.epsilon);
    }
  }
  return p;
}

}  // namespace

TEST_CASE("Adam's steps are those of the paper, with and without weight decay, for every size") {
  for (const double weight_decay : {0.0, 0.1})
    for (const std::size_t size : {1u, 4u, 11u}) {
      nn::AdamSettings settings;
      settings.weight_decay = weight_decay;
      settings.learning_rate = 0.01;
      std::vector<float> p = normals(size, 1);
      const Doubles start = test::doubles(p);
      std::vector<std::vector<float>> gradients;
      nn::Adam adam(size, settings);
      for (std::uint32_t step = 0; step < 50; ++step) {
        gradients.push_back(normals(size, 10 + step, 100));
        std::vector<float> gradient = gradients.back();
        adam.step(gradient.data(), p.data(), p.data());
        CHECK(gradient == std::vector<float>(size));
      }
      CHECK(test::relative_difference(p, naive_adam(settings, start, gradients)) < 3e-6);
    }
}

TEST_CASE("the first step has the length of the learning rate, whatever the gradient's scale") {
  for (const float scale : {1e-3f, 1.0f, 1e6f}) {
    nn::Adam adam(2, {});
    std::vector<float> gradient{scale, -scale};
    std::vector<float> p{0, 0};
    adam.step(gradient.data(), p.data(), p.data());
    CHECK(p[0] < -0.9999e-3f);
    CHECK(p[0] > -1.0001e-3f);
    CHECK(p[1] == -p[0]);
  }
}
