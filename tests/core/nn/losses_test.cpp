#include "nn/losses.h"

#include <doctest/doctest.h>

#include <cmath>

#include "nn/naive.h"
#include "support/close.h"

using namespace collapse;
using test::close;
using test::doubles;
using test::Doubles;
using test::gradient_of;
using test::normals;
using test::relative_difference;

namespace {

using Floats = std::vector<float>;

Floats greys(std::size_t count) {
  Floats result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = static_cast<float>(i % 16) / 15.0f;
  return result;
}

double kl_of_row(const Doubles& code, std::size_t latent, std::size_t row) {
  double sum = 0;
  for (std::size_t j = 0; j < latent; ++j) {
    const double mean = code[row * 2 * latent + j], logvar = code[row * 2 * latent + latent + j];
    sum += 0.5 * (mean * mean + numerics::exp(logvar) - 1 - logvar);
  }
  return sum;
}

}  // namespace

TEST_CASE("Bernoulli cross-entropy and its gradient are those of the definition, row by row") {
  for (const std::size_t columns : {1u, 4u, 6u, 23u}) {
    const std::size_t rows = 3;
    const Floats logits = normals(rows * columns, 1, 4), targets = greys(rows * columns);
    Floats gradient(logits.size());
    Doubles per_row(rows);
    const double value = nn::bernoulli_cross_entropy(rows, columns, logits.data(), targets.data(), 0.5f,
                                                     gradient.data(), per_row.data());
    const auto truth = [&](const Doubles& x) { return 0.5 * test::naive_cross_entropy(x, targets); };
    CHECK(close(0.5 * value, truth(doubles(logits)), 1e-6));
    CHECK(close(per_row[0] + per_row[1] + per_row[2], value, 1e-15));
    CHECK(relative_difference(gradient, gradient_of(truth, doubles(logits))) < 1e-6);
  }
}

TEST_CASE("cross-entropy of extreme logits is finite and exact in the limit") {
  const Floats logits{1000, -1000, 1000, -1000}, targets{1, 0, 0, 1};
  Floats gradient(4);
  CHECK(nn::bernoulli_cross_entropy(1, 4, logits.data(), targets.data(), 1, gradient.data(), nullptr) == 2000);
  CHECK(gradient == Floats{0, 0, 1, -1});
}

TEST_CASE("the KL divergence, the draws and their gradients are those of diagonal Gaussians") {
  for (const std::size_t latent : {1u, 2u, 5u, 8u}) {
    const std::size_t rows = 3;
    const Floats code = normals(rows * 2 * latent, 1), noise = normals(rows * latent, 2), c = normals(rows * latent, 3);
    const float kl_scale = 0.25f;
    Floats sd(noise.size()), z(noise.size()), dcode(code.size());
    Doubles per_row(rows);
    const double kl = nn::gaussian_latent(rows, latent, code.data(), noise.data(), sd.data(), z.data(), per_row.data());
    const auto loss = [&](const Doubles& p) {
      double sum = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        sum += static_cast<double>(kl_scale) * kl_of_row(p, latent, i);
        for (std::size_t j = 0; j < latent; ++j) {
          const double mean = p[i * 2 * latent + j], deviation = numerics::exp(0.5 * p[i * 2 * latent + latent + j]);
          sum +=
              static_cast<double>(c[i * latent + j]) * (mean + deviation * static_cast<double>(noise[i * latent + j]));
        }
      }
      return sum;
    };
    double truth = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      CHECK(close(per_row[i], kl_of_row(doubles(code), latent, i), 2e-6));
      truth += kl_of_row(doubles(code), latent, i);
    }
    CHECK(close(kl, truth, 2e-6));
    CHECK(close(static_cast<double>(z[0]),
                static_cast<double>(code[0]) +
                    numerics::exp(0.5 * static_cast<double>(code[latent])) * static_cast<double>(noise[0]),
                1e-6));
    nn::gaussian_latent_backward(rows, latent, code.data(), noise.data(), sd.data(), c.data(), kl_scale, dcode.data());
    CHECK(relative_difference(dcode, gradient_of(loss, doubles(code))) < 1e-6);
  }
}

TEST_CASE("the KL divergence of a standard normal is exactly 0") {
  const Floats code(16, 0.0f), noise(8, 0.5f);
  Floats sd(8), z(8);
  CHECK(nn::gaussian_latent(1, 8, code.data(), noise.data(), sd.data(), z.data(), nullptr) == 0);
  CHECK(z == noise);
}

TEST_CASE("softmax cross-entropy and its gradient are those of the definition") {
  const std::size_t rows = 4, classes = 10;
  const Floats logits = normals(rows * classes, 1, 3);
  const std::vector<std::uint8_t> labels{3, 0, 9, 3};
  const auto truth = [&](const Doubles& x) {
    double sum = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      double total = 0;
      for (std::size_t j = 0; j < classes; ++j) total += numerics::exp(x[i * classes + j]);
      sum += 0.5 * (numerics::log(total) - x[i * classes + labels[i]]);
    }
    return sum;
  };
  Floats gradient(logits.size());
  const double value = nn::softmax_cross_entropy(rows, classes, logits.data(), labels.data(), 0.5f, gradient.data());
  CHECK(close(0.5 * value, truth(doubles(logits)), 1e-12));
  CHECK(relative_difference(gradient, gradient_of(truth, doubles(logits))) < 1e-6);
}

TEST_CASE("probabilities of a softmax sum to 1, also for logits beyond the range of exp") {
  const Floats logits{1e4f, 9999.0f, -1e4f};
  Floats p(3);
  nn::softmax(1, 3, logits.data(), p.data());
  CHECK(close(static_cast<double>(p[0]), 1 / (1 + numerics::exp(-1)), 1e-6));
  CHECK(p[2] == 0);
  CHECK(close(static_cast<double>(p[0] + p[1] + p[2]), 1, 1e-6));
}
