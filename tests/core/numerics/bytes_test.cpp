#include "numerics/bytes.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using collapse::numerics::ByteReader;
using collapse::numerics::put_list;
using collapse::numerics::put_numbers;
using collapse::numerics::put_size;

TEST_CASE("a size is eight bytes, the lowest first, and numbers stand as they are in memory") {
  std::string bytes;
  put_size(bytes, 0x0102030405060708u);
  CHECK(bytes == "\x08\x07\x06\x05\x04\x03\x02\x01");
  bytes.clear();
  put_list(bytes, std::vector<std::uint32_t>{0x61, 0x62});
  CHECK(bytes == std::string("\2\0\0\0\0\0\0\0a\0\0\0b\0\0\0", 16));
}

TEST_CASE("what was put is taken in its order, and nothing is left") {
  std::string bytes;
  put_size(bytes, 7);
  put_numbers(bytes, std::array<double, 2>{0.5, -1});
  put_list(bytes, std::vector<float>{1, 2, 3});
  put_list(bytes, std::string_view("four"));
  put_list(bytes, std::vector<double>{});
  bytes += "rest";
  ByteReader reader(bytes);
  std::uint64_t size = 0;
  std::vector<double> numbers(2), none{1};
  std::vector<float> list;
  std::vector<char> text;
  std::string_view rest;
  CHECK(reader.take_size(size));
  CHECK(reader.take_numbers(std::span(numbers)));
  CHECK(reader.take_list(list));
  CHECK(reader.take_list(text));
  CHECK(reader.take_list(none));
  CHECK_FALSE(reader.empty());
  CHECK(reader.take_bytes(rest, 4));
  CHECK(reader.empty());
  CHECK(size == 7);
  CHECK(numbers == std::vector<double>{0.5, -1});
  CHECK(list == std::vector<float>{1, 2, 3});
  CHECK(std::string_view(text.data(), text.size()) == "four");
  CHECK(none.empty());
  CHECK(rest == "rest");
}

TEST_CASE("bytes that are cut off give nothing, and a count beyond them asks for no memory") {
  std::string bytes;
  put_list(bytes, std::vector<double>{1, 2});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ByteReader reader(std::string_view(bytes).substr(0, length));
    std::vector<double> list;
    CHECK_FALSE(reader.take_list(list));
    CHECK(list.empty());
  }
  for (const std::uint64_t count : {std::uint64_t{3}, std::uint64_t{1} << 61, ~std::uint64_t{0}}) {
    std::string long_list;
    put_size(long_list, count);
    put_numbers(long_list, std::vector<double>{1, 2});
    ByteReader reader(long_list);
    std::vector<double> list;
    CHECK_FALSE(reader.take_list(list));
    CHECK(list.empty());
  }
  ByteReader reader("1234567");
  std::uint64_t size;
  std::string_view all;
  std::array<std::uint32_t, 2> two{};
  CHECK_FALSE(reader.take_size(size));
  CHECK_FALSE(reader.take_numbers(two));
  CHECK_FALSE(reader.take_bytes(all, 8));
  CHECK(reader.take_bytes(all, 7));
  CHECK(all == "1234567");
  CHECK(ByteReader("").empty());
}
