#include "models/vae/network.h"

#include <algorithm>

#include "models/vae/layers.h"
#include "nn/losses.h"

namespace collapse::models {

std::vector<nn::Layer> vae_layers(const VaeShape& shape) {
  return shape.architecture == ArchitectureKind::mlp ? mlp_layers(shape) : convolutional_layers(shape);
}

std::vector<Tensor> tensors_of(const VaeShape& shape) {
  return shape.architecture == ArchitectureKind::mlp ? mlp_tensors(shape) : convolutional_tensors(shape);
}

std::size_t images_at_once(ArchitectureKind architecture) { return architecture == ArchitectureKind::mlp ? 256 : 16; }

std::uint64_t activation_floats(const VaeShape& shape, std::uint64_t images) {
  const std::uint64_t own = 10ull * static_cast<std::uint64_t>(shape.latent) + shape.pixels();
  const std::uint64_t layers =
      shape.architecture == ArchitectureKind::mlp ? mlp_activations(shape) : convolutional_activations(shape);
  return (own + layers) * std::min<std::uint64_t>(images, images_at_once(shape.architecture));
}

VaeNetwork::VaeNetwork(const VaeShape& shape, std::size_t capacity)
    : layers_(vae_layers(shape)),
      latent_(static_cast<std::size_t>(shape.latent)),
      pixels_(shape.pixels()),
      capacity_(capacity),
      code_(capacity * 2 * latent_),
      no_noise_(capacity * latent_),
      sd_(capacity * latent_),
      z_(capacity * latent_),
      logits_(capacity * pixels_),
      dz_(capacity * latent_),
      dcode_(capacity * 2 * latent_) {}

VaeLoss VaeNetwork::loss(const float* parameters, std::size_t images, const float* x, const float* noise,
                         double* reconstruction, double* kl) {
  return in_parts(parameters, images, x, noise, reconstruction, kl, {});
}

VaeLoss VaeNetwork::loss_and_gradient(const float* parameters, std::size_t images, const float* x, const float* noise,
                                      float beta, float scale, float* gradient) {
  return in_parts(parameters, images, x, noise, nullptr, nullptr, {beta, scale, gradient});
}

VaeLoss VaeNetwork::in_parts(const float* parameters, std::size_t images, const float* x, const float* noise,
                             double* reconstruction, double* kl, Descending down) {
  VaeLoss total;
  for (std::size_t first = 0; first < images; first += capacity_) {
    const VaeLoss next = part(parameters, std::min(capacity_, images - first), x + first * pixels_,
                              noise ? noise + first * latent_ : no_noise_.data(),
                              reconstruction ? reconstruction + first : nullptr, kl ? kl + first : nullptr, down);
    total.reconstruction += next.reconstruction;
    total.kl += next.kl;
  }
  return total;
}

VaeLoss VaeNetwork::part(const float* parameters, std::size_t images, const float* x, const float* noise,
                         double* reconstruction, double* kl, Descending down) {
  VaeLoss sum;
  encode(parameters, images, x, code_.data());
  sum.kl = nn::gaussian_latent(images, latent_, code_.data(), noise, sd_.data(), z_.data(), kl);
  decode(parameters, images, z_.data(), logits_.data());
  float* const dlogits = down.gradient ? logits_.data() : nullptr;
  sum.reconstruction =
      nn::bernoulli_cross_entropy(images, pixels_, logits_.data(), x, down.scale, dlogits, reconstruction);
  if (!down.gradient) return sum;
  decode_backward(parameters, images, z_.data(), dlogits, down.gradient, dz_.data());
  nn::gaussian_latent_backward(images, latent_, code_.data(), noise, sd_.data(), dz_.data(), down.scale * down.beta,
                               dcode_.data());
  encode_backward(parameters, images, x, dcode_.data(), down.gradient);
  return sum;
}

std::unique_ptr<VaeNetwork> make_vae_network(const VaeShape& shape, std::size_t images) {
  const std::size_t capacity = std::clamp<std::size_t>(images, 1, images_at_once(shape.architecture));
  return shape.architecture == ArchitectureKind::mlp ? make_mlp(shape, capacity) : make_convolutional(shape, capacity);
}

}  // namespace collapse::models
