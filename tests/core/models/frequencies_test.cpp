#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "models/counts/frequencies.h"
#include "support/close.h"

using namespace collapse;
using namespace collapse::models;
using collapse::test::close;

namespace {

Frequencies fitted(std::vector<std::uint32_t> counts) {
  data::Tally tally;
  tally.real.assign(counts.size(), 0);
  tally.counts = std::move(counts);
  return fit_frequencies(tally);
}

std::vector<double> shares(const Frequencies& frequencies, const Bias& bias) {
  std::vector<double> weights = biased_weights(frequencies, bias);
  double sum = 0;
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

TEST_CASE("frequencies: kinds that occurred, their shares, and the mean of the kinds as numbers") {
  const Frequencies found = fitted({3, 0, 1, 4});
  CHECK(found.kinds == std::vector<std::uint32_t>{0, 2, 3});
  CHECK(found.counts == std::vector<std::uint32_t>{3, 1, 4});
  CHECK(found.items == 8);
  CHECK(found.share(2) == 0.5);
  CHECK(found.mean == 14.0 / 8);
  CHECK(fitted({5}).mean == 0);
}

TEST_CASE("bias: temperature takes powers, top k and top p cut what is least frequent") {
  const Frequencies f = fitted({1, 4, 3, 2});
  const std::vector<double> cold = shares(f, {0.5, 0, 1});
  for (int i = 0; i < 4; ++i)
    CHECK(close(cold[static_cast<std::size_t>(i)], std::vector<double>{1, 16, 9, 4}[static_cast<std::size_t>(i)] / 30,
                1e-14));
  CHECK(shares(f, {0, 0, 1}) == std::vector<double>{0, 1, 0, 0});
  CHECK(close(shares(f, {1, 2, 1})[1], 4.0 / 7, 1e-14));
  CHECK(shares(f, {1, 2, 1})[3] == 0);
  // 0.4 + 0.3 reach 0.7, 0.4 does not; but 0.69 takes both too.
  for (const double p : {0.41, 0.69, 0.7}) {
    CHECK(shares(f, {1, 0, p})[2] > 0);
    CHECK(shares(f, {1, 0, p})[3] == 0);
  }
  CHECK(shares(f, {1, 0, 0.4})[2] == 0);
  CHECK(shares(f, {1, 0, 0.71})[3] > 0);
}

TEST_CASE("bias: among equals the first kinds are kept") {
  const Frequencies f = fitted({2, 2, 2, 2});
  CHECK(shares(f, {1, 2, 1}) == std::vector<double>{0.5, 0.5, 0, 0});
  CHECK(shares(f, {0, 0, 1}) == std::vector<double>{1, 0, 0, 0});
}
