#include "data/string_table.h"

#include <doctest/doctest.h>

#include <string>

using namespace collapse::data;

TEST_CASE("a string table numbers different strings in the order they came and finds each again") {
  StringTable table;
  CHECK(table.find("") == StringTable::kNone);
  for (int pass = 0; pass < 2; ++pass)
    for (std::uint32_t i = 0; i < 5000; ++i) REQUIRE(table.add("word" + std::to_string(i)) == i);
  CHECK(table.size() == 5000);
  CHECK(table[1234] == "word1234");
  CHECK(table.find("word4999") == 4999);
  CHECK(table.find("word5000") == StringTable::kNone);
  CHECK(table.find("") == StringTable::kNone);
  CHECK(table.add("") == 5000);
  CHECK(table.find("") == 5000);
  CHECK(table.add(std::string("a\0b", 3)) == 5001);
  CHECK(table.find("a") == StringTable::kNone);
}
