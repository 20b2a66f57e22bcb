// The networks against an independent implementation in NumPy: losses, gradients and Adam's steps from the same
// numbers.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "models/vae/network.h"
#include "support/close.h"

using namespace collapse;
using test::close;

namespace {

struct Case {
  models::VaeShape shape;
  std::size_t parameters, images;
  double width;  // the parameters are uniform on +-width/2
  double beta, weight_decay;
  double reconstruction_nats, kl_nats, gradient_norm;
  std::vector<std::size_t> which;
  std::vector<double> gradient;  // at `which`
  std::vector<double> after;     // the parameters at `which` after three of Adam's steps
};

#include "models/vae_table.inc"

// The script's numbers.
std::uint32_t mixed(std::uint32_t i, std::uint32_t salt) {
  std::uint32_t x = (i + 1000003u * salt) * 2654435761u;
  x = (x ^ (x >> 15)) * 2246822519u;
  return x ^ (x >> 13);
}
std::vector<float> spread(std::size_t count, std::uint32_t salt, double width) {
  std::vector<float> result(count);
  for (std::uint32_t i = 0; i < count; ++i)
    result[i] = static_cast<float>(((mixed(i, salt) >> 8) * 0x1p-24 - 0.5) * width);
  return result;
}

}  // namespace

TEST_CASE("losses, gradients and three steps of Adam are those of an independent implementation") {
  for (const Case& c : kCases) {
    CAPTURE(static_cast<int>(c.shape.architecture));
    REQUIRE(models::problem_of(c.shape).empty());
    REQUIRE(nn::parameter_count(models::vae_layers(c.shape)) == c.parameters);
    std::vector<float> images(c.images * c.shape.pixels());
    for (std::uint32_t i = 0; i < images.size(); ++i) images[i] = static_cast<float>(mixed(i, 2) >> 28) / 15.0f;
    const std::vector<float> noise = spread(c.images * static_cast<std::size_t>(c.shape.latent), 3, 4);
    const auto network = models::make_vae_network(c.shape, c.images);
    const double n = static_cast<double>(c.images);

    nn::Descent descent(spread(c.parameters, 1, c.width), {.weight_decay = c.weight_decay});
    for (int step = 0; step < 3; ++step) {
      const models::VaeLoss loss =
          network->loss_and_gradient(descent.parameters().data(), c.images, images.data(), noise.data(),
                                     static_cast<float>(c.beta), static_cast<float>(1 / n), descent.gradient());
      if (step == 0) {
        CHECK(close(loss.reconstruction / n, c.reconstruction_nats, 1e-6));
        CHECK(close(loss.kl / n, c.kl_nats, 2e-6));
        double square = 0;
        for (std::size_t i = 0; i < c.parameters; ++i)
          square += static_cast<double>(descent.gradient()[i]) * static_cast<double>(descent.gradient()[i]);
        CHECK(close(std::sqrt(square), c.gradient_norm, 3e-6));
        for (std::size_t i = 0; i < c.which.size(); ++i) {
          CAPTURE(c.which[i]);
          CHECK(close(static_cast<double>(descent.gradient()[c.which[i]]), c.gradient[i], 1e-4));
        }
      }
      REQUIRE(descent.step(loss.reconstruction + loss.kl));
    }
    // Three steps go 0.003; they agree to a thousandth of that, and to the last bits of the parameter itself.
    for (std::size_t i = 0; i < c.which.size(); ++i) {
      CAPTURE(c.which[i]);
      CHECK(close(static_cast<double>(descent.parameters()[c.which[i]]), c.after[i], 2e-7, 3e-6));
    }
  }
}
