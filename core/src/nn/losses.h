#pragma once

// Losses with their gradients. Sums over a batch are made image by image: the four lanes of a row in floats, then in
// doubles.

#include <cstddef>
#include <cstdint>

namespace collapse::nn {

/// Bernoulli cross-entropy from logits x and targets t in [0, 1], summed over the columns of each row (nats):
/// sum of max(x, 0) - x t + ln(1 + e^-|x|). `gradient`, unless null, becomes scale (sigmoid(x) - t); it may be
/// `logits`. `per_row`, unless null, receives each row's sum. Returns the sum over rows.
double bernoulli_cross_entropy(std::size_t rows, std::size_t columns, const float* logits, const float* targets,
                               float scale, float* gradient, double* per_row);

/// Diagonal Gaussians N(mean, e^logvar): `code` is rows x (2 latent), means and then log-variances. Makes sd =
/// e^(logvar/2) and, with standard normal `noise`, the draws z = mean + sd noise (both rows x latent). Returns the sum
/// over rows of KL(N(mean, sd^2) || N(0, 1)) = 1/2 sum of mean^2 + sd^2 - 1 - logvar, in nats; `per_row`, unless null,
/// each row's.
double gaussian_latent(std::size_t rows, std::size_t latent, const float* code, const float* noise, float* sd, float* z,
                       double* per_row);

/// The gradient of L + kl_scale KL by `code`, from dz = dL/dz: by the mean dz + kl_scale mean, by the log-variance
/// dz noise sd / 2 + kl_scale (sd^2 - 1) / 2.
void gaussian_latent_backward(std::size_t rows, std::size_t latent, const float* code, const float* noise,
                              const float* sd, const float* dz, float kl_scale, float* dcode);

/// Cross-entropy of a softmax in nats, summed over rows: ln(sum over j of e^x_j) - x_label. `gradient`, unless null,
/// becomes scale (softmax - 1[label]); it may be `logits`. Labels are below `classes`.
double softmax_cross_entropy(std::size_t rows, std::size_t classes, const float* logits, const std::uint8_t* labels,
                             float scale, float* gradient);

/// Every row's probabilities e^x_j / sum; `probabilities` may be `logits`.
void softmax(std::size_t rows, std::size_t classes, const float* logits, float* probabilities);

}  // namespace collapse::nn
