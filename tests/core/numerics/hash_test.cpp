#include "numerics/hash.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>

using collapse::numerics::Hash;

namespace {

std::uint64_t hash_of(double value) {
  Hash hash;
  hash.add(value);
  return hash.value();
}

}  // namespace

TEST_CASE("the hash is FNV-1a") {
  // The test vectors published with the algorithm (Fowler, Noll, Vo; RFC 9923).
  const auto text = [](std::string_view s) {
    Hash hash;
    hash.add(s);
    return hash.value();
  };
  CHECK(text("") == 0xcbf29ce484222325ull);
  CHECK(text("a") == 0xaf63dc4c8601ec8cull);
  CHECK(text("foobar") == 0x85944171f73967e8ull);
}

TEST_CASE("a word enters by its octets, the least significant first") {
  Hash word, octets;
  word.add(std::uint64_t{0x7261626f6f66});
  octets.add(std::string_view("foobar\0\0", 8));
  CHECK(word.value() == octets.value());
}

TEST_CASE("every NaN hashes alike, zeros by their sign, other doubles by their bits") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t bits = 0xfff8000000000123ull;  // a negative NaN with another payload
  double other;
  std::memcpy(&other, &bits, sizeof other);
  CHECK(hash_of(nan) == hash_of(other));
  CHECK(hash_of(0.0) != hash_of(-0.0));
  CHECK(hash_of(1.0) != hash_of(std::nextafter(1.0, 2.0)));
  CHECK(hash_of(nan) != hash_of(std::numeric_limits<double>::infinity()));
}

TEST_CASE("a span hashes as its values one by one") {
  const double values[] = {1.5, -2.0, 1e-310};
  Hash together, apart;
  together.add(std::span<const double>(values));
  for (const double value : values) apart.add(value);
  CHECK(together.value() == apart.value());
  CHECK(together.value() != Hash().value());
}
