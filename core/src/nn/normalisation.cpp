#include "nn/normalisation.h"

#include <cmath>

#include "nn/f32x4.h"

namespace collapse::nn {

void layer_norm(std::size_t rows, std::size_t columns, const float* x, const float* gain, const float* bias, float* y,
                float* moments) {
  const double size = static_cast<double>(columns);
  for (std::size_t row = 0; row < rows; ++row, x += columns, y += columns) {
    f32x4 sums{}, squares{};
    by_fours(columns, [&](std::size_t c, std::size_t count) { sums += load_first(x + c, count); });
    const float mean = static_cast<float>(sum4(sums) / size);
    by_fours(columns, [&](std::size_t c, std::size_t count) {
      const f32x4 off = only_first(load_first(x + c, count) - mean, count);
      squares += off * off;
    });
    const float shrink = static_cast<float>(1 / std::sqrt(sum4(squares) / size + kNormEpsilon));
    by_fours(columns, [&](std::size_t c, std::size_t count) {
      const f32x4 normal = (load_first(x + c, count) - mean) * shrink;
      store_first(y + c, normal * load_first(gain + c, count) + load_first(bias + c, count), count);
    });
    if (!moments) continue;
    *moments++ = mean;
    *moments++ = shrink;
  }
}

void layer_norm_backward(std::size_t rows, std::size_t columns, const float* x, const float* gain, const float* moments,
                         const float* dy, float* dgain, float* dbias, float* dx) {
  const double size = static_cast<double>(columns);
  for (std::size_t row = 0; row < rows; ++row, x += columns, dy += columns, dx += columns, moments += 2) {
    const float mean = moments[0], shrink = moments[1];
    // With n = (x - mean) shrink and d = gain dy: dx = shrink (d - mean of d - n (mean of d n)).
    f32x4 sums{}, products{};
    by_fours(columns, [&](std::size_t c, std::size_t count) {
      const f32x4 normal = (load_first(x + c, count) - mean) * shrink, by_y = load_first(dy + c, count);
      store_first(dgain + c, load_first(dgain + c, count) + by_y * normal, count);
      store_first(dbias + c, load_first(dbias + c, count) + by_y, count);
      const f32x4 d = by_y * load_first(gain + c, count);
      sums += d;
      products += d * normal;  // lanes beyond the row hold d = 0
    });
    const float level = static_cast<float>(sum4(sums) / size), slope = static_cast<float>(sum4(products) / size);
    by_fours(columns, [&](std::size_t c, std::size_t count) {
      const f32x4 normal = (load_first(x + c, count) - mean) * shrink;
      const f32x4 d = load_first(dy + c, count) * load_first(gain + c, count);
      store_first(dx + c, load_first(dx + c, count) + shrink * ((d - level) - normal * slope), count);
    });
  }
}

}  // namespace collapse::nn
