#include "nn/convolution.h"

#include <algorithm>

#include "nn/dense.h"
#include "nn/f32x4.h"

namespace collapse::nn {

namespace {

constexpr std::size_t kKernel = 4;

}  // namespace

void to_patches(const ConvolutionShape& shape, std::size_t images, const float* large, float* patches) {
  const std::size_t side = shape.side, half = side / 2, channels = shape.large;
  float* to = patches;
  for (std::size_t image = 0; image < images; ++image, large += shape.large_size())
    for (std::size_t y = 0; y < half; ++y)
      for (std::size_t x = 0; x < half; ++x)
        for (std::size_t ky = 0; ky < kKernel; ++ky) {
          const std::size_t row = 2 * y + ky;  // one more than the row of the image
          for (std::size_t kx = 0; kx < kKernel; ++kx, to += channels) {
            const std::size_t column = 2 * x + kx;
            const bool inside = row >= 1 && row <= side && column >= 1 && column <= side;
            if (inside)
              std::copy_n(large + ((row - 1) * side + (column - 1)) * channels, channels, to);
            else
              std::fill_n(to, channels, 0.0f);
          }
        }
}

void from_patches(const ConvolutionShape& shape, std::size_t images, const float* patches, const float* bias, bool relu,
                  float* large) {
  const std::size_t side = shape.side, half = side / 2, channels = shape.large;
  for (std::size_t image = 0; image < images; ++image, patches += shape.patches_size())
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t x = 0; x < side; ++x, large += channels) {
        // At most two rows and two columns of the small image touch this pixel.
        const float* touching[4];
        int count = 0;
        for (std::size_t ky = (y + 1) % 2; ky < kKernel && ky <= y + 1; ky += 2) {
          const std::size_t small_y = (y + 1 - ky) / 2;
          if (small_y >= half) continue;
          for (std::size_t kx = (x + 1) % 2; kx < kKernel && kx <= x + 1; kx += 2) {
            const std::size_t small_x = (x + 1 - kx) / 2;
            if (small_x >= half) continue;
            touching[count++] = patches + (small_y * half + small_x) * shape.patch() + (ky * kKernel + kx) * channels;
          }
        }
        by_fours(channels, [&](std::size_t c, std::size_t lanes) {
          f32x4 sum{};
          for (int t = 0; t < count; ++t) sum += load_first(touching[t] + c, lanes);
          if (bias) sum += load_first(bias + c, lanes);
          store_first(large + c, relu ? relu4(sum) : sum, lanes);
        });
      }
}

void convolve_down(const ConvolutionShape& shape, std::size_t images, const float* large, const float* weight,
                   const float* bias, bool relu, float* patches, float* small, GemmBuffers& buffers) {
  to_patches(shape, images, large, patches);
  dense_forward({shape.patch(), shape.small}, images * shape.pixels(), patches, weight, bias, relu, small, buffers);
}

void convolve_down_backward(const ConvolutionShape& shape, std::size_t images, const float* weight, const float* dsmall,
                            float* dweight, float* dbias, float* patches, float* dlarge, GemmBuffers& buffers) {
  const std::size_t rows = images * shape.pixels();
  dense_backward({shape.patch(), shape.small}, rows, patches, weight, dsmall, dweight, dbias, nullptr, buffers);
  if (!dlarge) return;
  gemm(rows, shape.patch(), shape.small, row_major(dsmall, shape.small), row_major(weight, shape.patch()), {patches},
       buffers);
  from_patches(shape, images, patches, nullptr, false, dlarge);
}

void convolve_up(const ConvolutionShape& shape, std::size_t images, const float* small, const float* weight,
                 const float* bias, bool relu, float* patches, float* large, GemmBuffers& buffers) {
  gemm(images * shape.pixels(), shape.patch(), shape.small, row_major(small, shape.small),
       row_major(weight, shape.patch()), {patches}, buffers);
  from_patches(shape, images, patches, bias, relu, large);
}

void convolve_up_backward(const ConvolutionShape& shape, std::size_t images, const float* small, const float* weight,
                          const float* dlarge, float* dweight, float* dbias, float* patches, float* dsmall,
                          GemmBuffers& buffers) {
  const std::size_t rows = images * shape.pixels();
  to_patches(shape, images, dlarge, patches);
  gemm(shape.small, shape.patch(), rows, transposed(row_major(small, shape.small)), row_major(patches, shape.patch()),
       {dweight, true}, buffers);
  add_column_sums(images * shape.side * shape.side, shape.large, dlarge, dbias);
  gemm(rows, shape.small, shape.patch(), row_major(patches, shape.patch()),
       transposed(row_major(weight, shape.patch())), {dsmall}, buffers);
}

}  // namespace collapse::nn
