#pragma once

// One generation of one run, as the commands that show one are asked for it.

#include "collapse/experiment.h"
#include "io/input.h"

namespace CLI {
class App;
}

namespace collapse::cli {

struct GenerationArguments {
  SpecArguments spec;
  int generation = 0;
  int run = 0;

  /// Adds the spec's arguments, --generation and --run.
  void declare(CLI::App& command);
};

/// The experiment, computed up to that generation of that run, or of all runs. Throws Failure if there is no such
/// generation, or if the run ended before it.
Experiment experiment_at(const GenerationArguments& arguments, bool all_runs = false);

}  // namespace collapse::cli
