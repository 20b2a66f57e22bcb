// Draws a collapse in characters: a line for every tenth generation, with the density of its model from left to right.
// What is about as dense as the truth's peak is a #; beyond that an @.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>

#include "collapse/experiment.h"
#include "collapse/presets.h"

namespace {

constexpr std::size_t kColumns = 64;

int failed(const collapse::Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.path.c_str(), error.message.c_str());
  return 1;
}

/// One line of the picture. `density` is over a grid from left to right; `peak` is drawn as a #.
std::string drawn(std::span<const double> density, double peak) {
  constexpr char kShades[] = " .:-=+*#@";
  std::string line;
  for (std::size_t c = 0; c < kColumns; ++c) {
    // The densest point of those a column stands for, so that a narrow peak is not missed.
    const std::size_t from = c * density.size() / kColumns, to = (c + 1) * density.size() / kColumns;
    const double top = *std::max_element(density.begin() + static_cast<std::ptrdiff_t>(from),
                                         density.begin() + static_cast<std::ptrdiff_t>(to));
    line += kShades[std::clamp(static_cast<int>(std::ceil(7 * top / peak - 0.5)), 0, 8)];
  }
  return line;
}

}  // namespace

int main() {
  const collapse::Result<collapse::Spec> base = collapse::preset("two-modes");
  if (!base) return failed(base.error());
  const collapse::Result<collapse::Spec> spec =
      collapse::edit_spec(*base, {{"/generations", "150"}, {"/samples/n", "100"}, {"/runs", "1"}});
  if (!spec) return failed(spec.error());
  collapse::Result<collapse::Experiment> experiment = collapse::Experiment::create(*spec);
  if (!experiment) return failed(experiment.error());
  while (!experiment->finished()) experiment->advance(1000);

  double peak = 0;
  for (int t = 0; t <= experiment->completed(); t += 10) {
    const std::span<const double> density = experiment->ridges(0, t, t);
    if (t == 0) peak = *std::max_element(density.begin(), density.end());
    const collapse::Result<double> variance = experiment->value("variance", 0, t);
    if (!variance) return failed(variance.error());
    std::printf("%4d |%s| variance %.3g\n", t, drawn(density, peak).c_str(), *variance);
  }
  return 0;
}
