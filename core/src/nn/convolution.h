#pragma once

// Convolutions with a 4 x 4 kernel, stride 2, padding 1, which halve the side of an image, and their transposes, which
// double it. An image is side x side x channels with the channels of a pixel side by side. Gradients are *added* to.
//
// Both are matrix products with `patches`: one row for each pixel of the small image, the 16 pixels of the large one
// that it touches side by side, in the order (ky, kx, channel), 0 outside the image.

#include <cstddef>

#include "nn/gemm.h"

namespace collapse::nn {

/// The layer between a large image (side x side, `large` channels) and a small one (side/2, `small` channels). Down, it
/// is a convolution; up, a transposed convolution. The weight is small x (16 large): PyTorch's, with the channels last.
struct ConvolutionShape {
  std::size_t side;  // of the large image, even
  std::size_t large, small;
  std::size_t pixels() const { return (side / 2) * (side / 2); }  // of the small image
  std::size_t patch() const { return 16 * large; }
  std::size_t weights() const { return small * patch(); }
  std::size_t large_size() const { return side * side * large; }  // numbers an image
  std::size_t small_size() const { return pixels() * small; }
  std::size_t patches_size() const { return pixels() * patch(); }
};

/// patches[(image, y, x)][(ky, kx, c)] = large[image][2y + ky - 1][2x + kx - 1][c].
void to_patches(const ConvolutionShape& shape, std::size_t images, const float* large, float* patches);

/// The transpose of to_patches: every number of a patch is added to its pixel, ky and then kx rising; then the bias
/// (one number a channel, or null) and max(0, .) if `relu`.
void from_patches(const ConvolutionShape& shape, std::size_t images, const float* patches, const float* bias, bool relu,
                  float* large);

/// small = convolution of large + bias (one number a small channel), then max(0, .) if `relu`. Fills `patches`.
void convolve_down(const ConvolutionShape& shape, std::size_t images, const float* large, const float* weight,
                   const float* bias, bool relu, float* patches, float* small, GemmBuffers& buffers);
/// dweight, dbias += their gradients; dlarge unless null. Reads the `patches` that convolve_down filled, then
/// overwrites them.
void convolve_down_backward(const ConvolutionShape& shape, std::size_t images, const float* weight, const float* dsmall,
                            float* dweight, float* dbias, float* patches, float* dlarge, GemmBuffers& buffers);

/// large = transposed convolution of small + bias (one number a large channel), then max(0, .) if `relu`.
void convolve_up(const ConvolutionShape& shape, std::size_t images, const float* small, const float* weight,
                 const float* bias, bool relu, float* patches, float* large, GemmBuffers& buffers);
/// dweight, dbias += their gradients; dsmall is always made. `patches` is room for work.
void convolve_up_backward(const ConvolutionShape& shape, std::size_t images, const float* small, const float* weight,
                          const float* dlarge, float* dweight, float* dbias, float* patches, float* dsmall,
                          GemmBuffers& buffers);

}  // namespace collapse::nn
