// collapse hash: the fingerprint of every model and every measured number of an experiment.

#include <CLI/CLI.hpp>
#include <memory>

#include "collapse/experiment.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/input.h"
#include "io/output.h"
#include "io/progress.h"

namespace collapse::cli {

namespace {

constexpr long kSlice = 256;

void print_hash(const SpecArguments& arguments) {
  const Spec spec = load_spec(arguments);
  Result<Experiment> made = Experiment::create(spec, table_of(spec, arguments.data));
  if (!made) throw invalid_input(made.error(), "spec");
  Progress progress(static_cast<double>(spec.runs * spec.generations), true);
  while (!made->finished()) progress.show(static_cast<double>(made->advance(kSlice)) * static_cast<double>(spec.runs));
  Output output;
  output.write(made->hash() + "\n");
  output.commit();
}

}  // namespace

void add_hash(CLI::App& app) {
  const auto arguments = std::make_shared<SpecArguments>();
  CLI::App& command = *app.add_subcommand("hash", "Run an experiment and print the hash of its whole state");
  arguments->declare(command);
  command.footer("The same 16 hexadecimal digits on every machine, compiler and browser, and on the page.");
  command.callback([arguments] { print_hash(*arguments); });
}

}  // namespace collapse::cli
