#include "kinds/digits/meter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/close.h"
#include "support/digits_file.h"
#include "support/experiments.h"

// What is measured against plain definitions, on the same draws.

using namespace collapse::experiment;
using collapse::test::close;

namespace {

struct Bench {
  DigitsSystem system;
  DigitsMeter meter;
  collapse::models::Vae first, second;
  std::vector<double> row;

  explicit Bench(DigitsSettings settings)
      : system(settings),
        meter(system, 0, 1, 120),
        first(collapse::models::untrained_vae(settings.vae.shape, 1, 0, 1)),
        second(collapse::models::untrained_vae(settings.vae.shape, 2, 0, 1)) {
    while (!meter.prepared()) meter.prepare(7);
    meter.set_reference(0, first);
    row.resize(digits_columns().size());
    meter.measure(0, 2, {second, std::vector<float>(kLossPoints), 3.5}, {}, row);
  }
  double at(std::string_view name) const {
    const auto columns = digits_columns();
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].name == name) return row[c];
    return -1;
  }
};

Bench bench() {
  const auto spec = collapse::read_spec(R"({"source":{"kind":"digits","training":300},"model":{"kind":"vae"}})");
  auto digits = make_digits(*spec, collapse::test::digits_file(14, 300, 60));
  DigitsSettings settings;
  settings.seed = 5;
  settings.digits = std::make_shared<const DigitsData>(std::move(*digits));
  settings.vae.shape = {collapse::ArchitectureKind::mlp, 14, 3, 16};
  return Bench(std::move(settings));
}

double distance(const float* a, const float* b, std::size_t length) {
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
  return std::sqrt(sum);
}

// Distance of point i to its fifth nearest other point.
double reach(const std::vector<float>& points, std::size_t i) {
  std::vector<double> all;
  for (std::size_t j = 0; j < points.size() / 3; ++j)
    if (j != i) all.push_back(distance(&points[3 * i], &points[3 * j], 3));
  std::sort(all.begin(), all.end());
  return all[4];
}

}  // namespace

TEST_CASE("the nearest real digit is the nearest by brute force") {
  const Bench b = bench();
  const DigitsDraws drawn = b.meter.draws(0, 2, b.second, kDigitDraws);
  const auto real = b.system.real(0, 120);
  double sum = 0;
  for (std::size_t i = 0; i < kDigitDraws; ++i) {
    double least = 1e9;
    for (std::size_t j = 0; j < real.count; ++j)
      least = std::min(least, distance(&drawn.images[196 * i], real.image(j).data(), 196) / 14);
    sum += least;
  }
  CHECK(close(b.at("nearest_real"), sum / kDigitDraws, 1e-6));
}

TEST_CASE("precision and recall are the shares within reach of a fifth neighbour") {
  const Bench b = bench();
  const std::vector<float> fake = b.meter.draws(0, 2, b.second, kDigitDraws).places;
  const std::vector<float>& real = b.meter.reference(0).test;
  REQUIRE(real.size() == 180);
  std::vector<double> of_fake, of_real;
  for (std::size_t i = 0; i < fake.size() / 3; ++i) of_fake.push_back(reach(fake, i));
  for (std::size_t j = 0; j < 60; ++j) of_real.push_back(reach(real, j));
  int precise = 0, recalled = 0;
  for (std::size_t i = 0; i < of_fake.size(); ++i)
    for (std::size_t j = 0; j < 60; ++j)
      if (distance(&fake[3 * i], &real[3 * j], 3) <= of_real[j]) {
        ++precise;
        break;
      }
  for (std::size_t j = 0; j < 60; ++j)
    for (std::size_t i = 0; i < of_fake.size(); ++i)
      if (distance(&fake[3 * i], &real[3 * j], 3) <= of_fake[i]) {
        ++recalled;
        break;
      }
  CHECK(b.at("precision") == precise / 1000.0);
  CHECK(b.at("recall") == recalled / 60.0);
}

TEST_CASE("spread, sharpness, shares and confidence are what they say") {
  const Bench b = bench();
  const DigitsDraws drawn = b.meter.draws(0, 2, b.second, kDigitDraws);
  // Within each of the three coordinates: codes that lie far apart but all alike have no spread.
  double square = 0;
  for (std::size_t a = 0; a < 3; ++a) {
    double mean = 0;
    for (std::size_t i = a; i < 3000; i += 3) mean += static_cast<double>(drawn.places[i]) / 1000;
    for (std::size_t i = a; i < 3000; i += 3) square += std::pow(static_cast<double>(drawn.places[i]) - mean, 2) / 3000;
  }
  CHECK(close(b.at("latent_sd"), std::sqrt(square), 1e-9));
  // Pooled: one standard deviation of all 3,000 numbers, which counts the distances of the coordinates' means, too.
  double all = 0, deviations = 0;
  for (const float place : drawn.places) all += static_cast<double>(place) / 3000;
  for (const float place : drawn.places) deviations += std::pow(static_cast<double>(place) - all, 2) / 3000;
  CHECK(close(b.at("latent_sd_pooled"), std::sqrt(deviations), 1e-9));
  CHECK(b.at("latent_sd_pooled") > b.at("latent_sd"));

  const auto edges = [](const std::vector<float>& images) {
    double sum = 0;
    int pairs = 0;
    for (std::size_t at = 0; at < images.size(); ++at) {
      if (at % 14 != 13)
        sum += std::pow(static_cast<double>(images[at + 1]) - static_cast<double>(images[at]), 2), ++pairs;
      if (at % 196 < 182)
        sum += std::pow(static_cast<double>(images[at + 14]) - static_cast<double>(images[at]), 2), ++pairs;
    }
    return std::sqrt(sum / pairs);
  };
  CHECK(close(b.at("sharpness"), edges(drawn.images) / edges(b.system.settings().digits->test.pixels), 1e-9));

  std::vector<int> counts(10);
  double confidence = 0;
  for (std::size_t i = 0; i < kDigitDraws; ++i) {
    const auto ten = drawn.probabilities.begin() + static_cast<std::ptrdiff_t>(10 * i);
    ++counts[static_cast<std::size_t>(std::max_element(ten, ten + 10) - ten)];
    confidence += static_cast<double>(*std::max_element(ten, ten + 10)) / kDigitDraws;
  }
  double entropy = 0;
  int alive = 0;
  for (const int count : counts) {
    alive += count > 10;
    if (count > 0) entropy -= count / 1000.0 * std::log(count / 1000.0);
  }
  CHECK(b.at("classes_alive") == alive);
  CHECK(close(b.at("class_entropy"), entropy, 1e-12, 1e-12));
  CHECK(close(b.at("confidence"), confidence, 1e-9));
  CHECK(b.at("fit_loss") == 3.5);
}

TEST_CASE("fewer draws are the first of more, and the judge tells the bars apart") {
  const Bench b = bench();
  const DigitsDraws few = b.meter.draws(0, 2, b.second, 10), many = b.meter.draws(0, 2, b.second, 20);
  CHECK(std::equal(few.images.begin(), few.images.end(), many.images.begin()));
  CHECK(std::equal(few.places.begin(), few.places.end(), many.places.begin()));
  const DigitsData& digits = *b.system.settings().digits;
  const std::vector<float> guesses = b.meter.judge(digits.test.pixels);
  int right = 0;
  for (std::size_t i = 0; i < digits.test.count; ++i) right += most_probable(guesses, i) == digits.test.labels[i];
  CHECK(right == 60);
}

TEST_CASE("the map's axes are orthonormal, and the first carries most") {
  const Bench b = bench();
  const std::vector<double>& axes = b.meter.reference(0).axes;
  const auto dot = [&](std::size_t p, std::size_t q) {
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) sum += axes[3 * p + a] * axes[3 * q + a];
    return sum;
  };
  CHECK(close(dot(0, 0), 1, 1e-12));
  CHECK(close(dot(1, 1), 1, 1e-12));
  CHECK(close(dot(0, 1), 0, 0, 1e-12));
  const std::vector<double> map = b.meter.on_map(0, b.meter.reference(0).test);
  double first = 0, second = 0, centre = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    first += map[2 * i] * map[2 * i];
    second += map[2 * i + 1] * map[2 * i + 1];
    centre += map[2 * i] / 60;
  }
  CHECK(first >= second);
  CHECK(close(centre, 0, 0, 1e-9));
}

TEST_CASE("a loss curve has one point for each part of the training, and none for what is still to come") {
  std::vector<float> losses(250);
  for (std::size_t i = 0; i < losses.size(); ++i) losses[i] = static_cast<float>(i);
  const std::vector<float> half = loss_curve(losses, 500);
  CHECK(half[0] == 2);     // mean of 0 .. 4
  CHECK(half[49] == 247);  // mean of 245 .. 249
  CHECK(std::isnan(half[50]));
  const std::vector<float> short_one = loss_curve(std::span(losses).first(3), 3);
  CHECK(short_one[0] == 0);
  CHECK(short_one[50] == 1);
  CHECK(short_one[99] == 2);
  CHECK(std::isnan(loss_curve({}, 0)[0]));
}

TEST_CASE("real digits of a run come without repetition, and a shorter list is the beginning of a longer one") {
  const Bench b = bench();
  const auto all = b.system.real(0, 300), some = b.system.real(0, 50), other = b.system.real(1, 50);
  CHECK(std::equal(some.pixels.begin(), some.pixels.end(), all.pixels.begin()));
  CHECK(some.pixels != other.pixels);
  std::vector<int> classes(10);
  for (const std::uint8_t label : all.labels) ++classes[label];
  for (const int count : classes) CHECK(count == 30);
}

TEST_CASE("digits are dealt from the classes in turn, each in the order of the file, as long as it lasts") {
  // 30 of class 0, then 30 of class 1, ... and 5 more of class 0.
  const std::string file = collapse::test::digits_file(14, 305, 60, 30);
  const auto spec = collapse::read_spec(R"({"source":{"kind":"digits","training":304},"model":{"kind":"vae"}})");
  const auto digits = make_digits(*spec, file);
  REQUIRE(static_cast<bool>(digits));
  REQUIRE(digits->training.size() == 304);
  for (std::uint32_t i = 0; i < 300; ++i) REQUIRE(digits->training[i] == 30 * (i % 10) + i / 10);
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(digits->training[300 + i] == 300 + i);
  CHECK(digits->judge.count == 305);
  CHECK(digits->test.count == 60);
  for (std::size_t i = 0; i < 2; ++i) CHECK(digits->test.labels[i] == i);

  // What a run learns from are these images.
  DigitsSettings settings;
  const auto few = collapse::read_spec(R"({"source":{"kind":"digits","training":100},"model":{"kind":"vae"}})");
  settings.digits = std::make_shared<const DigitsData>(*make_digits(*few, file));
  const auto real = DigitsSystem(settings).real(0, 100), fresh = DigitsSystem(settings).fresh_real(0, 2, 100);
  for (const auto* list : {&real, &fresh}) {
    std::vector<int> classes(10);
    for (const std::uint8_t label : list->labels) ++classes[label];
    for (const int count : classes) CHECK(count == 10);
  }
}
