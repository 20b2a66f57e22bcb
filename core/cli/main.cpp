// The command `collapse`: the only native place with files, threads and standard output.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <new>
#include <string>

#include "collapse/version.h"
#include "commands.h"
#include "failure.h"
#include "output.h"

namespace {

using namespace collapse;

// One line whatever the message holds: file names and pasted text may contain anything.
int report(const cli::Failure& failure) {
  std::string line = "collapse: ";
  for (const char c : failure.message) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      line += c;
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      line += escaped;
    }
  }
  line += '\n';
  std::fputs(line.c_str(), stderr);
  return failure.status;
}

int usage_error(const CLI::App& app, const CLI::ParseError& error, const char* first_argument) {
  std::string message = error.what();
  message.resize(std::min(message.find('\n'), message.size()));
  if (app.get_subcommands().empty() && first_argument != nullptr && first_argument[0] != '-')
    message = std::string(first_argument) + ": there is no such subcommand";
  return report({cli::kInvalidInput, message + " (collapse --help shows the usage)"});
}

}  // namespace

int main(int argc, char** argv) {
  cli::install_signal_handlers();
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
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, argv[1]);
  } catch (const cli::Failure& failure) {
    return report(failure);
  } catch (const std::bad_alloc&) {
    return report({cli::kRuntimeFailure, "out of memory"});
  }
}
