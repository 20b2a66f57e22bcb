#include "nn/losses.h"

#include <algorithm>

#include "nn/elementary_f32.h"
#include "numerics/elementary.h"

namespace collapse::nn {

namespace {

/// ln(sum of e^x) of one row.
double log_sum_exp(std::size_t count, const float* x) {
  const double top = static_cast<double>(*std::max_element(x, x + count));
  double sum = 0;
  for (std::size_t j = 0; j < count; ++j) sum += numerics::exp(static_cast<double>(x[j]) - top);
  return top + numerics::log(sum);
}

}  // namespace

double bernoulli_cross_entropy(std::size_t rows, std::size_t columns, const float* logits, const float* targets,
                               float scale, float* gradient, double* per_row) {
  double total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t start = row * columns;
    f32x4 sum{};
    by_fours(columns, [&](std::size_t j, std::size_t count) {
      const f32x4 x = load_first(logits + start + j, count), t = load_first(targets + start + j, count);
      const Logistic pair = logistic4(x);
      sum += only_first((relu4(x) - x * t) + pair.softplus_tail, count);
      if (gradient) store_first(gradient + start + j, (pair.sigmoid - t) * scale, count);
    });
    const double value = sum4(sum);
    if (per_row) per_row[row] = value;
    total += value;
  }
  return total;
}

double gaussian_latent(std::size_t rows, std::size_t latent, const float* code, const float* noise, float* sd, float* z,
                       double* per_row) {
  double total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const float* means = code + row * 2 * latent;
    const float* logvars = means + latent;
    f32x4 sum{};
    by_fours(latent, [&](std::size_t j, std::size_t count) {
      const std::size_t at = row * latent + j;
      const f32x4 mean = load_first(means + j, count), logvar = load_first(logvars + j, count);
      const f32x4 s = exp4(0.5f * logvar);
      store_first(sd + at, s, count);
      store_first(z + at, mean + s * load_first(noise + at, count), count);
      sum += only_first((mean * mean + (s * s - 1.0f)) - logvar, count);
    });
    const double value = 0.5 * sum4(sum);
    if (per_row) per_row[row] = value;
    total += value;
  }
  return total;
}

void gaussian_latent_backward(std::size_t rows, std::size_t latent, const float* code, const float* noise,
                              const float* sd, const float* dz, float kl_scale, float* dcode) {
  for (std::size_t row = 0; row < rows; ++row)
    by_fours(latent, [&](std::size_t j, std::size_t count) {
      const std::size_t at = row * latent + j, mean_at = row * 2 * latent + j;
      const f32x4 s = load_first(sd + at, count), d = load_first(dz + at, count);
      store_first(dcode + mean_at, d + kl_scale * load_first(code + mean_at, count), count);
      const f32x4 by_logvar = 0.5f * (d * (load_first(noise + at, count) * s) + kl_scale * (s * s - 1.0f));
      store_first(dcode + mean_at + latent, by_logvar, count);
    });
}

double softmax_cross_entropy(std::size_t rows, std::size_t classes, const float* logits, const std::uint8_t* labels,
                             float scale, float* gradient) {
  double total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const float* x = logits + row * classes;
    const double normaliser = log_sum_exp(classes, x);
    total += normaliser - static_cast<double>(x[labels[row]]);
    if (!gradient) continue;
    for (std::size_t j = 0; j < classes; ++j) {
      const double probability = numerics::exp(static_cast<double>(x[j]) - normaliser);
      gradient[row * classes + j] = scale * static_cast<float>(probability - (j == labels[row] ? 1 : 0));
    }
  }
  return total;
}

void softmax(std::size_t rows, std::size_t classes, const float* logits, float* probabilities) {
  for (std::size_t row = 0; row < rows; ++row) {
    const double normaliser = log_sum_exp(classes, logits + row * classes);
    for (std::size_t j = row * classes; j < (row + 1) * classes; ++j)
      probabilities[j] = static_cast<float>(numerics::exp(static_cast<double>(logits[j]) - normaliser));
  }
}

}  // namespace collapse::nn
