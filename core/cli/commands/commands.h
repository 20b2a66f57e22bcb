#pragma once

// The subcommands. Each function adds one to the application; what it does runs when the arguments have been read and
// throws Failure if it cannot be done.

namespace CLI {
class App;
}

namespace collapse::cli {

void add_run(CLI::App& app);
void add_describe(CLI::App& app);
void add_presets(CLI::App& app);
void add_hash(CLI::App& app);
void add_frame(CLI::App& app);
void add_ask(CLI::App& app);
void add_digits(CLI::App& app);
void add_texts(CLI::App& app);
void add_sweep(CLI::App& app);
void add_verify(CLI::App& app);
void add_version(CLI::App& app);

}  // namespace collapse::cli
