#pragma once

// Variational autoencoders of images (Kingma, Welling 2014). docs/models/vae.md derives what is computed here.
//
//   encoder: image x -> mean and log-variance of q(z | x), a diagonal Gaussian over the latent z
//   decoder: latent z -> logits of the pixels, p(pixel = 1 | z) = 1 / (1 + e^-logit)
//   loss of an image: E_q[-ln p(x | z)] + beta KL(q(z | x) || N(0, I)), in nats; the minus of it is, for beta = 1, a
//   lower bound on ln p(x) (the "evidence lower bound")

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "collapse/choices.h"
#include "collapse/fit.h"
#include "collapse/stream.h"
#include "models/tensor.h"

namespace collapse::models {

struct VaeShape {
  // mlp: side^2 - hidden - 2 latent; latent - hidden - side^2, with ReLU. Convolutional: two convolutions 1 - 64 - 128
  // and their mirror image, the network of Shumailov et al. (2024).
  ArchitectureKind architecture = ArchitectureKind::mlp;
  int side = 14;     // height and width of an image in pixels, 1 to 1024; convolutional: a multiple of 4
  int latent = 8;    // dimensions of z, 1 to 1024
  int hidden = 256;  // units of each hidden layer, 1 to 65536; mlp only

  std::size_t pixels() const { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side); }
  friend bool operator==(const VaeShape&, const VaeShape&) = default;
};

/// Why there is no such network: one sentence; empty if there is.
std::string problem_of(const VaeShape& shape);

struct VaeSize {
  std::uint64_t parameters;
  std::uint64_t model_bytes;    // one model kept
  std::uint64_t fitting_bytes;  // a fit going on, without its data: parameters, gradient, Adam's means, activations
};
/// What a network takes, computed without making it. The shape has no problem; batch >= 1.
VaeSize size_of(const VaeShape& shape, int batch);

/// A trained network: a value, cheap to copy. Functions below need one with parameters.
struct Vae {
  VaeShape shape;
  /// Layer by layer from the image to the latent and back, each the weights (outputs x inputs) and then the biases.
  std::shared_ptr<const std::vector<float>> parameters;
};

/// What the parameters are, in their order: the layers of the encoder, then of the decoder. docs/models/vae.md says how
/// they are used.
std::vector<Tensor> tensors_of(const VaeShape& shape);

/// A network with random parameters, as a fit starts from (nn::initial_parameters).
Vae untrained_vae(const VaeShape& shape, std::uint64_t seed, std::uint32_t run, std::uint32_t generation);

/// Pixel means in [0, 1], n x side^2, of n x latent numbers. No image depends on the others.
std::vector<float> decode(const Vae& model, std::span<const float> latents);

/// q(z | x) of n images: both n x latent.
struct VaeCode {
  std::vector<float> means, logvars;
};
VaeCode encode(const Vae& model, std::span<const float> images);

/// What is fed back as an image, the output, is the decoder's mean p(pixel = 1 | z), which is no draw from the model
/// and smoother than one, or 0 or 1 drawn with that probability.
///
/// `count` images from the prior: z = temperature times a standard normal, then the output; n x side^2. The numbers of
/// image i are the i-th `latent` normals of `latents` and, for bernoulli, the i-th side^2 uniforms of `pixels`, so that
/// a shorter request is a prefix of a longer one and both outputs show the same latents.
std::vector<float> draw(const Vae& model, std::size_t count, double temperature, OutputKind output,
                        random::Stream latents, random::Stream pixels);

/// The two terms of the bound for each image, in nats.
struct VaeEvidence {
  std::vector<double> reconstruction_nats;  // -ln p(x | z) at one z
  std::vector<double> kl_nats;              // KL(q(z | x) || N(0, I)), exact
};
/// With z drawn once from q(z | x) for each image, by `noise`: -(reconstruction + kl) is an unbiased estimate of the
/// evidence lower bound. (For grey pixels: of its mean over black-and-white images whose pixels are 1 with the grey as
/// probability.)
VaeEvidence evidence(const Vae& model, std::span<const float> images, random::Stream noise);
/// With z at the mean of q(z | x): the reconstruction a reader sees. No bound: the noise that costs the decoder is left
/// out.
VaeEvidence evidence_at_mean(const Vae& model, std::span<const float> images);

}  // namespace collapse::models
