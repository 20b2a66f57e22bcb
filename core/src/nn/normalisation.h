#pragma once

// Layer normalisation (Ba, Kiros, Hinton 2016), row by row.

#include <cstddef>

namespace collapse::nn {

/// Added to the variance, as in GPT-2 and in PyTorch's LayerNorm.
inline constexpr double kNormEpsilon = 1e-5;

/// y = gain (x - mean) / sqrt(variance + kNormEpsilon) + bias, the mean and the variance (over `columns`, not columns -
/// 1) of each row; all but gain and bias rows x columns. `moments`, unless null, keeps each row's mean and 1/sqrt(...).
void layer_norm(std::size_t rows, std::size_t columns, const float* x, const float* gain, const float* bias, float* y,
                float* moments);
/// From dy = dL/dy: dgain, dbias and dx += their gradients.
void layer_norm_backward(std::size_t rows, std::size_t columns, const float* x, const float* gain, const float* moments,
                         const float* dy, float* dgain, float* dbias, float* dx);

}  // namespace collapse::nn
