// Questions about digits that are not about every experiment. docs/spec.md lists them all.

#include <utility>

#include "experiment/question.h"
#include "experiment/tensor_json.h"
#include "kinds/digits/state.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

// {"kind":"vae","wall_latents":[[…],…],"tensors":[…]}
std::string DigitsState::answer_model(bool values) const {
  JsonObject answer;
  answer.text("kind", "vae");
  if (values) {
    const auto latent = static_cast<std::size_t>(shape.latent);
    JsonArray rows;
    for (std::size_t i = 0; i < kWallDigits; ++i)
      rows.add(spec::json_numbers(std::span<const float>(wall_latents).subspan(i * latent, latent)));
    answer.add("wall_latents", rows.str());
  }
  answer.add("tensors", tensors_json(models::tensors_of(shape)));
  return answer.str();
}

// {"wall_classes":[…],"wall_probabilities":[[…],…],"tensors":[…]}
std::string DigitsState::answer_judge(int run, int t) const {
  std::vector<float> wall;
  if (t > 0) {
    wall = models::decode(history->model(run_index(run), t).vae, wall_latents);
  } else {
    for (const double pixel : real_wall()) wall.push_back(static_cast<float>(pixel));
  }
  const std::vector<float> probabilities = meter->judge(wall);
  std::vector<double> classes;
  JsonArray rows;
  for (std::size_t i = 0; i < kWallDigits; ++i) {
    classes.push_back(static_cast<double>(most_probable(probabilities, i)));
    rows.add(spec::json_numbers(
        std::span<const float>(probabilities).subspan(i * models::kDigitClasses, models::kDigitClasses)));
  }
  JsonObject answer;
  answer.add("wall_classes", spec::json_numbers(classes));
  answer.add("wall_probabilities", rows.str());
  answer.add("tensors", tensors_json(models::classifier_tensors(digits->pixels()), *meter->classifier().parameters));
  return answer.str();
}

Result<std::string> DigitsState::answer(std::string_view asked) {
  Result<rapidjson::Document> parsed = spec::parse_json(asked);
  if (!parsed) return parsed.error();
  const std::string ask = topic_of(*parsed);
  if (ask != "model" && ask != "judge") return no_topic(R"(, "model", "judge")", ask);
  Question question(*parsed, runs, completed());
  const bool values = ask == "model" && question.whole("values", 0, 1, 0) == 1;
  if (question.error) return *question.error;
  const int run = question.run, t = question.generation;
  if (t > 0 && !history->model(run_index(run), t).vae.parameters)
    return Error{"", "This run did not reach generation " + std::to_string(t) + "."};
  if (ask == "judge") {
    if (!meter->prepared()) return Error{"", "The judge of the digits is still being trained."};
    return answer_judge(run, t);
  }
  if (t == 0) return Error{"", "Generation 0 is the real digits: it has no model."};
  return answer_model(values);
}

}  // namespace collapse::experiment
