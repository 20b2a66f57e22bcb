#include <cmath>

#include "experiment/digits_state.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

void DigitsState::describe(JsonObject& root) const {
  root.number("view_dimension", 2);
  root.flag("has_density", false);
  root.number("ridge_width", static_cast<double>(kStripDigits * digits->pixels()));
  root.number("side", digits->side);
  root.number("parameters", static_cast<double>(parameter_count));
  root.text("attribution", digits->attribution);
  JsonArray axes;
  for (const char* label : {"first principal axis", "second principal axis"}) {
    JsonObject axis;
    axis.text("label", label);
    axis.text("unit", "");
    axes.add(axis.str());
  }
  root.add("axes", axes.str());
}

std::string DigitsState::summary(int run, int generation) const {
  if (generation == 0) return "Real digits that no model has seen.";
  const auto number = [&](std::string_view name) { return metric(run, generation, name); };
  const std::string when = generation == 1 ? "After 1 generation " : "After " + std::to_string(generation) + " generations ";
  const int alive = static_cast<int>(number("classes_alive"));
  const double sharpness = number("sharpness"), spread = number("latent_sd"), first = metric(run, 1, "latent_sd");
  const auto percent = [](double share) { return format_number(std::floor(100 * share + 0.5)) + " %"; };
  std::string text = when + (alive == 10 ? "all ten digits are" : alive == 1 ? "one of the ten digits is" : std::to_string(alive) + " of the ten digits are") +
                     " still drawn, " + percent(sharpness) + " as sharp as real ones.";
  if (generation > 1 && first > 0) text += " Their latent codes spread " + percent(spread / first) + " as wide as the first generation's.";
  switch (static_cast<models::FitStatus>(static_cast<int>(number("status")))) {
    case models::FitStatus::non_finite:
      text += " This training overflowed, so the run ends here with the last finite network.";
      break;
    case models::FitStatus::degenerate:
      text += " There was nothing to train on.";
      break;
    default:
      break;
  }
  return text;
}

}  // namespace collapse::experiment
