#include "models/vae/vae.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/vae/fit.h"
#include "models/vae/network.h"
#include "nn/naive.h"
#include "numerics/hash.h"
#include "support/close.h"

using namespace collapse;
using models::FitReport;
using models::FitStatus;
using models::Vae;
using models::VaeEstimator;
using models::VaeSettings;
using models::VaeShape;
using random::Purpose;
using random::Stream;
using test::close;
using test::Doubles;

namespace {

using Floats = std::vector<float>;

const VaeShape kMlp{ArchitectureKind::mlp, 6, 3, 10};
const VaeShape kConvolutional{ArchitectureKind::convolutional, 8, 3, 0};

/// Images of one grey bar, a row or a column, on a faint ground: something a small network can learn.
Floats bars(int side, std::size_t count) {
  Stream stream(20261123, 0, 0, Purpose::real_data);
  const auto s = static_cast<std::size_t>(side);
  Floats images(count * s * s, 0.0625f);
  for (std::size_t i = 0; i < count; ++i) {
    const auto line = static_cast<std::size_t>(stream.below(s));
    const bool column = stream.below(2) == 1;
    for (std::size_t j = 0; j < s; ++j) images[i * s * s + (column ? j * s + line : line * s + j)] = 0.9375f;
  }
  return images;
}

VaeSettings settings_of(const VaeShape& shape, int epochs) {
  VaeSettings settings;
  settings.shape = shape;
  settings.epochs = epochs;
  settings.batch = 20;
  settings.learning_rate = 0.01;
  return settings;
}

Vae fit(const VaeSettings& settings, std::span<const float> images, FitReport& report, const Vae* previous = nullptr,
        long slice = 1L << 30) {
  VaeEstimator estimator(settings);
  estimator.begin(images, previous, 7, 0, 1);
  while (!estimator.done()) estimator.advance(slice);
  return estimator.finish(report);
}

Stream noise(std::uint32_t part = 0) { return Stream(20261123, 0, 1, Purpose::measurement, part); }

std::uint64_t hash_of(const Floats& values) {
  numerics::Hash hash;
  for (const float value : values) hash.add(static_cast<double>(value));
  return hash.value();
}

double mean(const Doubles& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The whole loss of the MLP once more, plainly, in doubles.
double naive_loss(const VaeShape& shape, const Doubles& p, const Floats& images, const Floats& noise_values,
                  double beta) {
  const std::vector<nn::Layer> layers = models::vae_layers(shape);
  const std::size_t rows = images.size() / shape.pixels(), latent = static_cast<std::size_t>(shape.latent);
  const std::size_t hidden = static_cast<std::size_t>(shape.hidden);
  const auto dense = [&](std::size_t l, std::size_t in, std::size_t out, const Doubles& x, bool relu) {
    return test::naive_dense({in, out}, rows, x.data(), p.data() + layers[l].first, p.data() + layers[l].bias(), relu);
  };
  const Doubles code =
      dense(1, hidden, 2 * latent, dense(0, shape.pixels(), hidden, test::doubles(images), true), false);
  Doubles z(rows * latent);
  double kl = 0;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < latent; ++j) {
      const double m = code[i * 2 * latent + j], logvar = code[i * 2 * latent + latent + j];
      kl += 0.5 * (m * m + numerics::exp(logvar) - 1 - logvar);
      z[i * latent + j] = m + numerics::exp(0.5 * logvar) * static_cast<double>(noise_values[i * latent + j]);
    }
  const Doubles logits = dense(3, hidden, shape.pixels(), dense(2, latent, hidden, z, true), false);
  return (test::naive_cross_entropy(logits, images) + beta * kl) / static_cast<double>(rows);
}

}  // namespace

TEST_CASE("the gradient of the whole network is that of its loss written plainly, by central differences") {
  const Floats images = bars(6, 5), noise_values = test::normals(15, 9);
  const auto layers = models::vae_layers(kMlp);
  const Floats start = nn::initial_parameters(layers, 1, 0, 1);
  Floats gradient(start.size());
  const auto network = models::make_vae_network(kMlp, 5);
  const models::VaeLoss loss =
      network->loss_and_gradient(start.data(), 5, images.data(), noise_values.data(), 0.25f, 0.2f, gradient.data());
  const auto truth = [&](const Doubles& p) { return naive_loss(kMlp, p, images, noise_values, 0.25); };
  CHECK(close((loss.reconstruction + 0.25 * loss.kl) / 5, truth(test::doubles(start)), 1e-6));
  CHECK(test::relative_difference(gradient, test::gradient_of(truth, test::doubles(start))) < 3e-6);
}

TEST_CASE("a batch larger than what goes through at once has the sum of its parts as loss and gradient") {
  for (const VaeShape& shape : {kMlp, kConvolutional}) {
    const std::size_t once = models::images_at_once(shape.architecture), images = 2 * once + 3;
    const Floats x = bars(shape.side, images), e = test::normals(images * 3, 9);
    const Floats p = nn::initial_parameters(models::vae_layers(shape), 1, 0, 1);
    const auto network = models::make_vae_network(shape, images);
    CHECK(network->capacity() == once);
    Floats whole(p.size()), parts(p.size());
    const models::VaeLoss all =
        network->loss_and_gradient(p.data(), images, x.data(), e.data(), 1, 0.125f, whole.data());
    models::VaeLoss sum;
    for (std::size_t first = 0; first < images; first += once) {
      const models::VaeLoss part =
          network->loss_and_gradient(p.data(), std::min(once, images - first), x.data() + first * shape.pixels(),
                                     e.data() + first * 3, 1, 0.125f, parts.data());
      sum.reconstruction += part.reconstruction;
      sum.kl += part.kl;
    }
    CHECK(all.reconstruction == sum.reconstruction);
    CHECK(all.kl == sum.kl);
    CHECK(whole == parts);
  }
}

TEST_CASE("slices of 1, 7 and all minibatches give the same bits") {
  for (const VaeShape& shape : {kMlp, kConvolutional}) {
    const Floats images = bars(shape.side, 50);
    FitReport report;
    const VaeSettings settings = settings_of(shape, 2);
    const Vae whole = fit(settings, images, report);
    CHECK(report.iterations == 6);  // 20 + 20 + 10 images, twice
    CHECK(report.status == FitStatus::iteration_limit);
    CHECK(*fit(settings, images, report, nullptr, 1).parameters == *whole.parameters);
    CHECK(*fit(settings, images, report, nullptr, 7).parameters == *whole.parameters);
  }
}

TEST_CASE("an estimator used before fits as a new one, and its progress is that of the fit going on") {
  const Floats images = bars(6, 50);
  const VaeSettings settings = settings_of(kMlp, 3);
  FitReport report;
  const Vae fresh = fit(settings, images, report);
  VaeEstimator estimator(settings);
  estimator.begin(images, nullptr, 99, 1, 5);
  estimator.advance(4);
  estimator.begin(images, nullptr, 7, 0, 1);
  CHECK(estimator.total() == 9);
  CHECK(estimator.losses().empty());
  CHECK(*estimator.current().parameters == *models::untrained_vae(kMlp, 7, 0, 1).parameters);
  CHECK(estimator.advance(4) == 4);
  CHECK(estimator.taken() == 4);
  CHECK(estimator.losses().size() == 4);
  CHECK(estimator.epochs().size() == 1);
  CHECK(*estimator.current().parameters != *fresh.parameters);
  CHECK(estimator.advance(100) == 5);
  CHECK(estimator.advance(1) == 0);
  CHECK(*estimator.finish(report).parameters == *fresh.parameters);
  // An epoch's terms are the means of its minibatches', weighted by their images (20, 20, 10).
  const auto& losses = estimator.losses();
  const models::VaeEpoch& epoch = estimator.epochs()[1];
  const double weighted = 0.4 * static_cast<double>(losses[3]) + 0.4 * static_cast<double>(losses[4]) +
                          0.2 * static_cast<double>(losses[5]);
  CHECK(close(epoch.reconstruction_nats + settings.beta * epoch.kl_nats, weighted, 1e-6));
}

TEST_CASE("training learns: bars are drawn as bars, and the bound on unseen bars rises") {
  for (const VaeShape& shape : {kMlp, kConvolutional}) {
    const Floats images = bars(shape.side, 220);
    const std::span<const float> training = std::span(images).first(200 * shape.pixels()),
                                 unseen = std::span(images).last(20 * shape.pixels());
    FitReport report;
    VaeSettings settings = settings_of(shape, shape.architecture == ArchitectureKind::mlp ? 60 : 12);
    settings.beta = 1;
    if (shape.architecture == ArchitectureKind::convolutional) settings.learning_rate = 2e-3;
    const Vae trained = fit(settings, training, report);
    const auto bound = [&](const Vae& model) {
      const models::VaeEvidence terms = models::evidence(model, unseen, noise());
      return -(mean(terms.reconstruction_nats) + mean(terms.kl_nats));
    };
    const double before = bound(models::untrained_vae(shape, 7, 0, 1)), after = bound(trained);
    CAPTURE(before);
    CAPTURE(after);
    // Pixels that all follow their own mean, without a latent: what a decoder reaches that ignores z.
    double ignorant = 0;
    for (std::size_t j = 0; j < shape.pixels(); ++j) {
      double p = 0;
      for (std::size_t i = 0; i < 200; ++i) p += static_cast<double>(images[i * shape.pixels() + j]) / 200;
      ignorant += p * numerics::log(p) + (1 - p) * numerics::log(1 - p);
    }
    CAPTURE(ignorant);
    CHECK(after > before);
    CHECK(after > ignorant + 1);
  }
}

TEST_CASE("decoding and encoding treat each image on its own, whatever stands beside it") {
  for (const VaeShape& shape : {kMlp, kConvolutional}) {
    const Vae model = models::untrained_vae(shape, 3, 0, 1);
    const std::size_t count = models::images_at_once(shape.architecture) + 5;
    const Floats z = test::normals(count * 3, 1, 2), x = bars(shape.side, count);
    const Floats images = models::decode(model, z);
    REQUIRE(images.size() == count * shape.pixels());
    const models::VaeCode code = models::encode(model, x);
    REQUIRE(code.means.size() == count * 3);
    const std::size_t last = count - 1;
    const Floats alone = models::decode(model, std::span(z).subspan(last * 3, 3));
    CHECK(std::equal(alone.begin(), alone.end(), images.begin() + static_cast<std::ptrdiff_t>(last * shape.pixels())));
    const models::VaeCode own = models::encode(model, std::span(x).subspan(last * shape.pixels(), shape.pixels()));
    CHECK(std::equal(own.means.begin(), own.means.end(), code.means.begin() + static_cast<std::ptrdiff_t>(last * 3)));
    CHECK(std::equal(own.logvars.begin(), own.logvars.end(),
                     code.logvars.begin() + static_cast<std::ptrdiff_t>(last * 3)));
    CHECK(*std::min_element(images.begin(), images.end()) >= 0);
    CHECK(*std::max_element(images.begin(), images.end()) <= 1);
    CHECK(models::decode(model, {}).empty());
    CHECK(models::encode(model, {}).means.empty());
  }
}

TEST_CASE("a shorter draw is a prefix of a longer one, and means and black-and-white images share their latents") {
  const Vae model = models::untrained_vae(kMlp, 3, 0, 1);
  const Floats means = models::draw(model, 400, 1, OutputKind::mean, noise(0), noise(1));
  const Floats fewer = models::draw(model, 7, 1, OutputKind::mean, noise(0), noise(1));
  CHECK(std::equal(fewer.begin(), fewer.end(), means.begin()));
  const Floats pixels = models::draw(model, 400, 1, OutputKind::bernoulli, noise(0), noise(1));
  // Standardised, the sum of 14,400 pixels is normal to a good approximation; 5 is passed with probability 6e-7.
  double difference = 0, variance = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    CHECK_MESSAGE((pixels[i] == 0 || pixels[i] == 1), "a pixel is black or white");
    const double p = static_cast<double>(means[i]);
    difference += static_cast<double>(pixels[i]) - p;
    variance += p * (1 - p);
  }
  CHECK(std::fabs(difference) < 5 * std::sqrt(variance));
  // Temperature 0: every image is the decoder's at the middle of the prior.
  const Floats cold = models::draw(model, 2, 0, OutputKind::mean, noise(0), noise(1)),
               middle = models::decode(model, Floats(3, 0.0f));
  CHECK(std::equal(middle.begin(), middle.end(), cold.begin()));
  CHECK(std::equal(middle.begin(), middle.end(), cold.begin() + 36));
}

TEST_CASE("the evidence of an image is its cross-entropy and KL, and noise costs the decoder") {
  const Floats images = bars(6, 40);
  FitReport report;
  const Vae model = fit(settings_of(kMlp, 60), images, report);
  const models::VaeEvidence at_mean = models::evidence_at_mean(model, images),
                            drawn = models::evidence(model, images, noise());
  CHECK(at_mean.kl_nats == drawn.kl_nats);
  CHECK(mean(at_mean.reconstruction_nats) < mean(drawn.reconstruction_nats));
  const Floats seen = models::decode(model, models::encode(model, images).means);
  double entropy = 0;
  for (std::size_t j = 0; j < 36; ++j) {
    const double p = static_cast<double>(seen[j]), t = static_cast<double>(images[j]);
    entropy -= t * numerics::log(p) + (1 - t) * numerics::log(1 - p);
  }
  CHECK(close(at_mean.reconstruction_nats[0], entropy, 1e-5));
}

TEST_CASE("a warm start goes on from the previous parameters, unless they are of another shape") {
  const Floats images = bars(6, 40);
  VaeSettings settings = settings_of(kMlp, 1);
  FitReport report;
  const Vae first = fit(settings, images, report);
  const Vae fresh = fit(settings, images, report, &first);
  CHECK(*fresh.parameters == *first.parameters);  // the same address, so the same start and order
  settings.start = StartKind::previous;
  VaeEstimator estimator(settings);
  estimator.begin(images, &first, 7, 0, 1);
  CHECK(*estimator.current().parameters == *first.parameters);
  const Vae other = models::untrained_vae({ArchitectureKind::mlp, 6, 3, 11}, 1, 0, 1), none{};
  for (const Vae* previous : {&other, &none})
    CHECK(*fit(settings, images, report, previous).parameters == *first.parameters);
}

TEST_CASE("a loss that is not finite ends the fit with the last finite parameters") {
  Floats images = bars(6, 40);
  FitReport report;
  VaeSettings settings = settings_of(kMlp, 5);
  settings.learning_rate = 1e30;
  const Vae wild = fit(settings, images, report);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(report.iterations < 10);
  for (const float p : *wild.parameters) CHECK_MESSAGE(std::isfinite(p), "kept parameters are finite");
  images[17] = std::numeric_limits<float>::quiet_NaN();
  settings.learning_rate = 1e-3;
  settings.batch = 40;
  const Vae start = fit(settings, images, report);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(*start.parameters == *models::untrained_vae(kMlp, 7, 0, 1).parameters);
}

TEST_CASE("a last step that goes wrong is noticed too") {
  const Floats images = bars(6, 20);
  VaeSettings settings = settings_of(kMlp, 1);
  settings.learning_rate = 1e30;
  FitReport report;
  const Vae kept = fit(settings, images, report);
  CHECK(report.iterations == 1);
  CHECK(report.status == FitStatus::non_finite);
  CHECK(*kept.parameters == *models::untrained_vae(kMlp, 7, 0, 1).parameters);
}

TEST_CASE("without images there is nothing to fit, and the report says so") {
  FitReport report;
  const Vae start = fit(settings_of(kMlp, 5), {}, report);
  CHECK(report.status == FitStatus::degenerate);
  CHECK(report.iterations == 0);
  CHECK(*start.parameters == *models::untrained_vae(kMlp, 7, 0, 1).parameters);
}

TEST_CASE("sizes are those of the networks made, and the authors' network has its 647,081 parameters") {
  const VaeShape paper{ArchitectureKind::convolutional, 28, 20, 0};
  CHECK(models::size_of(paper, 256).parameters == 647081);
  for (const VaeShape& shape : {kMlp, kConvolutional, paper, VaeShape{}, VaeShape{ArchitectureKind::mlp, 1, 1, 1}}) {
    CHECK(models::size_of(shape, 1).parameters == nn::parameter_count(models::vae_layers(shape)));
    CHECK(models::size_of(shape, 1).model_bytes == 4 * models::size_of(shape, 1).parameters);
    CHECK(models::size_of(shape, 100).fitting_bytes > 5 * models::size_of(shape, 100).model_bytes);
  }
  // Beyond 4 GB, also where pointers have 32 bits.
  CHECK(models::size_of({ArchitectureKind::mlp, 1024, 1024, 65536}, 1).model_bytes > 500'000'000'000ull);
}

TEST_CASE("shapes that cannot be are refused with a sentence") {
  CHECK(models::problem_of(VaeShape{}).empty());
  CHECK(models::problem_of({ArchitectureKind::mlp, 0, 8, 256}) == "side is 0; it must be between 1 and 1024.");
  CHECK(models::problem_of({ArchitectureKind::mlp, 14, 0, 256}) == "latent is 0; it must be between 1 and 1024.");
  CHECK(models::problem_of({ArchitectureKind::mlp, 14, 8, -1}) == "hidden is -1; it must be between 1 and 65536.");
  CHECK(models::problem_of({ArchitectureKind::convolutional, 28, 8, -1}).empty());
  CHECK(models::problem_of({ArchitectureKind::convolutional, 14, 8, 256}) ==
        "side is 14; a convolutional network halves it twice, so it must be a multiple of 4.");
}

TEST_CASE("trained networks and their draws have the golden bits") {
  FitReport report;
  const Vae mlp = fit(settings_of(kMlp, 3), bars(6, 50), report);
  const Vae convolutional = fit(settings_of(kConvolutional, 1), bars(8, 30), report);
  CHECK(hash_of(*mlp.parameters) == 0x9439cd562c334d22ull);
  CHECK(hash_of(*convolutional.parameters) == 0x6cb8b53a18d1622ull);
  CHECK(hash_of(models::draw(mlp, 20, 1, OutputKind::mean, noise(0), noise(1))) == 0xe71588ead6c9ab9ull);
}
