#include <algorithm>

#include "collapse/stream.h"
#include "kinds/digits/state.h"

namespace collapse::experiment {

namespace {

std::vector<double> as_doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

}  // namespace

// How many of the data of generation t are real, without making the others.
double DigitsState::real_items(int run, int t) const {
  const double real = static_cast<double>(plan.real_samples(t));
  const std::size_t first = plan.samples(1), n = plan.samples(t);
  if (plan.workflow == WorkflowKind::accumulate) return static_cast<double>(first);
  if (plan.workflow != WorkflowKind::accumulate_subsample || t == 1) return real;
  // As DigitsSystem::subsample picks: the real data come first in the pool.
  std::size_t pool = 0;
  for (int s = 1; s <= t; ++s) pool += plan.samples(s);
  random::Stream stream(recursion->system().settings().seed, static_cast<std::uint32_t>(run),
                        static_cast<std::uint32_t>(t), random::Purpose::subsample);
  const auto which =
      random::sample_without_replacement(stream, static_cast<std::uint32_t>(pool), static_cast<std::uint32_t>(n));
  return static_cast<double>(std::count_if(which.begin(), which.end(), [&](std::uint32_t i) { return i < first; }));
}

// 64 real test digits: the second section of the scene, after the size.
std::span<const double> DigitsState::real_wall() const {
  return scene.values().subspan(1, kWallDigits * digits->pixels());
}

void DigitsState::add_wall(const models::Vae& model, Block& block) const {
  const std::size_t length = kWallDigits * static_cast<std::size_t>(dimension());
  if (model.parameters)
    block.add("wall", as_doubles(models::decode(model, wall_latents)));
  else
    block.section("wall", length);
}

// 500 test digits and 500 draws on the map of the generation-1 encoder, and what the draws show. NaN until there is
// one.
void DigitsState::add_map(int run_index, int t, const models::Vae& model, Block& block) const {
  const DigitsReference& reference = meter->reference(run_index);
  const bool drawable = reference.encoder.parameters && model.parameters && meter->prepared();
  const auto place = [&](const char* name, const std::vector<double>& pairs, std::size_t axis) {
    const std::span<double> out = block.section(name, kMapPoints);
    for (std::size_t i = 0; i < std::min(kMapPoints, pairs.size() / 2); ++i) out[i] = pairs[2 * i + axis];
  };

  std::vector<double> real;
  if (reference.encoder.parameters) real = meter->on_map(run_index, reference.test);
  place("map_real_x", real, 0);
  place("map_real_y", real, 1);
  const std::span<double> labels = block.section("map_real_class", kMapPoints);
  for (std::size_t i = 0; i < std::min(kMapPoints, real.size() / 2); ++i) labels[i] = digits->test.labels[i];

  DigitsDraws drawn;
  std::vector<double> places;
  if (drawable) {
    drawn = meter->draws(run_index, t, model, kDigitDraws);
    places = meter->on_map(run_index, drawn.places);
  }
  place("map_x", places, 0);
  place("map_y", places, 1);
  const std::span<double> classes = block.section("map_class", kMapPoints);
  for (std::size_t i = 0; i < std::min(kMapPoints, places.size() / 2); ++i)
    classes[i] = static_cast<double>(most_probable(drawn.probabilities, i));

  const std::span<double> shares = block.section("classes", models::kDigitClasses);
  if (!drawable && !(t == 0 && meter->prepared())) return;
  const auto found = class_shares(t == 0 ? meter->judge(digits->test.pixels) : drawn.probabilities);
  std::copy(found.begin(), found.end(), shares.begin());
}

void DigitsState::build_frame(int run, int generation) {
  const int index = run_index(run);
  const std::span<const double> row = std::as_const(records).row(index, generation);
  const DigitsModel& model = history->model(index, generation);
  const int t = std::max(generation, 1);
  frame.clear();
  frame.add("head", {static_cast<double>(generation), static_cast<double>(run), plan.data_size(t), real_items(run, t),
                     0, metric(run, generation, "status"), metric(run, generation, "iterations"), 0, 0});
  frame.add("row", {row.begin(), row.end()});
  if (generation > 0) {
    add_wall(model.vae, frame);
  } else {  // the real digits stand where later generations show their own
    const std::span<const double> real = real_wall();
    frame.add("wall", {real.begin(), real.end()});
  }
  add_map(index, generation, model.vae, frame);
  if (generation > 0)
    frame.add("loss", as_doubles(model.losses));
  else
    frame.section("loss", kLossPoints);
}

void DigitsState::build_progress() {
  const DigitsSystem::Estimator* fitting = recursion->fitting();
  progress.clear();
  const double taken = fitting ? static_cast<double>(fitting->fit().taken()) : 0;
  const double total = fitting ? static_cast<double>(fitting->fit().total()) : 0;
  progress.add("head",
               {static_cast<double>(completed() + 1), static_cast<double>(recursion->fitting_run()), taken, total,
                static_cast<double>(meter->preparation_taken()), static_cast<double>(meter->preparation_total())});
  if (fitting)
    progress.add("loss", as_doubles(loss_curve(fitting->fit().losses(), fitting->fit().total())));
  else
    progress.section("loss", kLossPoints);
  add_wall(fitting ? fitting->fit().current() : models::Vae{}, progress);
}

void DigitsState::build_ridges(int run, int from, int to) {
  const std::size_t width = kStripDigits * digits->pixels();
  const auto strip = std::span<const float>(wall_latents).first(kStripDigits * static_cast<std::size_t>(shape.latent));
  ridges_block.clear();
  for (int g = from; g <= to; ++g) {
    if (g == 0) {
      const std::span<const double> real = real_wall().first(width);
      ridges_block.insert(ridges_block.end(), real.begin(), real.end());
      continue;
    }
    const std::vector<float> decoded = models::decode(history->model(run_index(run), g).vae, strip);
    ridges_block.insert(ridges_block.end(), decoded.begin(), decoded.end());
  }
}

}  // namespace collapse::experiment
