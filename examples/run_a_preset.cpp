// Runs a named experiment and reads its values by name.

#include <cstdio>
#include <span>

#include "collapse/experiment.h"
#include "collapse/presets.h"

namespace {

int failed(const collapse::Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.path.c_str(), error.message.c_str());
  return 1;
}

}  // namespace

int main() {
  // A spec of your own: collapse::read_spec(R"({"model": {"kind": "gaussian"}, "samples": {"n": 100}})").
  const collapse::Result<collapse::Spec> spec = collapse::preset("gaussian-forgets");
  if (!spec) return failed(spec.error());
  collapse::Result<collapse::Experiment> experiment =
      collapse::Experiment::create(*spec, collapse::built_in_table(*spec));
  if (!experiment) return failed(experiment.error());
  // In slices, so that a program with something else to do can do it. They change nothing in the results.
  while (!experiment->finished()) experiment->advance(1000);

  // One value by name.
  const collapse::Result<double> last = experiment->value("variance", 0, experiment->completed());
  if (!last) return failed(last.error());
  std::printf("variance after %d generations: %.6f\n", experiment->completed(), *last);

  // Many values: the name is looked up once.
  const collapse::Result<int> variance = experiment->column("variance");
  if (!variance) return failed(variance.error());
  for (int generation = 0; generation <= experiment->completed(); generation += 50)
    std::printf("%4d  %.4f\n", generation, experiment->row(0, generation)[static_cast<std::size_t>(*variance)]);

  // The points that a generation was fitted on.
  const collapse::NamedBlock frame = experiment->frame(0, 200);
  const collapse::Result<std::span<const double>> points = frame.section("points_x");
  if (!points) return failed(points.error());
  std::printf("the first of its points: %.4f %.4f %.4f\n", (*points)[0], (*points)[1], (*points)[2]);

  // A name that is not there is a sentence, not a crash.
  const collapse::Result<double> wrong = experiment->value("varience", 0, 1);
  if (!wrong) std::printf("%s\n", wrong.error().message.c_str());

  std::printf("hash %s\n", experiment->hash().c_str());
  return 0;
}
