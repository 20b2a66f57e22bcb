#include <cmath>

#include "experiment/words.h"
#include "kinds/kde/state.h"
#include "kinds/mixture/shared.h"

namespace collapse::experiment {

std::string KdeState::summary(int run, int generation) const {
  if (generation == 0) return "The truth, before any model has learnt from it.";
  const auto number = [&](std::string_view name) { return metric(run, generation, name); };
  const models::Moments& moments = meter->truth_moments();
  const int d = dimension();
  double truth = 0;
  for (int j = 0; j < d; ++j) truth += moments.covariance[static_cast<std::size_t>(j * d + j)];
  const double variance = number(d == 1 ? "variance" : "total_variance"), bandwidth = number("bandwidth");
  const std::string when = "After " + generations(generation);
  const std::string kernels =
      figure(bandwidth) + " wide on " +
      counted(static_cast<std::int64_t>(data_sizes[static_cast<std::size_t>(generation) - 1]), "point") + ".";
  const ModesDrawn modes = modes_drawn(source.truth, number("modes_alive"));
  const std::string first = when + " " + (modes.all > 1 ? modes.words + "; " : "");

  std::string headline, notes;
  if (truth == 0) {
    headline = of_one_value(std::sqrt(variance), when);
    if (bandwidth > 0) notes = " Its kernels are " + kernels;
  } else if (variance == 0) {
    headline = first + "the model has no spread left: every point it makes is the same.";
  } else {
    const std::string times = figure(variance / truth);
    headline = first + "the model’s variance is " + (times == "1" ? "the truth’s" : times + " times the truth’s") +
               ", with kernels " + kernels;
  }
  const auto status = status_in(number("status"));
  if (status == models::FitStatus::degenerate)
    notes += bandwidth == 0 ? " Its data do not vary, so its kernels have no width."
                            : " In some direction its data do not vary, so its kernels have no width there.";
  if (status == models::FitStatus::non_finite) notes += " This fit overflowed, so the previous model was kept.";
  return told(headline, notes);
}

}  // namespace collapse::experiment
