#include "networks.h"

#include <cstddef>
#include <vector>

#include "collapse/stream.h"
#include "data/corpus.h"
#include "models/language/transformer_fit.h"
#include "models/vae/fit.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"
#include "numerics/wide.h"

namespace {

using collapse::nn::f32x4;
using collapse::nn::Matrix;
using collapse::random::Purpose;
using collapse::random::Stream;

struct Product {
  std::size_t m = 0, n = 0, k = 0;
  std::vector<float> left, right, result;
  Matrix a{}, b{};
  collapse::nn::GemmBuffers buffers;
} product;

struct Training {
  std::size_t pixels = 1;
  std::vector<std::uint8_t> levels;
  std::vector<float> images;
  collapse::models::VaeSettings settings;
} training;

struct Text {
  collapse::data::Corpus corpus;
  collapse::models::TransformerSettings settings;
} text;

constexpr int kChains = 12;

/// s = s scale + step in every chain. A product and a sum take 3 or 4 cycles each and there are two units for either
/// (Zen, Intel from Skylake on), so twelve chains keep them busy; with the two constants they fit the 15 registers V8
/// gives.
template <class V>
COLLAPSE_INLINE double chains(double flops) {
  constexpr int lanes = static_cast<int>(sizeof(V) / sizeof(float));
  V scale{}, step{}, s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{}, s8{}, s9{}, s10{}, s11{};
  for (int i = 0; i < lanes; ++i) {
    scale[i] = 0.75f;
    step[i] = 0.125f;
    s0[i] = static_cast<float>(i);
  }
  s1 = s0 + step, s2 = s1 + step, s3 = s2 + step, s4 = s3 + step, s5 = s4 + step, s6 = s5 + step;
  s7 = s6 + step, s8 = s7 + step, s9 = s8 + step, s10 = s9 + step, s11 = s10 + step;
  const auto turns = static_cast<std::int32_t>(flops / (2.0 * kChains * lanes));
  for (std::int32_t i = 0; i <= turns; ++i) {
    s0 = s0 * scale + step;
    s1 = s1 * scale + step;
    s2 = s2 * scale + step;
    s3 = s3 * scale + step;
    s4 = s4 * scale + step;
    s5 = s5 * scale + step;
    s6 = s6 * scale + step;
    s7 = s7 * scale + step;
    s8 = s8 * scale + step;
    s9 = s9 * scale + step;
    s10 = s10 * scale + step;
    s11 = s11 * scale + step;
  }
  const V sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
  double all = 0;
  for (int i = 0; i < lanes; ++i) all += static_cast<double>(sum[i]);
  return all;
}

#ifdef COLLAPSE_HAS_WIDE
typedef float f32x8 __attribute__((vector_size(32)));
COLLAPSE_WIDE double wide_chains(double flops) { return chains<f32x8>(flops); }
#endif

}  // namespace

double bench_ceiling(double flops, [[maybe_unused]] int32_t wide) {
#ifdef COLLAPSE_HAS_WIDE
  if (wide && collapse::numerics::has_wide()) return wide_chains(flops);
#endif
  return chains<f32x4>(flops);
}

void bench_gemm_prepare(int32_t m, int32_t n, int32_t k, int32_t layout) {
  product.m = static_cast<std::size_t>(m);
  product.n = static_cast<std::size_t>(n);
  product.k = static_cast<std::size_t>(k);
  Stream stream(7, 0, 0, Purpose::measurement);
  const auto fill = [&](std::vector<float>& matrix, std::size_t size) {
    matrix.resize(size);
    for (float& x : matrix) x = static_cast<float>(stream.normal());
  };
  fill(product.left, product.m * product.k);
  fill(product.right, product.k * product.n);
  product.result.assign(product.m * product.n, 0);
  const float *left = product.left.data(), *right = product.right.data();
  product.a = layout == BENCH_LEFT_TRANSPOSED ? transposed(collapse::nn::row_major(left, product.m))
                                              : collapse::nn::row_major(left, product.k);
  product.b = layout == BENCH_RIGHT_TRANSPOSED ? transposed(collapse::nn::row_major(right, product.k))
                                               : collapse::nn::row_major(right, product.n);
}

double bench_gemm(int32_t times) {
  for (int32_t i = 0; i < times; ++i)
    collapse::nn::gemm(product.m, product.n, product.k, product.a, product.b, {product.result.data()}, product.buffers);
  return static_cast<double>(product.result.front()) + static_cast<double>(product.result.back());
}

uint8_t* bench_images(int32_t side, int32_t count) {
  training.settings.shape.side = side;
  training.pixels = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  training.levels.assign(static_cast<std::size_t>(count) * training.pixels, 0);
  return training.levels.data();
}

void bench_vae_prepare(int32_t latent) {
  training.images.resize(training.levels.size());
  for (std::size_t i = 0; i < training.levels.size(); ++i)
    training.images[i] = static_cast<float>(training.levels[i]) / 15.0f;
  training.settings.shape.latent = latent;
  training.settings.shape.hidden = 256;
  training.settings.batch = 100;
  training.settings.learning_rate = 1e-3;
  training.settings.beta = 1;
}

double bench_vae(int32_t epochs) {
  training.settings.epochs = epochs;
  collapse::models::VaeEstimator estimator(training.settings);
  estimator.begin(training.images, nullptr, 7, 0, 0);
  while (estimator.advance(100) > 0) {
  }
  const collapse::models::VaeEpoch last = estimator.epochs().back();
  return last.reconstruction_nats + last.kl_nats;
}

void bench_transformer_prepare(int32_t vocabulary, int32_t layers, int32_t width, int32_t heads, int32_t context,
                               int32_t blocks) {
  text.settings.shape = {layers, width, heads, context, static_cast<std::size_t>(vocabulary)};
  text.settings.batch = 16;
  text.settings.learning_rate = 1e-3;
  text.corpus = {};
  // The peers make the same: a linear congruential generator of 31 bits, Park and Miller's.
  std::uint64_t state = 1;
  std::uint32_t token = 0;
  std::vector<collapse::data::Token> block(static_cast<std::size_t>(context));
  for (int32_t b = 0; b < blocks; ++b) {
    for (collapse::data::Token& next : block) {
      state = state * 48271 % 2147483647;
      next = token = (token * 7 + static_cast<std::uint32_t>(state % 4)) % static_cast<std::uint32_t>(vocabulary);
    }
    text.corpus.append(block, true);
  }
}

double bench_transformer(int32_t epochs) {
  text.settings.epochs = epochs;
  collapse::models::TransformerEstimator estimator(text.settings);
  estimator.begin(text.corpus, nullptr, 7, 0, 0);
  while (estimator.advance(100) > 0) {
  }
  double sum = 0;
  for (const float loss : estimator.losses()) sum += static_cast<double>(loss);
  return sum / static_cast<double>(estimator.losses().size());
}
