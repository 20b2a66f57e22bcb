#include <cmath>

#include "experiment/words.h"
#include "kinds/text/state.h"
#include "spec/manifest.h"

namespace collapse::experiment {

using spec::JsonObject;

namespace {

/// What a vocabulary's tokens are called: "word".
const char* token_name(TokenKind kind) {
  return kind == TokenKind::words ? "word" : kind == TokenKind::characters ? "character" : "byte pair";
}

}  // namespace

std::vector<std::string> TextState::axes() const { return {"perplexity under generation 1"}; }

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
}

std::string TextState::summary(int run, int generation) const {
  if (generation == 0) return "Real text that no model has read.";
  const auto number = [&](std::string_view name) { return metric(run, generation, name); };
  const std::string when = "After " + generations(generation) + " ";
  std::string headline = when, notes;
  const double test = number("test_perplexity"), first = metric(run, 1, "test_perplexity");
  // No perplexity: the model rules out some of the real text, or there is none to read.
  const std::string perplexity = std::isfinite(test)
                                     ? "eal text has a perplexity of " + figure(test) +
                                           (generation > 1 && std::isfinite(first) ? since_first(test, first) : "")
                                     : "";
  if (!settings().network) {
    const double known = number("vocabulary"), before = metric(run, 1, "vocabulary");
    const char* const token = token_name(text->vocabulary.kind());
    headline += "the model knows " + (known == 1 ? std::string("a single ") + token
                                                 : grouped(whole(known, 1000000000)) + " different " + token + "s");
    if (generation > 1 && before > 1)
      headline += known == before ? ", as many as after generation 1"
                                  : ", " + as_much(known / before) + " as many as after generation 1";
    if (generation > 1 && !perplexity.empty()) notes += " R" + perplexity + ".";
  } else {
    std::string written, subject = perplexity.empty() ? "the model" : "it";
    if (text->names) {
      const double distinct = number("names_distinct");
      written = std::isnan(distinct)
                    ? subject + " wrote no whole name"
                    : percent(distinct) + " of the names it writes differ, " + percent(number("names_real")) + " exist";
    } else if (text->vocabulary.kind() == TokenKind::words) {
      const double distinct = number("distinct_words");
      written = std::isnan(distinct) ? subject + " wrote no word"
                                     : subject + " writes " + figure(distinct) + " different words in 1,000";
    } else {
      const double real = number("words_real");
      written = std::isnan(real) ? subject + " wrote no word" : percent(real) + " of the words it writes exist";
    }
    headline += perplexity.empty() ? written : "r" + perplexity + "; " + written;
  }
  switch (status_in(number("status"))) {
    case models::FitStatus::non_finite:
      notes += " This training overflowed, so the run ends here with the last finite network.";
      break;
    case models::FitStatus::degenerate:
      notes += " There was nothing to learn from.";
      break;
    default:
      break;
  }
  return told(headline + ".", notes);
}

}  // namespace collapse::experiment
