#pragma once

// The layers of a VAE, forward and backward, on a limited number of images at a time. Only models/vae*.cpp includes it.

#include <cstddef>
#include <memory>
#include <vector>

#include "models/vae/vae.h"
#include "nn/gemm.h"
#include "nn/training.h"

namespace collapse::models {

/// How the parameters are laid out.
std::vector<nn::Layer> vae_layers(const VaeShape& shape);
/// The most images that go through the network at a time. A larger batch is taken in parts, in order; a part's size
/// decides the order of sums of the gradient and so its last bits, so it depends on the architecture only.
std::size_t images_at_once(ArchitectureKind architecture);
/// Floats of room that a network needs for `images` images.
std::uint64_t activation_floats(const VaeShape& shape, std::uint64_t images);

/// Loss terms summed over images, in nats.
struct VaeLoss {
  double reconstruction = 0, kl = 0;
};

class VaeNetwork {
 public:
  virtual ~VaeNetwork() = default;

  /// x (images x side^2) -> code (images x 2 latent): means, then log-variances. images <= capacity.
  virtual void encode(const float* parameters, std::size_t images, const float* x, float* code) = 0;
  /// z (images x latent) -> logits (images x side^2).
  virtual void decode(const float* parameters, std::size_t images, const float* z, float* logits) = 0;
  std::size_t capacity() const { return capacity_; }

  /// Both terms for any number of images; z = mean + sd noise (images x latent; null: noise 0). Values for each image
  /// go where the pointers point, unless null.
  VaeLoss loss(const float* parameters, std::size_t images, const float* x, const float* noise, double* reconstruction,
               double* kl);
  /// The same, and gradient += the gradient of scale (reconstruction + beta kl).
  VaeLoss loss_and_gradient(const float* parameters, std::size_t images, const float* x, const float* noise, float beta,
                            float scale, float* gradient);

 protected:
  VaeNetwork(const VaeShape& shape, std::size_t capacity);
  /// The gradients of the layers of the decoder and of the encoder, added; dz made. What the forward passes left is
  /// read.
  virtual void decode_backward(const float* parameters, std::size_t images, const float* z, const float* dlogits,
                               float* gradient, float* dz) = 0;
  virtual void encode_backward(const float* parameters, std::size_t images, const float* x, const float* dcode,
                               float* gradient) = 0;

  std::vector<nn::Layer> layers_;
  std::size_t latent_, pixels_, capacity_;
  nn::GemmBuffers buffers_;

 private:
  /// Where the gradient goes, if anywhere.
  struct Descending {
    float beta = 0, scale = 0;
    float* gradient = nullptr;
  };
  VaeLoss in_parts(const float* parameters, std::size_t images, const float* x, const float* noise,
                   double* reconstruction, double* kl, Descending down);
  VaeLoss part(const float* parameters, std::size_t images, const float* x, const float* noise, double* reconstruction,
               double* kl, Descending down);

  std::vector<float> code_, no_noise_, sd_, z_, logits_, dz_, dcode_;
};

/// A network with room for min(images, images_at_once) images at a time.
std::unique_ptr<VaeNetwork> make_vae_network(const VaeShape& shape, std::size_t images);

}  // namespace collapse::models
