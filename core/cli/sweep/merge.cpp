// Putting the tables of a sweep's shards together.

#include <algorithm>
#include <string>
#include <vector>

#include "io/failure.h"
#include "io/file.h"
#include "io/json_text.h"
#include "io/output.h"
#include "sweep/grid.h"

namespace collapse::cli::sweep {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 30;

/// A shard's table, taken apart.
struct Part {
  std::string file, text;  // the text without its last line
  std::string head;        // comment lines and column names without the line of the shard
  std::string sweep;       // JSON
  std::string end;         // the last line
  Shard shard;
  std::size_t next = 0;  // where the rows begin that are not yet taken
  std::size_t rows = 0;  // taken

  /// "part-1.csv, line 7", the line at a byte.
  std::string place(std::size_t at) const {
    return shown(file) + ", line " +
           std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }
};

/// Takes the last line off and checks that every byte before it is as it was written.
void check_end(Part& part) {
  const std::string& text = part.text;
  const std::size_t before = text.size() < 2 ? std::string::npos : text.rfind('\n', text.size() - 2);
  if (before != std::string::npos) part.end = text.substr(before + 1);
  if (!part.end.starts_with(kEndLine) || part.end.back() != '\n')
    throw Failure{kInvalidInput, shown(part.file) + ": it is cut off: a whole shard ends with a line \"" +
                                     std::string(kEndLine) + "…\", with the number of its rows and a checksum"};
  part.text.resize(before + 1);
  if (!part.end.ends_with(", checksum " + Checksum(part.text).digits() + "\n"))
    throw Failure{kInvalidInput, shown(part.file) +
                                     ": it is not what the sweep wrote: bytes were changed, added or lost, for its "
                                     "checksum is not that of its last line"};
}

void check_characters(const Part& part) {
  if (const std::size_t bad = first_bad_byte(part.text); bad != std::string_view::npos)
    throw Failure{kInvalidInput, part.place(bad) + ": not valid UTF-8"};
}

Part read_part(const std::string& file) {
  Part part;
  part.file = file;
  part.text = read_file(file, kMaxBytes, "longer than 4 GB", "");
  bool named = false, sharded = false;
  while (!named) {
    const std::size_t end = part.text.find('\n', part.next);
    if (end == std::string::npos) break;
    const std::string line = part.text.substr(part.next, end - part.next);
    const std::size_t begin = part.next;
    part.next = end + 1;
    if (line.starts_with(kShardLine)) {
      part.shard = read_shard(line.substr(kShardLine.size()), part.place(begin) + ":");
      sharded = true;
      continue;
    }
    if (line.starts_with(kSweepLine)) part.sweep = line.substr(kSweepLine.size());
    part.head += line + "\n";
    named = !line.starts_with("#");
  }
  if (part.sweep.empty() || !named || !sharded)
    throw Failure{kInvalidInput, shown(file) + ": this is no table of one shard of a sweep"};
  check_end(part);
  check_characters(part);
  return part;
}

Grid grid_of(const Part& part) {
  const std::string origin = shown(part.file) + ": the line \"# sweep\" is damaged";
  const rapidjson::Document json = read_json(part.sweep, origin);
  const Failure damaged{kInvalidInput, origin};
  if (!json.IsObject() || !json.HasMember("over") || !json["over"].IsArray()) throw damaged;
  std::vector<Axis> axes;
  for (const auto& item : json["over"].GetArray()) {
    if (!item.IsObject() || !item.HasMember("field") || !item["field"].IsString() || !item.HasMember("values") ||
        !item["values"].IsArray() || item["values"].Empty())
      throw damaged;
    axes.push_back({{item["field"].GetString(), item["field"].GetStringLength()}, {}});
    for (const auto& value : item["values"].GetArray()) {
      if (!value.IsString()) throw damaged;
      axes.back().values.emplace_back(value.GetString(), value.GetStringLength());
    }
  }
  return Grid(std::move(axes));
}

/// Hands on the rows of a cell, which stand next in its shard; a cell with fewer generations than are asked for has
/// none.
void take_cell(Part& part, const std::string& prefix, Output& output) {
  const std::size_t begin = part.next;
  while (part.text.compare(part.next, prefix.size(), prefix) == 0 && part.next < part.text.size()) {
    // A swept value may hold line breaks; the first one behind it ends the row.
    part.next = part.text.find('\n', part.next + prefix.size()) + 1;
    ++part.rows;
  }
  output.write(std::string_view(part.text).substr(begin, part.next - begin));
}

}  // namespace

void merge(const std::vector<std::string>& files, const std::string& out) {
  std::vector<Part> parts;
  for (const std::string& file : files) parts.push_back(read_part(file));
  const int of = parts.front().shard.of;
  std::vector<Part*> by_number(static_cast<std::size_t>(of), nullptr);
  for (Part& part : parts) {
    if (part.head != parts.front().head || part.shard.of != of)
      throw Failure{kInvalidInput,
                    shown(part.file) + ": this is a shard of another sweep than " + shown(parts.front().file)};
    Part*& place = by_number[static_cast<std::size_t>(part.shard.number - 1)];
    if (place != nullptr) throw Failure{kInvalidInput, shown(part.file) + ": the same shard as " + shown(place->file)};
    place = &part;
  }
  for (int number = 1; number <= of; ++number)
    if (by_number[static_cast<std::size_t>(number - 1)] == nullptr)
      throw Failure{kInvalidInput, "shard " + std::to_string(number) + "/" + std::to_string(of) + " is missing"};

  const Grid grid = grid_of(parts.front());
  Output output(out);
  output.write(parts.front().head);
  for (std::size_t cell = 0; cell < grid.cells(); ++cell)
    take_cell(*by_number[cell % static_cast<std::size_t>(of)], grid.prefix(cell), output);
  for (const Part& part : parts) {
    if (part.next != part.text.size())
      throw Failure{kInvalidInput, part.place(part.next) + ": rows of no cell of the sweep, or out of order"};
    if (part.end != end_line(part.rows, Checksum(part.text)))
      throw Failure{kInvalidInput, shown(part.file) + ": it holds " + std::to_string(part.rows) +
                                       " rows, but its last line says \"" +
                                       shown(part.end.substr(0, part.end.size() - 1)) + "\""};
  }
  output.commit();
}

}  // namespace collapse::cli::sweep
