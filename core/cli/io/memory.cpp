#include "io/memory.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "collapse/spec.h"
#include "io/failure.h"
#include "io/ordered_chunks.h"

namespace collapse::cli {

namespace {

constexpr double kAllowed = 1024.0 * 1024 * 1024;
// What the runs computed together may take, if one run alone takes less.
constexpr double kTogether = 8.0 * 1024 * 1024;

// "0.25 GB": two figures.
std::string gigabytes(double bytes) {
  const double unit = std::pow(10, std::floor(std::log10(std::max(bytes, 1e6))) - 1);
  return format_number(std::round(bytes / unit) * unit / 1e9) + " GB";
}

}  // namespace

double Alive::with(int threads) const { return fixed + threads * piece + most_waiting(threads) * text; }

void MemoryArguments::declare(CLI::App& command) {
  command
      .add_option(
          "--threads", threads,
          "Threads to compute on (default: all processors, as far as memory allows); results do not depend on it")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command.add_option("--memory", gigabytes, "Memory that all threads together may take, in GB (default: 1.07)")
      ->check(CLI::Range(0.001, 1e6))
      // No comparison holds for what is no number, so the range lets it pass.
      ->check([](const std::string& text) {
        return std::isnan(std::strtod(text.c_str(), nullptr)) ? "Value " + text + " not in range [0.001 - 1e+06]"
                                                              : std::string();
      })
      ->type_name("GB");
  command.add_flag("-q,--quiet", quiet, "No progress bar");
}

int MemoryArguments::wanted() const {
  return threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

double MemoryArguments::bytes() const { return gigabytes > 0 ? gigabytes * 1e9 : kAllowed; }

int MemoryArguments::runs_together(double run_bytes, double run_text, int threads_used) const {
  const double share = bytes() / (threads_used * run_bytes + most_waiting(threads_used) * run_text);
  return static_cast<int>(std::clamp(std::min(kTogether / run_bytes, share / 2), 1.0, 1e6));
}

int MemoryArguments::fitting_threads(const Alive& alive, int useful, const std::string& lower) const {
  const int asked = std::max(1, std::min(wanted(), useful));
  if (alive.with(1) > bytes())
    throw Failure{kInvalidInput, "this would need " + cli::gigabytes(alive.with(1)) + " of memory on one thread (" +
                                     cli::gigabytes(alive.piece) + " for what is computed at a time, " +
                                     cli::gigabytes(alive.fixed + most_waiting(1) * alive.text) +
                                     " for rows that wait to be written); at most " + cli::gigabytes(bytes()) +
                                     " is allowed. " + lower + ", or allow more by --memory."};
  int fitting = asked;
  while (alive.with(fitting) > bytes()) --fitting;
  if (fitting < asked && !quiet)
    std::fprintf(stderr,
                 "collapse: %d threads would need %s of memory; at most %s is allowed (--memory), so %d compute%s\n",
                 asked, cli::gigabytes(alive.with(asked)).c_str(), cli::gigabytes(bytes()).c_str(), fitting,
                 fitting == 1 ? "s" : "");
  return fitting;
}

}  // namespace collapse::cli
