#include "models/vae/layers.h"
#include "nn/dense.h"

namespace collapse::models {

namespace {

struct MlpShape {
  nn::DenseShape in, head, out, image;  // image - hidden - code; latent - hidden - logits
  explicit MlpShape(const VaeShape& shape)
      : in{shape.pixels(), static_cast<std::size_t>(shape.hidden)},
        head{in.outputs, 2 * static_cast<std::size_t>(shape.latent)},
        out{static_cast<std::size_t>(shape.latent), in.outputs},
        image{in.outputs, shape.pixels()} {}
};

class Mlp final : public VaeNetwork {
 public:
  Mlp(const VaeShape& shape, std::size_t capacity)
      : VaeNetwork(shape, capacity),
        shape_(shape),
        encoder_(capacity * shape_.in.outputs),
        decoder_(encoder_.size()),
        dhidden_(encoder_.size()) {}

  void encode(const float* parameters, std::size_t images, const float* x, float* code) override {
    forward(0, shape_.in, parameters, images, x, true, encoder_.data());
    forward(1, shape_.head, parameters, images, encoder_.data(), false, code);
  }
  void decode(const float* parameters, std::size_t images, const float* z, float* logits) override {
    forward(2, shape_.out, parameters, images, z, true, decoder_.data());
    forward(3, shape_.image, parameters, images, decoder_.data(), false, logits);
  }

 private:
  void decode_backward(const float* parameters, std::size_t images, const float* z, const float* dlogits,
                       float* gradient, float* dz) override {
    backward(3, shape_.image, parameters, images, decoder_.data(), dlogits, gradient, dhidden_.data());
    nn::relu_backward(images * shape_.out.outputs, decoder_.data(), dhidden_.data());
    backward(2, shape_.out, parameters, images, z, dhidden_.data(), gradient, dz);
  }
  void encode_backward(const float* parameters, std::size_t images, const float* x, const float* dcode,
                       float* gradient) override {
    backward(1, shape_.head, parameters, images, encoder_.data(), dcode, gradient, dhidden_.data());
    nn::relu_backward(images * shape_.in.outputs, encoder_.data(), dhidden_.data());
    backward(0, shape_.in, parameters, images, x, dhidden_.data(), gradient, nullptr);
  }

  void forward(std::size_t layer, nn::DenseShape shape, const float* parameters, std::size_t images, const float* x,
               bool relu, float* y) {
    const nn::Layer& l = layers_[layer];
    nn::dense_forward(shape, images, x, parameters + l.first, parameters + l.bias(), relu, y, buffers_);
  }
  void backward(std::size_t layer, nn::DenseShape shape, const float* parameters, std::size_t images, const float* x,
                const float* dy, float* gradient, float* dx) {
    const nn::Layer& l = layers_[layer];
    nn::dense_backward(shape, images, x, parameters + l.first, dy, gradient + l.first, gradient + l.bias(), dx,
                       buffers_);
  }

  MlpShape shape_;
  std::vector<float> encoder_, decoder_, dhidden_;  // activations after the ReLU, and a gradient
};

}  // namespace

std::vector<nn::Layer> mlp_layers(const VaeShape& shape) {
  const MlpShape mlp(shape);
  std::vector<nn::Layer> layers;
  for (const nn::DenseShape& dense : {mlp.in, mlp.head, mlp.out, mlp.image})
    nn::add_layer(layers, dense.inputs * dense.outputs, dense.outputs, dense.inputs);
  return layers;
}

std::vector<Tensor> mlp_tensors(const VaeShape& shape) {
  const MlpShape mlp(shape);
  std::vector<Tensor> list;
  const auto add = [&](const char* name, nn::DenseShape dense) {
    add_weight_and_bias(list, name, {dense.outputs, dense.inputs}, dense.outputs);
  };
  add("encoder.hidden", mlp.in);
  add("encoder.code", mlp.head);
  add("decoder.hidden", mlp.out);
  add("decoder.pixels", mlp.image);
  return list;
}

std::unique_ptr<VaeNetwork> make_mlp(const VaeShape& shape, std::size_t capacity) {
  return std::make_unique<Mlp>(shape, capacity);
}

std::uint64_t mlp_activations(const VaeShape& shape) { return 3ull * static_cast<std::uint64_t>(shape.hidden); }

}  // namespace collapse::models
