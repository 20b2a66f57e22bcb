#include <cmath>

#include "experiment/mixture_shared.h"
#include "experiment/mixture_state.h"
#include "experiment/words.h"

namespace collapse::experiment {

namespace {

// Shares of the truth in whole percent, small ones with a digit or two more: "39 %", "4.1 %", "0.04 %".
std::string percent(double share) {
  const double value = 100 * share;
  const double unit = value >= 9.95 ? 1 : value >= 0.095 ? 0.1 : value >= 0.0095 ? 0.01 : 0;
  if (unit == 0) return "less than 0.01 %";
  const double rounded = std::floor(value / unit + 0.5);
  return format_number(unit == 1 ? rounded : rounded / (unit == 0.1 ? 10 : 100)) + " %";
}

}  // namespace

std::string mixture_summary(const Experiment::State& state, const metrics::Truth& source, const models::Moments& truth,
                            int run, int generation) {
  if (generation == 0) return "The truth, before any model has learnt from it.";

  const auto number = [&](std::string_view name) { return state.metric(run, generation, name); };
  const int d = source.dimension;
  double truth_spread = 0;
  for (int j = 0; j < d; ++j) truth_spread += truth.covariance[static_cast<std::size_t>(j * d + j)];
  const double spread = number(d == 1 ? "variance" : "total_variance");
  const double share = std::sqrt(spread / truth_spread);
  const std::string when = "After " + generations(generation);

  std::string text;
  if (spread == 0)
    text = when + " the model has no spread left: every point it makes is the same.";
  else if (share < 0.995)
    text = when + " the model has forgotten " + (share < 0.005 ? "all but " + percent(share) : percent(1 - share)) +
           " of the spread it was taught.";
  else if (share > 1.005)
    text = when + " the model spreads " + percent(share - 1) + " wider than the truth.";
  else
    text = when + " the model has kept the spread it was taught.";

  const double modes = number("modes_alive");
  const int truth_modes = source.density ? source.density->components() : 0;
  if (truth_modes > 1 && modes < truth_modes)
    text += " " + std::to_string(static_cast<int>(modes)) + " of " + std::to_string(truth_modes) + " modes are still drawn.";
  const auto count = [&](std::string_view name) {
    const double value = number(name);
    return value > 0 ? static_cast<int>(value) : 0;  // not every kind has the column
  };
  const int dead = count("dead_components");
  if (dead > 0) text += dead == 1 ? " One component has died." : " " + std::to_string(dead) + " components have died.";
  const int floors = count("floors_applied");
  if (floors > 0) text += floors == 1 ? " One covariance stands on its floor." : " " + std::to_string(floors) + " covariances stand on their floor.";
  const auto status = static_cast<models::FitStatus>(static_cast<int>(number("status")));
  if (status == models::FitStatus::degenerate && spread > 0 && dead == 0 && floors == 0)
    text += " Its covariance is singular: in some direction nothing varies any more.";
  if (status == models::FitStatus::iteration_limit) text += " This fit stopped at its iteration limit.";
  if (status == models::FitStatus::non_finite) text += " This fit overflowed; the previous model was kept.";
  return text;
}

std::string MixtureState::summary(int run, int generation) const {
  std::string text = mixture_summary(*this, source.truth, meter->truth_moments(), run, generation);
  if (selection && generation > 0)
    text += selection->words(metric(run, generation, "status") == static_cast<double>(models::FitStatus::exhausted),
                             metric(run, generation, "acceptance"));
  return text;
}

}  // namespace collapse::experiment
