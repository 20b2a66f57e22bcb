#include "io/generation.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>

#include "io/failure.h"

namespace collapse::cli {

namespace {

constexpr long kSlice = 256;

}  // namespace

void GenerationArguments::declare(CLI::App& command) {
  spec.declare(command);
  command.add_option("-g,--generation", generation, "Which generation; 0 is the truth with the run's real data")
      ->required()
      ->check(CLI::Range(0, 10000))
      ->type_name("G");
  command.add_option("-r,--run", run, "Which run, counted from 0")->check(CLI::Range(0, 10000))->type_name("R");
}

Experiment experiment_at(const GenerationArguments& arguments, bool all_runs) {
  const Spec spec = load_spec(arguments.spec);
  if (arguments.generation > spec.generations)
    throw Failure{kInvalidInput, "--generation: " + std::to_string(arguments.generation) +
                                     " is beyond the last generation, " + std::to_string(spec.generations)};
  if (arguments.run >= spec.runs)
    throw Failure{kInvalidInput, "--run: " + std::to_string(arguments.run) + " is beyond the last run, " +
                                     std::to_string(spec.runs - 1) + " (runs count from 0)"};
  Result<Experiment> made =
      Experiment::create(spec, table_of(spec, arguments.spec.data), all_runs ? RunRange{} : RunRange{arguments.run, 1});
  if (!made) throw invalid_input(made.error(), "spec");
  // Where generation 1 reads the real data, the truth's row is complete once it is there, as in a table.
  const DataType data = data_type(spec.source.kind);
  const bool read_by_first = data == DataType::images || data == DataType::tokens;
  const int needed = std::max(arguments.generation, read_by_first ? 1 : 0);
  while (made->completed() < needed && !made->finished()) made->advance(kSlice);
  if (made->completed() < arguments.generation)
    throw Failure{kRuntimeFailure,
                  "run " + std::to_string(arguments.run) + ": " + made->summary(arguments.run, arguments.generation)};
  return std::move(*made);
}

}  // namespace collapse::cli
