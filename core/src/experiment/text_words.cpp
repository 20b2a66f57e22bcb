#include <cmath>

#include "experiment/text_state.h"
#include "experiment/words.h"
#include "spec/manifest.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

namespace {

std::string percent(double share) {
  const double hundred = 100 * share;
  return format_number(hundred < 10 ? std::floor(10 * hundred + 0.5) / 10 : std::floor(hundred + 0.5)) + " %";
}

}  // namespace

void TextState::describe(JsonObject& root) const {
  root.number("view_dimension", 1);
  root.flag("has_density", false);
  root.number("ridge_width", static_cast<double>(kPerplexityBins));
  root.number("parameters", static_cast<double>(parameter_count));
  root.text("attribution", text->attribution);
  root.text("tokens", spec::text_of(spec.source.tokens));
  root.number("vocabulary", static_cast<double>(text->vocabulary.size()));
  root.flag("names", text->names);
  root.text("prompt", text->vocabulary.text(text->prompt));
  root.number("training_tokens", static_cast<double>(text->training.tokens.size()));
  JsonArray axes;
  JsonObject axis;
  axis.text("label", "perplexity under generation 1");
  axis.text("unit", "");
  axes.add(axis.str());
  root.add("axes", axes.str());
}

std::string TextState::summary(int run, int generation) const {
  if (generation == 0) return "Real text that no model has read.";
  const auto number = [&](std::string_view name) { return metric(run, generation, name); };
  const std::string when = "After " + generations(generation) + " ";
  std::string sentence;
  const double test = number("test_perplexity"), first = metric(run, 1, "test_perplexity");
  const double words = number("vocabulary"), before = metric(run, 1, "vocabulary");
  if (!settings().network) {
    const std::string kind = text->vocabulary.kind() == data::TokenKind::words ? "words" : "tokens";
    sentence = generation == 1 ? when + "the model knows " + grouped(static_cast<std::int64_t>(words)) + " different " + kind + "."
                               : when + percent(words / before) + " of the different " + kind + " are left.";
    if (generation > 1 && std::isfinite(test)) sentence += " Real text has a perplexity of " + figure(test) + ", up from " + figure(first) + ".";
    if (generation > 1 && test < first) sentence.replace(sentence.rfind("up from"), 2, "down");
  } else {
    sentence = when + "real text has a perplexity of " + figure(test);
    if (generation > 1) sentence += (test >= first ? ", up from " : ", down from ") + figure(first);
    sentence += text->names ? "; " + percent(number("names_distinct")) + " of the names it writes differ, " + percent(number("names_real")) + " exist."
                : text->vocabulary.kind() == data::TokenKind::words
                    ? "; it writes " + figure(number("distinct_words")) + " different words in 1,000."
                    : "; " + percent(number("words_real")) + " of the words it writes exist.";
  }
  switch (static_cast<models::FitStatus>(static_cast<int>(number("status")))) {
    case models::FitStatus::non_finite:
      return sentence + " This training overflowed, so the run ends here with the last finite network.";
    case models::FitStatus::degenerate:
      return sentence + " There was nothing to learn from.";
    default:
      return sentence;
  }
}

}  // namespace collapse::experiment
