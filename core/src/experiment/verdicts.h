#pragma once

#include <string>

#include "experiment/state.h"

namespace collapse::experiment {

/// Whether a run has collapsed by a generation, by each of the eight definitions that Schaeffer et al. collected
/// (2025, arXiv 2503.03150), from the measured rows alone; JSON as docs/spec.md describes it. docs/definitions.md gives
/// the reasons for every criterion. `generation` has been completed.
std::string verdicts_json(const Experiment::State& state, int run, int generation);

}  // namespace collapse::experiment
