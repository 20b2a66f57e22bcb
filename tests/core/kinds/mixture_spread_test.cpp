#include "kinds/mixture/spread.h"

#include <doctest/doctest.h>

#include <cmath>

#include "support/close.h"
#include "support/experiments.h"

using namespace collapse;
using namespace collapse::experiment;
using namespace collapse::test;

namespace {

models::Mixture line(std::vector<double> weights, std::vector<double> means, std::vector<double> variances) {
  return {1, std::move(weights), std::move(means), std::move(variances)};
}

const models::Mixture kTruth = line({0.5, 0.5}, {-50, 50}, {1, 4});

}  // namespace

TEST_CASE("the spread within and between components add up to the total variance of every model") {
  const Experiment experiment = finished(spec_of(
      R"({"generations":40,"source":{"kind":"ring"},"model":{"kind":"gmm","components":5},"samples":{"n":40}})"));
  for (int t = 1; t <= 40; ++t) {
    const models::Mixture model = models::from_flat(experiment.parameters(0, t), 5, 2);
    const Spread spread = spread_of(model);
    const models::Moments whole = models::moments(model);
    CHECK(close(spread.within + spread.between, whole.covariance[0] + whole.covariance[3], 1e-12));
  }
}

TEST_CASE(
    "needles keep what lies between them and lose what lies within, whatever their weights; the dead count for "
    "nothing") {
  const Spread needles = spread_of(line({0.5, 0.5, 0}, {-50, 50, 1e6}, {1e-20, 1e-20, 1e6}));
  CHECK(close(needles.within, 1e-20, 1e-12));
  CHECK(close(needles.between, 2500, 1e-12));
  CHECK(live_components(line({0.5, 0.5, 0}, {-50, 50, 1e6}, {1e-20, 1e-20, 1e6})) == 2);
}

TEST_CASE(
    "modes that each have a component are matched in any order, and a change of weights moves neither width nor "
    "distance") {
  KeptModes kept;
  REQUIRE(match_modes(line({0.9, 0, 0.1}, {45, 3, -45}, {1, 7, 0.01}), kTruth, kept));
  CHECK(close(kept.narrowest, 0.1, 1e-12));
  CHECK(close(kept.widest, 0.5, 1e-12));
  CHECK(close(kept.apart, 0.9, 1e-12));
}

TEST_CASE("modes are not matched where one has two components or none, or where they share a centre") {
  KeptModes kept;
  CHECK_FALSE(match_modes(line({0.5, 0.5}, {49, 50}, {1, 1}), kTruth, kept));
  CHECK_FALSE(match_modes(line({1, 0}, {49, -50}, {1, 1}), kTruth, kept));
  CHECK_FALSE(match_modes(line({0.5, 0.3, 0.2}, {-50, 50, 51}, {1, 1, 1}), kTruth, kept));
  CHECK_FALSE(match_modes(line({0.5, 0.5}, {-0.1, 5}, {1, 9}), line({0.5, 0.5}, {0, 0}, {1, 9}), kept));
}

TEST_CASE("two needles far apart are told as two needles, though their total variance is that of the truth") {
  const Experiment experiment = finished(spec_of(
      R"({"generations":60,"source":{"kind":"mixture","means":[[-50],[50]],"covariances":[[[1]],[[1]]]},"model":{"kind":"gmm"},"samples":{"n":20}})"));
  const std::string words = experiment.summary(0, 60);
  CAPTURE(words);
  CHECK(words.find("forgotten") == std::string::npos);
  CHECK(words.find("wider") == std::string::npos);
  CHECK(words.find("After 60 generations both modes are still drawn; they are at most 0.01 % as wide as in the truth "
                   "and 101 % as far apart.") == 0);
}
