#include "experiment/csv_table.h"

#include <algorithm>

#include "data/utf8.h"
#include "spec/json.h"

namespace collapse::experiment {

namespace {

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const std::size_t comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<CsvTable> read_csv_table(std::string_view text) {
  CsvTable table;
  int line_number = 0;
  // Names of columns go into answers, which are UTF-8.
  if (const std::size_t wrong = data::first_invalid_byte(text); wrong != std::string_view::npos)
    return Error{
        "", "line " +
                std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(wrong), '\n')) +
                " is not valid UTF-8."};
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    const std::vector<std::string_view> cells = split(line);
    if (table.names.empty()) {
      table.names.assign(cells.begin(), cells.end());
      table.columns.resize(cells.size());
      continue;
    }
    const std::string at = "line " + std::to_string(line_number);
    if (cells.size() != table.names.size())
      return Error{"", at + " has " + std::to_string(cells.size()) + " cells, but the header has " +
                           std::to_string(table.names.size()) + "."};
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const Result<rapidjson::Document> cell = spec::parse_json(cells[j]);
      if (!cell || !cell->IsNumber())
        return Error{
            "", at + ", column " + spec::brief(table.names[j]) + ": " + spec::shown(cells[j]) + " is not a number."};
      table.columns[j].push_back(cell->GetDouble());
    }
  }
  if (table.names.empty() || table.columns[0].size() < 2)
    return Error{"", "a table needs a header and at least 2 rows."};
  return table;
}

}  // namespace collapse::experiment
