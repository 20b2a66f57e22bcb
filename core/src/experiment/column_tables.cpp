#include <utility>

#include "experiment/kinds.h"
#include "spec/manifest.h"

namespace collapse {

std::vector<ColumnTable> column_tables() {
  std::vector<ColumnTable> tables;
  spec::for_each_choice<ModelKind>([&](ModelKind model) {
    for (const experiment::TablesOf of_kind : experiment::linked_tables())
      for (ColumnTable& table : of_kind(model)) tables.push_back(std::move(table));
  });
  return tables;
}

std::vector<ColumnInfo> experiment::columns_of(std::string_view spec) {
  return Experiment::create(*read_spec(spec))->columns();
}

}  // namespace collapse
