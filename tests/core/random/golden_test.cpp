#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "collapse/stream.h"
#include "numerics/elementary.h"
#include "numerics/hash.h"

// Every compiler and WebAssembly must give these bits; a change of one changes every published result and has to be
// said so in the CHANGELOG.

namespace {

using collapse::numerics::Hash;
using collapse::random::Purpose;
using collapse::random::Stream;

}  // namespace

TEST_CASE("100,000 normals have the golden bits") {
  Stream stream(20261123, 0, 1, Purpose::synthetic);
  std::vector<double> values(100000);
  stream.fill_normal(values);
  Hash hash;
  hash.add(values);
  CHECK(hash.value() == 0xc432bc9eed84f13dull);
}

TEST_CASE("uniforms, whole numbers, samples and categories have the golden bits") {
  Stream stream(20261123, 1, 2, Purpose::subsample, 3);
  Hash hash;
  for (int i = 0; i < 1000; ++i) hash.add(stream.uniform());
  for (std::uint64_t bound = 1; bound < (std::uint64_t{1} << 62); bound = 3 * bound + 1) hash.add(stream.below(bound));
  for (const std::uint32_t i : collapse::random::sample_without_replacement(stream, 1000, 600)) {
    hash.add(std::uint64_t{i});
  }
  std::vector<std::uint16_t> component(1000);
  collapse::random::fill_categorical(stream, std::vector<double>{0.2, 0, 0.5, 0.3}, component);
  for (const std::uint16_t k : component) hash.add(std::uint64_t{k});
  CHECK(hash.value() == 0x8b47436e55fd8dfaull);
}

TEST_CASE("the elementary functions have the golden bits at 10,000 random arguments each") {
  namespace numerics = collapse::numerics;
  Stream stream(20261123, 0, 0, Purpose::measurement);
  Hash hash;
  for (int i = 0; i < 10000; ++i) {
    const double u = stream.uniform(), wide = 60 * u - 30, positive = numerics::exp(wide);
    hash.add(positive);
    hash.add(numerics::expm1(wide));
    hash.add(numerics::log(positive));
    hash.add(numerics::log1p(u));
    hash.add(numerics::pow(positive, u));
    hash.add(numerics::sin(1000 * wide));
    hash.add(numerics::cos(1000 * wide));
    hash.add(numerics::erf(0.1 * wide));
    hash.add(numerics::erfc(wide));
    hash.add(numerics::tanh(0.1 * wide));
    hash.add(numerics::log_gamma(positive));
    hash.add(numerics::digamma(positive));
    hash.add(numerics::trigamma(positive));
    hash.add(numerics::normal_cdf(wide));
    hash.add(numerics::log_normal_cdf(wide));
    hash.add(numerics::normal_quantile(u));
    hash.add(numerics::chi_square_survival(1 + i % 50, 100 * u));
  }
  CHECK(hash.value() == 0x445bbf9895a8404eull);
}
