#include "numerics/hash.h"

#include <cstring>

namespace collapse::numerics {
namespace {

constexpr std::uint64_t kPrime = 0x100000001b3ull;

}  // namespace

void Hash::add(std::uint64_t word) {
  // Octets from the least significant up: the order of the machine's memory plays no part.
  for (int i = 0; i < 8; ++i) {
    state_ = (state_ ^ ((word >> (8 * i)) & 0xffu)) * kPrime;
  }
}

void Hash::add(double value) {
  std::uint64_t bits = 0x7ff8000000000000ull;
  if (value == value) std::memcpy(&bits, &value, sizeof bits);
  add(bits);
}

void Hash::add(std::span<const double> values) {
  for (const double value : values) add(value);
}

void Hash::add(std::span<const float> values) {
  for (const float value : values) {
    std::uint32_t bits = 0x7fc00000u;
    if (value == value) std::memcpy(&bits, &value, sizeof bits);
    add(static_cast<std::uint64_t>(bits));
  }
}

void Hash::add(std::span<const std::uint32_t> values) {
  for (const std::uint32_t value : values) add(static_cast<std::uint64_t>(value));
}

void Hash::add(std::string_view text) {
  for (const char c : text) {
    state_ = (state_ ^ static_cast<unsigned char>(c)) * kPrime;
  }
}

}  // namespace collapse::numerics
