// Putting the tables of a sweep's shards together.

#include <rapidjson/document.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "failure.h"
#include "file.h"
#include "output.h"
#include "sweep_grid.h"

namespace collapse::cli::sweep {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 30;

/// A shard's table, taken apart.
struct Part {
  std::string file, text;
  std::string head;   // comment lines and column names without the line of the shard
  std::string sweep;  // JSON
  Shard shard;
  std::size_t next = 0;  // where the rows begin that are not yet taken
};

Part read_part(const std::string& file) {
  Part part{file, read_file(file, kMaxBytes, "longer than 4 GB", ""), "", "", {}, 0};
  bool named = false, sharded = false;
  while (!named) {
    const std::size_t end = part.text.find('\n', part.next);
    if (end == std::string::npos) break;
    const std::string line = part.text.substr(part.next, end - part.next);
    part.next = end + 1;
    if (line.starts_with(kShardLine)) {
      part.shard = read_shard(line.substr(kShardLine.size()));
      sharded = true;
      continue;
    }
    if (line.starts_with(kSweepLine)) part.sweep = line.substr(kSweepLine.size());
    part.head += line + "\n";
    named = !line.starts_with("#");
  }
  if (part.sweep.empty() || !named || !sharded)
    throw Failure{kInvalidInput, file + ": this is no table of one shard of a sweep"};
  return part;
}

Grid grid_of(const Part& part) {
  rapidjson::Document json;
  json.Parse(part.sweep.data(), part.sweep.size());
  const Failure damaged{kInvalidInput, part.file + ": the line \"# sweep\" is damaged"};
  if (json.HasParseError() || !json.IsObject() || !json.HasMember("over") || !json["over"].IsArray()) throw damaged;
  std::vector<Axis> axes;
  for (const auto& item : json["over"].GetArray()) {
    if (!item.IsObject() || !item.HasMember("field") || !item["field"].IsString() || !item.HasMember("values") ||
        !item["values"].IsArray())
      throw damaged;
    axes.push_back({item["field"].GetString(), {}});
    for (const auto& value : item["values"].GetArray()) {
      if (!value.IsString()) throw damaged;
      axes.back().values.emplace_back(value.GetString(), value.GetStringLength());
    }
  }
  return Grid(std::move(axes));
}

}  // namespace

void merge(const std::vector<std::string>& files, const std::string& out) {
  std::vector<Part> parts;
  for (const std::string& file : files) parts.push_back(read_part(file));
  const int of = parts.front().shard.of;
  std::vector<Part*> by_number(static_cast<std::size_t>(of), nullptr);
  for (Part& part : parts) {
    if (part.head != parts.front().head || part.shard.of != of)
      throw Failure{kInvalidInput, part.file + ": this is a shard of another sweep than " + parts.front().file};
    Part*& place = by_number[static_cast<std::size_t>(part.shard.number - 1)];
    if (place != nullptr) throw Failure{kInvalidInput, part.file + ": the same shard as " + place->file};
    place = &part;
  }
  for (int number = 1; number <= of; ++number)
    if (by_number[static_cast<std::size_t>(number - 1)] == nullptr)
      throw Failure{kInvalidInput, "shard " + std::to_string(number) + "/" + std::to_string(of) + " is missing"};

  const Grid grid = grid_of(parts.front());
  Output output(out);
  output.write(parts.front().head);
  for (std::size_t cell = 0; cell < grid.cells(); ++cell) {
    Part& part = *by_number[cell % static_cast<std::size_t>(of)];
    const std::string prefix = grid.prefix(cell);
    const std::size_t begin = part.next;
    while (part.text.compare(part.next, prefix.size(), prefix) == 0 && part.next < part.text.size()) {
      const std::size_t end = part.text.find('\n', part.next);
      if (end == std::string::npos) throw Failure{kInvalidInput, part.file + ": the last line does not end"};
      part.next = end + 1;
    }
    output.write(std::string_view(part.text).substr(begin, part.next - begin));
  }
  for (const Part& part : parts)
    if (part.next != part.text.size())
      throw Failure{kInvalidInput, part.file + ": it holds rows of no cell of the sweep, or out of order"};
  output.commit();
}

}  // namespace collapse::cli::sweep
