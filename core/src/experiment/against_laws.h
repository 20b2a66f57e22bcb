#pragma once

#include <string>

#include "experiment/state.h"

namespace collapse::experiment {

/// Every law of the experiment beside the runs at a generation: what is expected, the mean over the runs, its
/// Monte-Carlo error and how many of these lie between; JSON as docs/spec.md describes it. No figure is given where it
/// would mean nothing, and a sentence says why.
std::string against_laws_json(const Experiment::State& state, int generation);

}  // namespace collapse::experiment
