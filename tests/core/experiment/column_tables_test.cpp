#include <algorithm>
#include <string>
#include <vector>

#include "support/small_presets.h"

using namespace collapse;

namespace {

/// Components and coordinates are numbered, and the tables have two of each.
std::string without_numbers(std::string name) {
  std::erase_if(name, [](char c) { return c >= '0' && c <= '9'; });
  return name;
}

}  // namespace

TEST_CASE("every column of a preset's experiment stands in one of the tables for reference") {
  std::vector<std::string> known;
  for (const ColumnTable& table : column_tables())
    for (const ColumnInfo& column : table.columns) known.push_back(without_numbers(column.name));
  for (const test::SmallPreset& preset : test::small_presets()) {
    CAPTURE(preset.name);
    const Result<Experiment> experiment = Experiment::create(preset.spec, preset.table);
    REQUIRE(static_cast<bool>(experiment));
    for (const ColumnInfo& column : experiment->columns()) {
      CAPTURE(column.name);
      CHECK(std::find(known.begin(), known.end(), without_numbers(column.name)) != known.end());
    }
  }
}

TEST_CASE("tables for reference have columns, and where they have no title, they belong to one and say so") {
  const std::vector<ColumnTable> tables = column_tables();
  REQUIRE_FALSE(tables.empty());
  CHECK_FALSE(tables[0].title.empty());
  for (const ColumnTable& table : tables) {
    CAPTURE(table.title);
    CHECK_FALSE(table.columns.empty());
    CHECK_FALSE((table.title.empty() && table.remark.empty()));
  }
}
