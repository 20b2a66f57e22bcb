#include "sweep/grid.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "io/failure.h"
#include "io/json_text.h"

namespace collapse::cli::sweep {

namespace {

constexpr std::size_t kMaxCells = 100000;
constexpr int kMaxGeneration = 10000;

/// A cell of a CSV row.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

/// "/samples/n" -> "samples.n", as in the page's addresses.
std::string column_of(const std::string& field) {
  std::string out = field.substr(1);
  std::replace(out.begin(), out.end(), '/', '.');
  return out;
}

}  // namespace

double Thinning::rows(long long last) const {
  double kept = 0;
  for (int g = 0; g <= last; ++g) kept += keeps(g) ? 1 : 0;
  return kept;
}

bool Thinning::keeps(int generation) const {
  return only.empty() ? generation % every == 0 : std::find(only.begin(), only.end(), generation) != only.end();
}

Axis read_axis(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals < 2 || text[0] != '/')
    throw Failure{kInvalidInput,
                  "--over " + shown(text) + ": expected a field and its values, such as /samples/n=10,30,100"};
  Axis axis{text.substr(0, equals), {""}};
  int depth = 0;
  bool inside = false;
  for (std::size_t i = equals + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (inside && c == '\\' && i + 1 < text.size()) {
      axis.values.back() += c;
      axis.values.back() += text[++i];
      continue;
    }
    if (c == '"') inside = !inside;
    if (!inside && (c == '[' || c == '{')) ++depth;
    if (!inside && (c == ']' || c == '}')) --depth;
    if (c == ',' && !inside && depth == 0)
      axis.values.emplace_back();
    else
      axis.values.back() += c;
  }
  for (const std::string& value : axis.values)
    if (value.empty()) throw Failure{kInvalidInput, "--over " + shown(text) + ": a value is missing"};
  return axis;
}

std::vector<int> read_generations(const std::string& text) {
  std::vector<int> generations;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data();; ++at) {
    int generation = -1;
    const auto read = std::from_chars(at, end, generation);
    if (read.ec != std::errc{} || (read.ptr != end && *read.ptr != ',') || generation < 0 ||
        generation > kMaxGeneration)
      throw Failure{kInvalidInput, "--generations-only " + shown(text) + ": expected generations, each from 0 to " +
                                       std::to_string(kMaxGeneration) + ", with commas between them, such as 1,10,100"};
    if (std::find(generations.begin(), generations.end(), generation) != generations.end())
      throw Failure{kInvalidInput, "--generations-only: generation " + std::to_string(generation) + " is named twice"};
    generations.push_back(generation);
    at = read.ptr;
    if (at == end) return generations;
  }
}

Shard read_shard(const std::string& text, const std::string& origin) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  const bool parted = number.ec == std::errc{} && number.ptr != end && *number.ptr == '/';
  const auto of = std::from_chars(parted ? number.ptr + 1 : end, end, shard.of);
  if (!parted || of.ec != std::errc{} || of.ptr != end || shard.of < 1 || shard.number < 1 || shard.number > shard.of ||
      shard.of > static_cast<int>(kMaxCells))
    throw Failure{
        kInvalidInput,
        origin + " " + shown(text) +
            ": expected which shard and of how many, such as 1/4: the first from 1 to the second, the second at most " +
            std::to_string(kMaxCells)};
  return shard;
}

Grid::Grid(std::vector<Axis> axes) : axes_(std::move(axes)), cells_(1) {
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (axes_[i].field == axes_[j].field)
        throw Failure{kInvalidInput, "--over " + shown(axes_[i].field) + ": this field is swept twice"};
    std::vector<std::string> sorted = axes_[i].values;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
      throw Failure{kInvalidInput,
                    "--over " + shown(axes_[i].field) + ": the value " + shown(*twice) + " is there twice"};
    cells_ *= axes_[i].values.size();
    if (cells_ > kMaxCells) throw Failure{kInvalidInput, "--over: the grid has more than 100000 cells"};
  }
}

std::vector<std::size_t> Grid::positions(std::size_t cell) const {
  std::vector<std::size_t> out(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0; cell /= axes_[i].values.size()) out[i] = cell % axes_[i].values.size();
  return out;
}

std::vector<Edit> Grid::edits(std::size_t cell) const {
  const std::vector<std::size_t> at = positions(cell);
  std::vector<Edit> out;
  for (std::size_t i = 0; i < axes_.size(); ++i) out.push_back({axes_[i].field, axes_[i].values[at[i]]});
  return out;
}

std::string Grid::name(std::size_t cell) const {
  std::string out;
  for (const Edit& edit : edits(cell))
    out += (out.empty() ? "" : ", ") + shown(column_of(edit.pointer) + "=" + edit.value);
  return out;
}

std::size_t Grid::cell_with(std::size_t axis, std::size_t value) const {
  for (std::size_t later = axis + 1; later < axes_.size(); ++later) value *= axes_[later].values.size();
  return value;
}

std::string Grid::head() const {
  std::string out;
  for (const Axis& axis : axes_) out += quoted(column_of(axis.field)) + ",";
  return out;
}

std::string Grid::prefix(std::size_t cell) const {
  std::string out;
  for (const Edit& edit : edits(cell)) out += quoted(edit.value) + ",";
  return out;
}

std::string end_line(std::size_t rows, const Checksum& before) {
  return std::string(kEndLine) + std::to_string(rows) + (rows == 1 ? " row" : " rows") + ", checksum " +
         before.digits() + "\n";
}

std::string identity(const Spec& base, const Grid& grid, const Thinning& thinning) {
  std::string out = "{\"spec\":" + write_spec(base) + ",\"over\":[";
  for (const Axis& axis : grid.axes()) {
    out += std::string(&axis == &grid.axes().front() ? "" : ",") + "{\"field\":" + json_string(axis.field) +
           ",\"values\":[";
    for (const std::string& value : axis.values)
      out += (&value == &axis.values.front() ? "" : ",") + json_string(value);
    out += "]}";
  }
  out += "],\"every\":" + std::to_string(thinning.every) + ",\"generations\":[";
  for (const int& generation : thinning.only)
    out += (&generation == &thinning.only.front() ? "" : ",") + std::to_string(generation);
  return out + "]}";
}

}  // namespace collapse::cli::sweep
