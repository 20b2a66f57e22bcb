#include "collapse/stream.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "chi_square.h"
#include "numerics/hash.h"
#include "random/philox.h"

namespace {

using namespace collapse::test;
using collapse::numerics::Hash;
using collapse::random::philox;
using collapse::random::Purpose;
using collapse::random::Stream;

/// xoshiro256++ written down from the paper (Blackman, Vigna 2021, figure 5), apart from the core's.
struct Xoshiro {
  std::uint64_t s[4];

  static std::uint64_t rotl(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::uint64_t next() {
    const std::uint64_t result = rotl(s[0] + s[3], 23) + s[0];
    const std::uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
  }
};

/// What a stream is addressed by.
struct Address {
  std::uint64_t seed = 20261123;
  std::uint32_t run = 3;
  std::uint32_t generation = 17;
  Purpose purpose = Purpose::synthetic;
  std::uint32_t part = 0;

  Stream stream() const { return Stream(seed, run, generation, purpose, part); }
};

/// The base address and those that differ from it in one part, by one bit or by one.
std::vector<Address> neighbours() {
  std::vector<Address> all;
  all.push_back({});
  all.push_back({.seed = 20261123 + 1});
  all.push_back({.seed = 20261123 ^ (std::uint64_t{1} << 32)});
  all.push_back({.seed = 20261123 ^ (std::uint64_t{1} << 63)});
  all.push_back({.run = 4});
  all.push_back({.run = 3 ^ 0x80000000u});
  all.push_back({.generation = 18});
  all.push_back({.generation = 17 ^ 0x80000000u});
  all.push_back({.purpose = Purpose::subsample});
  all.push_back({.part = 1});
  all.push_back({.part = 0x800000u});
  all.push_back({.run = 17, .generation = 3});
  return all;
}

std::vector<double> normals(Stream stream, std::size_t count) {
  std::vector<double> values(count);
  stream.fill_normal(values);
  return values;
}

}  // namespace

TEST_CASE("next() is xoshiro256++ started from the first two Philox blocks of the address") {
  // Known answers for the state {1, 2, 3, 4}, as printed by the authors' reference program.
  Xoshiro known{{1, 2, 3, 4}};
  for (const std::uint64_t word : {41943041ull, 58720359ull, 3588806011781223ull, 3591011842654386ull}) {
    CHECK(known.next() == word);
  }
  const std::uint64_t seed = 0x0123456789abcdefull;
  const auto a = philox({5, 9, 2u | (7u << 8), 0}, {0x89abcdef, 0x01234567});
  const auto b = philox({5, 9, 2u | (7u << 8), 1}, {0x89abcdef, 0x01234567});
  const auto word = [](std::uint32_t low, std::uint32_t high) { return low | (std::uint64_t{high} << 32); };
  Xoshiro expected{{word(a[0], a[1]), word(a[2], a[3]), word(b[0], b[1]), word(b[2], b[3])}};
  Stream stream(seed, 5, 9, Purpose::fresh_real, 7);
  for (int i = 0; i < 100; ++i) CHECK(stream.next() == expected.next());
}

TEST_CASE("equal addresses give equal streams, and no two of a grid of addresses start alike") {
  Stream one = Address{}.stream(), two = Address{}.stream();
  for (int i = 0; i < 100; ++i) CHECK(one.next() == two.next());
  std::set<std::uint64_t> first_words;
  std::size_t addresses = 0;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    for (std::uint32_t run = 0; run < 6; ++run) {
      for (std::uint32_t generation = 0; generation < 6; ++generation) {
        for (std::uint32_t purpose = 1; purpose <= 7; ++purpose) {
          for (std::uint32_t part = 0; part < 6; ++part, ++addresses) {
            first_words.insert(Stream(seed, run, generation, static_cast<Purpose>(purpose), part).next());
          }
        }
      }
    }
  }
  CHECK(first_words.size() == addresses);
}

// Law: the correlation of two independent samples of n = 100,000 standard normals is N(0, 1/n). False alarms: 66 pairs
// at lag 0 and 144 at lag 1, each at 1e-6, on fixed seeds.
TEST_CASE("streams that differ in any one part of the address are uncorrelated") {
  const std::size_t n = 100000;
  std::vector<std::vector<double>> samples;
  for (const Address& address : neighbours()) samples.push_back(normals(address.stream(), n + 1));
  for (std::size_t a = 0; a < samples.size(); ++a) {
    for (std::size_t b = 0; b < samples.size(); ++b) {
      double same = 0, shifted = 0;
      for (std::size_t i = 0; i < n; ++i) {
        same += samples[a][i] * samples[b][i];
        shifted += samples[a][i] * samples[b][i + 1];
      }
      CAPTURE(a);
      CAPTURE(b);
      if (a != b) CHECK(plausible_normal(same / std::sqrt(n)));
      CHECK(plausible_normal(shifted / std::sqrt(n)));
    }
  }
}

// The trap of seeding a generator by seed + generation: neighbouring generations then start alike. Law: if the first
// words of generations t and t+1 are independent, each of the 64 bits flips with probability 1/2, so that the sum of
// (flips - n/2)^2 / (n/4) over the bits is chi-square with 64 degrees of freedom; and the two first uniforms fall
// evenly into 32 x 32 squares. n = 100,000; false alarms 1e-6 for each of the two checks and five ways to count.
TEST_CASE("the first draws of neighbouring generations, runs, seeds, parts and purposes are independent") {
  const std::uint32_t n = 100000;
  const auto address = [](int way, std::uint32_t i) {
    Address at;
    if (way == 0) at.generation = i;
    if (way == 1) at.run = i;
    if (way == 2) at.seed = i;
    if (way == 3) at.part = i;
    if (way == 4) at.seed = std::uint64_t{i} << 32;
    return at;
  };
  for (int way = 0; way < 5; ++way) {
    CAPTURE(way);
    std::vector<std::uint32_t> flips(64), squares(1024);
    std::uint64_t previous = address(way, 0).stream().next();
    for (std::uint32_t i = 1; i <= n; ++i) {
      const std::uint64_t word = address(way, i).stream().next();
      for (int bit = 0; bit < 64; ++bit) flips[bit] += ((word ^ previous) >> bit) & 1;
      ++squares[(previous >> 59) * 32 + (word >> 59)];
      previous = word;
    }
    double statistic = 0;
    for (const std::uint32_t count : flips) statistic += (count - 0.5 * n) * (count - 0.5 * n) / (0.25 * n);
    CHECK(plausible(statistic, 64));
    CHECK(plausibly_equal(squares));
  }
}

// Law: sums of m = 16 normals of one generation, over n = 20,000 generations, have serial correlation N(0, 1/n): what a
// chain of refits would feel of dependent streams. False alarms 1e-6 for each lag.
TEST_CASE("the means of successive generations are uncorrelated") {
  const std::uint32_t n = 20000;
  std::vector<double> means(n);
  for (std::uint32_t t = 0; t < n; ++t) {
    for (const double x : normals(Stream(7, 0, t, Purpose::synthetic), 16)) means[t] += x / 4;
  }
  for (std::uint32_t lag = 1; lag <= 5; ++lag) {
    double sum = 0;
    for (std::uint32_t t = lag; t < n; ++t) sum += means[t] * means[t - lag];
    CAPTURE(lag);
    CHECK(plausible_normal(sum / std::sqrt(n - lag)));
  }
}

TEST_CASE("fill_normal is that many calls of normal(), however it is sliced") {
  const std::vector<double> whole = normals(Address{}.stream(), 10000);
  Stream one = Address{}.stream();
  std::size_t different = 0;
  for (const double expected : whole) different += one.normal() != expected;
  CHECK(different == 0);
  Stream sliced = Address{}.stream();
  std::vector<double> values(10000);
  for (std::size_t from = 0, slice = 1; from < values.size(); from += slice, slice = slice * 2 + 1) {
    sliced.fill_normal(std::span(values).subspan(from, std::min(slice, values.size() - from)));
  }
  CHECK(values == whole);
  Stream after = Address{}.stream();
  after.fill_normal(values);
  CHECK(after.next() == sliced.next());
}
