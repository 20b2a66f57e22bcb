// The command `collapse`: the only native place with files, threads and standard output.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <new>
#include <sstream>
#include <string>

#include "collapse/version.h"
#include "commands/commands.h"
#include "io/failure.h"
#include "io/output.h"
#include "io/shown.h"

namespace {

using namespace collapse;

// No sentence of ours is longer; a single argument may have 128 kB.
constexpr std::size_t kMostBytes = 1500;

// One line whatever the message holds: file names and pasted text may contain anything.
int report(const cli::Failure& failure) {
  const std::string line = "collapse: " + cli::shown(failure.message, kMostBytes) + "\n";
  std::fputs(line.c_str(), stderr);
  return failure.status;
}

// Help and version are output like any other: a full disk is a failure.
int print(const CLI::App& app, const CLI::Success& help) {
  std::ostringstream text, none;
  const int status = app.exit(help, text, none);
  cli::Output output;
  output.write(text.str());
  output.commit();
  return status;
}

int usage_error(const CLI::App& app, const CLI::ParseError& error, const char* first_argument) {
  std::string message = error.what();
  message.resize(std::min(message.find('\n'), message.size()));
  if (app.get_subcommands().empty() && first_argument != nullptr && first_argument[0] != '-')
    message = cli::shown(first_argument) + ": there is no such subcommand";
  return report({cli::kInvalidInput, cli::shown(message, 400) + " (collapse --help shows the usage)"});
}

int run(int argc, char** argv) {
  CLI::App app(
      "Model Collapse Lab: fit a model to data, draw new data from it, fit the next model to those, and measure what "
      "is forgotten.\n"
      "Every generation really samples and refits; the same spec and seed give the same bits on every machine.",
      "collapse");
  app.set_version_flag("--version", std::string("collapse ") + kVersion);
  app.require_subcommand(1);
  app.footer("Exit status: 0 done, 1 could not be written or computed, 2 wrong arguments or spec.");
  cli::add_run(app);
  cli::add_describe(app);
  cli::add_presets(app);
  cli::add_hash(app);
  cli::add_frame(app);
  cli::add_ask(app);
  cli::add_digits(app);
  cli::add_texts(app);
  cli::add_sweep(app);
  cli::add_verify(app);
  cli::add_version(app);
  try {
    app.parse(argc, argv);
    return cli::kSuccess;
  } catch (const CLI::Success& help) {
    return print(app, help);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, argv[1]);
  }
}

}  // namespace

int main(int argc, char** argv) {
  cli::install_signal_handlers();
  try {
    return run(argc, argv);
  } catch (const cli::Failure& failure) {
    return report(failure);
  } catch (const std::bad_alloc&) {
    return report({cli::kRuntimeFailure, "out of memory"});
  }
}
