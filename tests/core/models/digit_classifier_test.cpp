#include "models/vae/digit_classifier.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "collapse/stream.h"

using namespace collapse;
using models::DigitClassifier;
using models::DigitClassifierEstimator;
using models::FitReport;
using models::FitStatus;

namespace {

/// Noisy images of 5 x 5 pixels: class k lights pixel 2k above the noise of the others.
struct Labelled {
  std::vector<float> images;
  std::vector<std::uint8_t> labels;
};
Labelled lights(std::size_t count, std::uint32_t part) {
  random::Stream stream(20261123, 0, 0, random::Purpose::real_data, part);
  Labelled result{std::vector<float>(count * 25), std::vector<std::uint8_t>(count)};
  for (float& pixel : result.images) pixel = static_cast<float>(0.5 * stream.uniform());
  for (std::size_t i = 0; i < count; ++i) {
    result.labels[i] = static_cast<std::uint8_t>(stream.below(10));
    result.images[i * 25 + 2 * result.labels[i]] += 0.6f;
  }
  return result;
}

DigitClassifier fit(const Labelled& data, FitReport& report, long slice = 1L << 30,
                    models::DigitClassifierSettings settings = {}) {
  DigitClassifierEstimator estimator(settings);
  estimator.begin(data.images, data.labels, 25, 7, 0, 0);
  while (!estimator.done()) estimator.advance(slice);
  return estimator.finish(report);
}

}  // namespace

TEST_CASE("the classifier learns what can be told apart, and its probabilities sum to 1") {
  const Labelled training = lights(1000, 0), unseen = lights(300, 1);
  FitReport report;
  const DigitClassifier classifier = fit(training, report);
  CHECK(report.status == FitStatus::iteration_limit);
  CHECK(report.iterations == 800);
  const std::vector<float> p = models::predict(classifier, unseen.images);
  std::size_t right = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const auto row = p.begin() + static_cast<std::ptrdiff_t>(10 * i);
    double sum = 0;
    for (std::size_t k = 0; k < 10; ++k) sum += static_cast<double>(row[static_cast<std::ptrdiff_t>(k)]);
    CHECK(std::fabs(sum - 1) < 1e-6);
    right += std::max_element(row, row + 10) - row == unseen.labels[i];
  }
  CHECK(right > 240);
  CHECK(models::cross_entropy(classifier, unseen.images, unseen.labels) < 0.8);
}

TEST_CASE("slices of 1, 7 and all minibatches give the same classifier") {
  const Labelled data = lights(130, 0);
  FitReport report;
  const DigitClassifier whole = fit(data, report);
  CHECK(*fit(data, report, 1).parameters == *whole.parameters);
  CHECK(*fit(data, report, 7).parameters == *whole.parameters);
}

TEST_CASE("a batch is judged as its images are alone") {
  const Labelled data = lights(300, 0);
  FitReport report;
  const DigitClassifier classifier = fit(data, report);
  const std::vector<float> all = models::predict(classifier, data.images);
  const std::vector<float> last = models::predict(classifier, std::span(data.images).last(25));
  CHECK(std::equal(last.begin(), last.end(), all.end() - 10));
  CHECK(models::predict(classifier, {}).empty());
}

TEST_CASE("no images, and images that are not finite, are reported") {
  FitReport report;
  CHECK(fit({}, report).parameters->size() == 64 * 26 + 10 * 65);
  CHECK(report.status == FitStatus::degenerate);
  Labelled data = lights(40, 0);
  data.images[3] = std::numeric_limits<float>::quiet_NaN();
  const DigitClassifier kept = fit(data, report);
  CHECK(report.status == FitStatus::non_finite);
  for (const float p : *kept.parameters) CHECK(std::isfinite(p));
}

TEST_CASE("the first step goes down the cross-entropy in every parameter, as central differences of it say") {
  const Labelled data = lights(60, 0);
  FitReport report;
  models::DigitClassifierSettings settings;
  settings.batch = 60;
  settings.epochs = 1;
  settings.learning_rate = 1e-4;
  const DigitClassifier after = fit(data, report, 1, settings);
  DigitClassifierEstimator estimator(settings);
  estimator.begin({}, {}, 25, 7, 0, 0);  // done at once: the parameters it starts from
  const std::vector<float> start = *estimator.finish(report).parameters;
  const auto loss_at = [&](std::size_t i, float change) {
    std::vector<float> moved = start;
    moved[i] += change;
    return models::cross_entropy({25, std::make_shared<const std::vector<float>>(moved)}, data.images, data.labels);
  };
  // Adam's first step is the learning rate against the gradient's sign. Slopes too small to be told from rounding are
  // left out.
  std::size_t told = 0;
  for (std::size_t i = 0; i < start.size(); i += 3) {
    const double slope = (loss_at(i, 1e-3f) - loss_at(i, -1e-3f)) / 2e-3;
    if (std::fabs(slope) < 1e-3) continue;
    ++told;
    const double step = static_cast<double>((*after.parameters)[i]) - static_cast<double>(start[i]);
    CHECK(std::fabs(step + (slope > 0 ? 1e-4 : -1e-4)) < 1e-6);
  }
  CHECK(told > start.size() / 6);
}
