#include <cmath>

#include "experiment/words.h"
#include "kinds/digits/state.h"

namespace collapse::experiment {

using spec::JsonObject;

std::vector<std::string> DigitsState::axes() const { return {"first principal axis", "second principal axis"}; }

void DigitsState::describe(JsonObject& root) const {
  root.number("view_dimension", 2);
  root.flag("has_density", false);
  root.number("ridge_width", static_cast<double>(kStripDigits * digits->pixels()));
  root.number("side", digits->side);
  root.number("parameters", static_cast<double>(parameter_count));
  root.text("attribution", digits->attribution);
}

std::string DigitsState::summary(int run, int generation) const {
  if (generation == 0) return "Real digits that no model has seen.";
  const auto number = [&](std::string_view name) { return metric(run, generation, name); };
  const std::string when = "After " + generations(generation) + " ";
  const int alive = whole(number("classes_alive"), 10);
  const double sharpness = number("sharpness"), spread = number("latent_sd"), first = metric(run, 1, "latent_sd");
  std::string headline = when +
                         (alive == 10  ? "all ten digits are"
                          : alive == 0 ? "none of the ten digits is"
                          : alive == 1 ? "one of the ten digits is"
                                       : std::to_string(alive) + " of the ten digits are") +
                         " still drawn";
  if (std::isfinite(sharpness)) headline += ", " + as_much(sharpness) + " as sharp as real ones";
  std::string notes;
  if (generation > 1 && first > 0 && std::isfinite(spread / first))
    notes += " Their latent codes spread " + as_much(spread / first) + " as wide as the first generation’s.";
  switch (status_in(number("status"))) {
    case models::FitStatus::non_finite:
      notes += " This training overflowed, so the run ends here with the last finite network.";
      break;
    case models::FitStatus::degenerate:
      notes += " There was nothing to train on.";
      break;
    default:
      break;
  }
  return told(headline + ".", notes);
}

}  // namespace collapse::experiment
