#pragma once

// Numbers as the bytes of a saved state. They are little-endian, the byte order of every platform this runs on (x86-64,
// arm64, WebAssembly).

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace collapse::numerics {

/// A size, a place or a hash: 8 bytes.
inline void put_size(std::string& out, std::uint64_t size) {
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
}

/// The numbers of a vector or span one after another, without their count.
template <class Numbers>
void put_numbers(std::string& out, const Numbers& values) {
  static_assert(std::is_arithmetic_v<typename Numbers::value_type>);
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(typename Numbers::value_type));
}

/// Their count and then they themselves.
template <class Numbers>
void put_list(std::string& out, const Numbers& values) {
  put_size(out, values.size());
  put_numbers(out, values);
}

/// Takes off the front of bytes what was put. Each take says whether so much was left; where it was not, it takes
/// nothing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool take_size(std::uint64_t& size) { return take(&size, sizeof size); }

  /// As many numbers as `values`, a vector or span, has.
  template <class Numbers>
  bool take_numbers(Numbers&& values) {
    using Number = typename std::remove_reference_t<Numbers>::value_type;
    static_assert(std::is_arithmetic_v<Number>);
    return take(values.data(), values.size() * sizeof(Number));
  }

  /// A list of numbers, however long: what is allocated is bounded by what is left. After a failure only its count is
  /// gone.
  template <class Number>
  bool take_list(std::vector<Number>& values) {
    static_assert(std::is_arithmetic_v<Number>);
    std::uint64_t count;
    if (!take_size(count) || count > rest_.size() / sizeof(Number)) return false;
    values.resize(static_cast<std::size_t>(count));
    return take_numbers(values);
  }

  /// The next `size` bytes as they are.
  bool take_bytes(std::string_view& bytes, std::uint64_t size) {
    if (size > rest_.size()) return false;
    bytes = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(bytes.size());
    return true;
  }

  bool empty() const { return rest_.empty(); }

 private:
  bool take(void* to, std::size_t size) {
    if (size > rest_.size()) return false;
    if (size > 0) std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }

  std::string_view rest_;
};

}  // namespace collapse::numerics
