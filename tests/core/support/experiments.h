#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "collapse/experiment.h"
#include "collapse/presets.h"

namespace collapse::test {

inline std::string_view table_of(const Spec& spec) { return built_in_table(spec); }

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
