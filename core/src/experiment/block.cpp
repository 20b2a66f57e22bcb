#include "experiment/block.h"

#include <algorithm>

#include "collapse/constants.h"
#include "spec/json.h"

namespace collapse::experiment {

std::span<double> Block::section(std::string_view name, std::size_t length) {
  sections_.push_back({std::string(name), values_.size(), length});
  values_.resize(values_.size() + length, kNaN);
  return std::span(values_).last(length);
}

void Block::add(std::string_view name, const std::vector<double>& values) {
  const std::span<double> out = section(name, values.size());
  std::copy(values.begin(), values.end(), out.begin());
}

void Block::clear() {
  sections_.clear();
  values_.clear();
}

std::string Block::layout() const {
  spec::JsonArray list;
  for (const Section& entry : sections_) {
    spec::JsonObject item;
    item.text("name", entry.name);
    item.number("offset", static_cast<double>(entry.offset));
    item.number("length", static_cast<double>(entry.length));
    list.add(item.str());
  }
  return list.str();
}

}  // namespace collapse::experiment
