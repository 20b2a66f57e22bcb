#include "models/vae/layers.h"
#include "nn/convolution.h"
#include "nn/dense.h"

namespace collapse::models {

namespace {

constexpr std::size_t kOuterChannels = 64, kInnerChannels = 128;

struct ConvolutionalShape {
  nn::ConvolutionShape outer, inner;  // 1 - 64 channels, side to side/2; 64 - 128 channels, side/2 to side/4
  nn::DenseShape head, out;           // inner image - code; latent - inner image
  explicit ConvolutionalShape(const VaeShape& shape)
      : outer{static_cast<std::size_t>(shape.side), 1, kOuterChannels},
        inner{static_cast<std::size_t>(shape.side) / 2, kOuterChannels, kInnerChannels},
        head{inner.small_size(), 2 * static_cast<std::size_t>(shape.latent)},
        out{static_cast<std::size_t>(shape.latent), inner.small_size()} {}
};

class Convolutional final : public VaeNetwork {
 public:
  Convolutional(const VaeShape& shape, std::size_t capacity)
      : VaeNetwork(shape, capacity),
        shape_(shape),
        outer_patches_(capacity * shape_.outer.patches_size()),
        inner_patches_(capacity * shape_.inner.patches_size()),
        work_patches_(inner_patches_.size()),
        encoder_outer_(capacity * shape_.inner.large_size()),
        encoder_inner_(capacity * shape_.inner.small_size()),
        decoder_inner_(encoder_inner_.size()),
        decoder_outer_(encoder_outer_.size()),
        douter_(encoder_outer_.size()),
        dinner_(encoder_inner_.size()) {}

  void encode(const float* p, std::size_t images, const float* x, float* code) override {
    nn::convolve_down(shape_.outer, images, x, weight(0, p), bias(0, p), true, outer_patches_.data(),
                      encoder_outer_.data(), buffers_);
    nn::convolve_down(shape_.inner, images, encoder_outer_.data(), weight(1, p), bias(1, p), true,
                      inner_patches_.data(), encoder_inner_.data(), buffers_);
    nn::dense_forward(shape_.head, images, encoder_inner_.data(), weight(2, p), bias(2, p), false, code, buffers_);
  }
  void decode(const float* p, std::size_t images, const float* z, float* logits) override {
    nn::dense_forward(shape_.out, images, z, weight(3, p), bias(3, p), false, decoder_inner_.data(), buffers_);
    nn::convolve_up(shape_.inner, images, decoder_inner_.data(), weight(4, p), bias(4, p), true, work_patches_.data(),
                    decoder_outer_.data(), buffers_);
    nn::convolve_up(shape_.outer, images, decoder_outer_.data(), weight(5, p), bias(5, p), false, work_patches_.data(),
                    logits, buffers_);
  }

 private:
  void decode_backward(const float* p, std::size_t images, const float* z, const float* dlogits, float* gradient,
                       float* dz) override {
    nn::convolve_up_backward(shape_.outer, images, decoder_outer_.data(), weight(5, p), dlogits, weight(5, gradient),
                             bias(5, gradient), work_patches_.data(), douter_.data(), buffers_);
    nn::relu_backward(images * shape_.inner.large_size(), decoder_outer_.data(), douter_.data());
    nn::convolve_up_backward(shape_.inner, images, decoder_inner_.data(), weight(4, p), douter_.data(),
                             weight(4, gradient), bias(4, gradient), work_patches_.data(), dinner_.data(), buffers_);
    nn::dense_backward(shape_.out, images, z, weight(3, p), dinner_.data(), weight(3, gradient), bias(3, gradient), dz,
                       buffers_);
  }
  void encode_backward(const float* p, std::size_t images, const float*, const float* dcode, float* gradient) override {
    nn::dense_backward(shape_.head, images, encoder_inner_.data(), weight(2, p), dcode, weight(2, gradient),
                       bias(2, gradient), dinner_.data(), buffers_);
    nn::relu_backward(images * shape_.inner.small_size(), encoder_inner_.data(), dinner_.data());
    nn::convolve_down_backward(shape_.inner, images, weight(1, p), dinner_.data(), weight(1, gradient),
                               bias(1, gradient), inner_patches_.data(), douter_.data(), buffers_);
    nn::relu_backward(images * shape_.inner.large_size(), encoder_outer_.data(), douter_.data());
    nn::convolve_down_backward(shape_.outer, images, weight(0, p), douter_.data(), weight(0, gradient),
                               bias(0, gradient), outer_patches_.data(), nullptr, buffers_);
  }

  template <class Number>
  Number* weight(std::size_t layer, Number* parameters) const {
    return parameters + layers_[layer].first;
  }
  template <class Number>
  Number* bias(std::size_t layer, Number* parameters) const {
    return parameters + layers_[layer].bias();
  }

  ConvolutionalShape shape_;
  std::vector<float> outer_patches_, inner_patches_, work_patches_;
  std::vector<float> encoder_outer_, encoder_inner_, decoder_inner_, decoder_outer_;  // activations
  std::vector<float> douter_, dinner_;
};

}  // namespace

std::vector<nn::Layer> convolutional_layers(const VaeShape& shape) {
  const ConvolutionalShape c(shape);
  std::vector<nn::Layer> layers;
  // PyTorch counts the inputs of a transposed convolution by its outputs: 16 large, as of the convolution it mirrors.
  nn::add_layer(layers, c.outer.weights(), c.outer.small, c.outer.patch());
  nn::add_layer(layers, c.inner.weights(), c.inner.small, c.inner.patch());
  nn::add_layer(layers, c.head.inputs * c.head.outputs, c.head.outputs, c.head.inputs);
  nn::add_layer(layers, c.out.inputs * c.out.outputs, c.out.outputs, c.out.inputs);
  nn::add_layer(layers, c.inner.weights(), c.inner.large, c.inner.patch());
  nn::add_layer(layers, c.outer.weights(), c.outer.large, c.outer.patch());
  return layers;
}

std::vector<Tensor> convolutional_tensors(const VaeShape& shape) {
  const ConvolutionalShape c(shape);
  std::vector<Tensor> list;
  // A kernel: channels of the small image, its rows and columns, channels of the large image.
  const auto kernel = [](const nn::ConvolutionShape& of) { return std::vector<std::size_t>{of.small, 4, 4, of.large}; };
  add_weight_and_bias(list, "encoder.outer", kernel(c.outer), c.outer.small);
  add_weight_and_bias(list, "encoder.inner", kernel(c.inner), c.inner.small);
  add_weight_and_bias(list, "encoder.code", {c.head.outputs, c.head.inputs}, c.head.outputs);
  add_weight_and_bias(list, "decoder.image", {c.out.outputs, c.out.inputs}, c.out.outputs);
  add_weight_and_bias(list, "decoder.inner", kernel(c.inner), c.inner.large);
  add_weight_and_bias(list, "decoder.outer", kernel(c.outer), c.outer.large);
  return list;
}

std::unique_ptr<VaeNetwork> make_convolutional(const VaeShape& shape, std::size_t capacity) {
  return std::make_unique<Convolutional>(shape, capacity);
}

std::uint64_t convolutional_activations(const VaeShape& shape) {
  const ConvolutionalShape c(shape);
  return c.outer.patches_size() + 2 * c.inner.patches_size() + 3 * c.inner.large_size() + 3 * c.inner.small_size();
}

}  // namespace collapse::models
