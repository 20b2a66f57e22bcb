#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "collapse/experiment.h"
#include "embedded.h"

namespace collapse::test {

inline std::string_view table_of(const Spec& spec) {
  if (spec.source.kind != SourceKind::dataset) return {};
  for (const cli::EmbeddedFile& file : cli::embedded_tables()) {
    constexpr std::string_view names[] = {"galaxies", "faithful", "penguins", "earthquakes", "flights", "quakes"};
    if (file.name == names[static_cast<int>(spec.source.name)]) return file.text;
  }
  return {};
}

inline Spec spec_of(std::string_view json) {
  Result<Spec> spec = read_spec(json);
  CAPTURE(std::string(json));
  CAPTURE(spec.error().message);
  REQUIRE(static_cast<bool>(spec));
  return *spec;
}

inline Experiment experiment_of(const Spec& spec, RunRange runs = {}) {
  Result<Experiment> made = Experiment::create(spec, table_of(spec), runs);
  CAPTURE(made.error().path);
  CAPTURE(made.error().message);
  REQUIRE(static_cast<bool>(made));
  return std::move(*made);
}

inline Experiment finished(const Spec& spec, RunRange runs = {}, long slice = 1000000000) {
  Experiment experiment = experiment_of(spec, runs);
  while (!experiment.finished()) experiment.advance(slice);
  return experiment;
}

}  // namespace collapse::test
