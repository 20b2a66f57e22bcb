#include "layout.h"

#include "json_text.h"

namespace collapse::cli {

Layout layout_of(const Experiment& experiment) {
  const std::string text = experiment.layout();
  const rapidjson::Document json = own_json(text);
  Layout layout;
  layout.memory_bytes = json["memory_bytes"].GetDouble();
  for (const auto& axis : json["axes"].GetArray()) layout.axes.push_back(axis["label"].GetString());
  for (const auto& word : json["status"].GetArray()) layout.status.push_back(word.GetString());
  for (const auto& section : json["sections"]["frame"].GetArray())
    layout.frame.push_back({section["name"].GetString(), static_cast<std::size_t>(section["offset"].GetDouble()),
                            static_cast<std::size_t>(section["length"].GetDouble())});
  return layout;
}

std::span<const double> Layout::section(std::span<const double> block, std::string_view name) const {
  for (const Section& candidate : frame)
    if (candidate.name == name) return block.subspan(candidate.offset, candidate.length);
  return {};
}

}  // namespace collapse::cli
