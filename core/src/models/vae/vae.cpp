#include "models/vae/vae.h"

#include <algorithm>
#include <utility>

#include "models/vae/network.h"
#include "nn/elementary_f32.h"

namespace collapse::models {

namespace {

constexpr int kMaxSide = 1024, kMaxLatent = 1024, kMaxHidden = 65536;

VaeEvidence evidence_with(const Vae& model, std::span<const float> images, const float* noise) {
  const std::size_t count = images.size() / model.shape.pixels();
  VaeEvidence result{std::vector<double>(count), std::vector<double>(count)};
  make_vae_network(model.shape, count)
      ->loss(model.parameters->data(), count, images.data(), noise, result.reconstruction_nats.data(),
             result.kl_nats.data());
  return result;
}

std::vector<float> normals(std::size_t count, double scale, random::Stream& stream) {
  std::vector<float> result(count);
  for (float& value : result) value = static_cast<float>(scale * stream.normal());
  return result;
}

}  // namespace

std::string problem_of(const VaeShape& shape) {
  const auto outside = [](const char* what, int value, int most) {
    return std::string(what) + " is " + std::to_string(value) + "; it must be between 1 and " + std::to_string(most) +
           ".";
  };
  if (shape.side < 1 || shape.side > kMaxSide) return outside("side", shape.side, kMaxSide);
  if (shape.latent < 1 || shape.latent > kMaxLatent) return outside("latent", shape.latent, kMaxLatent);
  if (shape.architecture == ArchitectureKind::mlp) {
    if (shape.hidden < 1 || shape.hidden > kMaxHidden) return outside("hidden", shape.hidden, kMaxHidden);
  } else if (shape.side % 4 != 0) {
    return "side is " + std::to_string(shape.side) +
           "; a convolutional network halves it twice, so it must be a multiple of 4.";
  }
  return {};
}

VaeSize size_of(const VaeShape& shape, int batch) {
  // Computed with 64 bits also where size_t has 32.
  const auto p = static_cast<std::uint64_t>(shape.side) * static_cast<std::uint64_t>(shape.side);
  const auto l = static_cast<std::uint64_t>(shape.latent), h = static_cast<std::uint64_t>(shape.hidden);
  const auto images = static_cast<std::uint64_t>(batch);
  VaeSize size{};
  if (shape.architecture == ArchitectureKind::mlp)
    size.parameters = h * (p + 1) + 2 * l * (h + 1) + h * (l + 1) + p * (h + 1);
  else
    size.parameters =
        (64 * 16 + 64) + (128 * 1024 + 128) + 2 * l * (8 * p + 1) + 8 * p * (l + 1) + (128 * 1024 + 64) + (64 * 16 + 1);
  size.model_bytes = sizeof(float) * size.parameters;
  // Now, before, gradient and Adam's two means; the batch, its noise and its activations.
  size.fitting_bytes = sizeof(float) * (5 * size.parameters + images * (p + l) + activation_floats(shape, images));
  return size;
}

Vae untrained_vae(const VaeShape& shape, std::uint64_t seed, std::uint32_t run, std::uint32_t generation) {
  return {shape,
          std::make_shared<const std::vector<float>>(nn::initial_parameters(vae_layers(shape), seed, run, generation))};
}

std::vector<float> decode(const Vae& model, std::span<const float> latents) {
  const std::size_t latent = static_cast<std::size_t>(model.shape.latent), pixels = model.shape.pixels();
  const std::size_t count = latents.size() / latent;
  const auto network = make_vae_network(model.shape, count);
  std::vector<float> images(count * pixels);
  for (std::size_t first = 0; first < count; first += network->capacity())
    network->decode(model.parameters->data(), std::min(network->capacity(), count - first),
                    latents.data() + first * latent, images.data() + first * pixels);
  nn::by_fours(images.size(), [&](std::size_t i, std::size_t lanes) {
    nn::store_first(images.data() + i, nn::sigmoid4(nn::load_first(images.data() + i, lanes)), lanes);
  });
  return images;
}

VaeCode encode(const Vae& model, std::span<const float> images) {
  const std::size_t latent = static_cast<std::size_t>(model.shape.latent), pixels = model.shape.pixels();
  const std::size_t count = images.size() / pixels;
  const auto network = make_vae_network(model.shape, count);
  VaeCode result{std::vector<float>(count * latent), std::vector<float>(count * latent)};
  std::vector<float> code(network->capacity() * 2 * latent);
  for (std::size_t first = 0; first < count; first += network->capacity()) {
    const std::size_t part = std::min(network->capacity(), count - first);
    network->encode(model.parameters->data(), part, images.data() + first * pixels, code.data());
    for (std::size_t i = 0; i < part; ++i) {
      const float* row = code.data() + i * 2 * latent;
      std::copy_n(row, latent, result.means.data() + (first + i) * latent);
      std::copy_n(row + latent, latent, result.logvars.data() + (first + i) * latent);
    }
  }
  return result;
}

std::vector<float> draw(const Vae& model, std::size_t count, double temperature, OutputKind output,
                        random::Stream latents, random::Stream pixels) {
  std::vector<float> images =
      decode(model, normals(count * static_cast<std::size_t>(model.shape.latent), temperature, latents));
  if (output == OutputKind::bernoulli)
    for (float& pixel : images) pixel = pixels.uniform() < static_cast<double>(pixel) ? 1.0f : 0.0f;
  return images;
}

VaeEvidence evidence(const Vae& model, std::span<const float> images, random::Stream noise) {
  const std::size_t count = images.size() / model.shape.pixels();
  return evidence_with(model, images, normals(count * static_cast<std::size_t>(model.shape.latent), 1, noise).data());
}

VaeEvidence evidence_at_mean(const Vae& model, std::span<const float> images) {
  return evidence_with(model, images, nullptr);
}

}  // namespace collapse::models
