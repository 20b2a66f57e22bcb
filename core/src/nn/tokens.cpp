#include "nn/tokens.h"

#include <algorithm>
#include <cmath>

#include "nn/elementary_f32.h"
#include "numerics/elementary.h"

namespace collapse::nn {

void embed(std::size_t tokens, std::size_t width, const std::uint32_t* ids, const std::uint32_t* positions,
           const float* token_table, const float* position_table, float* x) {
  for (std::size_t i = 0; i < tokens; ++i, x += width) {
    const float *token = token_table + ids[i] * width, *position = position_table + positions[i] * width;
    by_fours(width, [&](std::size_t c, std::size_t count) {
      store_first(x + c, load_first(token + c, count) + load_first(position + c, count), count);
    });
  }
}

void embed_backward(std::size_t tokens, std::size_t width, const std::uint32_t* ids, const std::uint32_t* positions,
                    const float* dx, float* dtoken_table, float* dposition_table) {
  for (std::size_t i = 0; i < tokens; ++i, dx += width) {
    float *token = dtoken_table + ids[i] * width, *position = dposition_table + positions[i] * width;
    by_fours(width, [&](std::size_t c, std::size_t count) {
      const f32x4 d = load_first(dx + c, count);
      store_first(token + c, load_first(token + c, count) + d, count);
      store_first(position + c, load_first(position + c, count) + d, count);
    });
  }
}

double token_cross_entropy(std::size_t rows, std::size_t vocabulary, const float* logits, const std::uint32_t* targets,
                           float scale, float* gradient, float* nats) {
  double total = 0;
  const f32x4 nothing = splat4(-HUGE_VALF);
  for (std::size_t row = 0; row < rows; ++row, logits += vocabulary) {
    f32x4 tops = nothing;
    const auto padded = [&](std::size_t v, std::size_t count) {
      f32x4 x = nothing;
      if (count == 4) return load4(logits + v);
      for (std::size_t i = 0; i < count; ++i) x[static_cast<int>(i)] = logits[v + i];
      return x;
    };
    by_fours(vocabulary, [&](std::size_t v, std::size_t count) { tops = at_least(tops, padded(v, count)); });
    const float top = std::max(std::max(tops[0], tops[1]), std::max(tops[2], tops[3]));
    const float target = logits[targets[row]];
    f32x4 sums{};
    float* const to = gradient;
    by_fours(vocabulary, [&](std::size_t v, std::size_t count) {
      const f32x4 e = exp4(padded(v, count) - top);
      sums += e;
      if (to) store_first(to + v, e, count);
    });
    const double sum = sum4(sums);
    const double value = (static_cast<double>(top) - static_cast<double>(target)) + numerics::log(sum);
    if (nats) nats[row] = static_cast<float>(value);
    total += value;
    if (!gradient) continue;
    const f32x4 share = splat4(scale * static_cast<float>(1 / sum));
    by_fours(vocabulary,
             [&](std::size_t v, std::size_t count) { store_first(to + v, load_first(to + v, count) * share, count); });
    gradient[targets[row]] -= scale;
    gradient += vocabulary;
  }
  return total;
}

}  // namespace collapse::nn
