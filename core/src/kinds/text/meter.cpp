#include "kinds/text/meter.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "collapse/constants.h"
#include "metrics/columns.h"
#include "metrics/text_measures.h"
#include "numerics/elementary.h"
#include "numerics/quantile.h"

namespace collapse::experiment {

namespace {

using models::FitStatus;

constexpr double kLn10 = 2.302585092994046;
constexpr std::size_t kBleuItems = 60;   // sequences compared with one another
constexpr std::size_t kLoopPeriod = 16;  // tokens

struct Mean {
  double sum = 0;
  std::size_t count = 0, impossible = 0;
  double perplexity() const {
    return count == 0 ? kNaN : impossible > 0 ? kInfinity : numerics::exp(sum / static_cast<double>(count));
  }
};

Mean mean_of(std::span<const float> nats, std::span<const std::uint8_t> counted = {}) {
  Mean mean;
  for (std::size_t i = 0; i < nats.size(); ++i) {
    if (!counted.empty() && !counted[i]) continue;
    ++mean.count;
    if (std::isfinite(nats[i]))
      mean.sum += static_cast<double>(nats[i]);
    else
      ++mean.impossible;
  }
  return mean;
}

// Not a number in a table is an empty cell: an infinite perplexity has no place on an axis.
double finite(double value) { return std::isfinite(value) ? value : kNaN; }

// What is measured of a text: its first items.
data::Corpus beginning(const data::Corpus& text) {
  data::Corpus first;
  const std::size_t items = items_within(text, kReadTokens);
  for (std::size_t i = 0; i < items; ++i) first.append(text.item(i), text.is_real[i] != 0);
  return first;
}

bool contains(const std::vector<std::string>& sorted, const std::string& word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

}  // namespace

std::vector<metrics::Column> text_columns(bool names, bool words) {
  using metrics::Exactness;
  std::vector<metrics::Column> list;
  const auto add = [&](const char* name, const char* label, const char* unit, const char* doc, Exactness exactness,
                       bool log_axis, bool headline) {
    list.push_back({name, label, unit, doc, exactness, log_axis, headline});
  };
  add("test_perplexity", "Perplexity of real text", "",
      "exp of the mean of −ln p over the known tokens of about 8,192 tokens of held-out real text. Not defined where "
      "the model rules one of them out, and in row 0.",
      Exactness::exact, true, true);
  add("first_perplexity", "Perplexity of its text under generation 1", "",
      "exp of the mean of −ln p, by generation 1, over about 8,192 tokens of what this generation wrote. Below its "
      "value in row 1: more probable than what generation 1 writes itself; above: less. Row 0: the held-out real text. "
      "Not defined where generation 1 rules a token out.",
      Exactness::draws, true, true);
  add("first_low", "The same, most probable sequences", "",
      "5 % of the sequences (names, or stretches of at most 64 tokens) have a perplexity under generation 1 below "
      "this.",
      Exactness::draws, true, false);
  add("first_high", "The same, least probable sequences", "",
      "5 % of the sequences have a perplexity under generation 1 above this: the tail of nonsense. Not defined where "
      "generation 1 rules them out.",
      Exactness::draws, true, false);
  add("own_perplexity", "Perplexity of its own text", "",
      "exp of the mean of −ln p over the same text under the model that wrote it: the number of tokens it wavers "
      "between. Not defined in row 0.",
      Exactness::draws, true, true);
  add("test_impossible", "Real tokens ruled out", "of known tokens",
      "Share of the known tokens of the held-out real text to which the model gives probability 0. Only unsmoothed "
      "n-grams do. Not defined in row 0.",
      Exactness::exact, false, false);
  add("vocabulary", "Vocabulary it learnt from", "token types",
      "Different tokens in the text this generation was fitted on, the boundary included. Not defined in row 0, which "
      "learns from nothing.",
      Exactness::exact, true, true);
  if (!words && !names)
    add("words_real", "Words that exist", "of words",
        "Share of the words in the text it wrote that stand somewhere in the real text. Row 0: of the held-out text, 1 "
        "by definition.",
        Exactness::draws, false, true);
  if (!names)
    add("distinct_words", "Different words written", "per 1,000 words",
        "Different words among the words of about 8,192 tokens of what it wrote.", Exactness::draws, false, words);
  if (names) {
    add("names_real", "Names that exist", "of names",
        "Share of the names it wrote that stand in the real list, held-out ones included.", Exactness::draws, false,
        true);
    add("names_distinct", "Different names", "of names", "Different names over all the names it wrote.",
        Exactness::draws, false, true);
  }
  add("entropy", "Entropy of the tokens", "nats",
      "Entropy of the shares of the tokens in the text it wrote; the order does not count.", Exactness::draws, false,
      false);
  add("distinct_1", "Distinct-1", "of tokens", "Different tokens over all tokens of what it wrote (Li et al. 2016).",
      Exactness::draws, false, false);
  add("distinct_2", "Distinct-2", "of pairs",
      "Different pairs of neighbouring tokens over all pairs. 1: nothing is said twice.", Exactness::draws, false,
      !names);
  add("distinct_3", "Distinct-3", "of triples", "The same for three tokens.", Exactness::draws, false, false);
  add("self_bleu", "Self-BLEU", "",
      "Mean BLEU-4 of each of 60 items it wrote against the others (Zhu et al. 2018). 0: nothing in common; 1: all has "
      "been said.",
      Exactness::draws, false, false);
  add("longest_loop", "Longest loop", "tokens", "Longest stretch in which at most 16 tokens are said again and again.",
      Exactness::draws, false, false);
  add("fit_loss", "Loss of the fit", "nats per token",
      "Mean of −ln p over the text it was fitted on during the last epoch of a network's training, as it went. Not "
      "defined for n-grams and in row 0.",
      Exactness::exact, false, false);
  add("iterations", "Minibatches of the training", "minibatches", "Steps the training took; 1 for counts, 0 in row 0.",
      Exactness::exact, false, false);
  list.push_back(metrics::status_column({{FitStatus::converged, " (counts)"},
                                         {FitStatus::iteration_limit, " (a training that ran all its epochs)"},
                                         {FitStatus::degenerate},
                                         {FitStatus::non_finite, ": the run ends there"}}));
  return list;
}

std::vector<double> sequence_perplexities(const data::Corpus& text, std::span<const float> nats,
                                          std::span<const std::uint8_t> counted) {
  std::vector<double> perplexities;
  for (std::size_t i = 0; i < text.items() && text.starts[i] < nats.size(); ++i)
    for (std::size_t from = text.starts[i], end = text.starts[i] + text.item(i).size(); from < end;
         from += kSequenceTokens) {
      const std::size_t size = std::min({kSequenceTokens, end - from, nats.size() - from});
      const Mean mean = mean_of(nats.subspan(from, size), counted.empty() ? counted : counted.subspan(from, size));
      if (mean.count > 0) perplexities.push_back(mean.perplexity());
    }
  return perplexities;
}

double perplexity_range(std::size_t vocabulary) {
  return 0.5 + 1.25 * numerics::log(static_cast<double>(std::max<std::size_t>(vocabulary, 2))) / kLn10;
}

std::vector<double> perplexity_histogram(std::span<const double> perplexities, double range) {
  if (perplexities.empty()) return std::vector<double>(kPerplexityBins, kNaN);
  std::vector<double> shares(kPerplexityBins, 0);
  for (const double perplexity : perplexities) {
    const double at = std::isfinite(perplexity) ? numerics::log(perplexity) / kLn10 / range : 1;
    const double bin = std::floor(std::clamp(at, 0.0, 1.0) * static_cast<double>(kPerplexityBins));
    shares[std::min(static_cast<std::size_t>(bin), kPerplexityBins - 1)] +=
        1 / static_cast<double>(perplexities.size());
  }
  return shares;
}

struct TextMeter::Values {
  double test_perplexity = kNaN, first_perplexity = kNaN, first_low = kNaN, first_high = kNaN, own_perplexity = kNaN,
         test_impossible = kNaN, vocabulary = kNaN, words_real = kNaN, distinct_words = kNaN, names_real = kNaN,
         names_distinct = kNaN, entropy = kNaN, distinct_1 = kNaN, distinct_2 = kNaN, distinct_3 = kNaN,
         self_bleu = kNaN, longest_loop = kNaN, fit_loss = kNaN, iterations = 0, status = 0;

  double of(const std::string& column) const {
    const std::pair<const char*, double> all[] = {{"test_perplexity", test_perplexity},
                                                  {"first_perplexity", first_perplexity},
                                                  {"first_low", first_low},
                                                  {"first_high", first_high},
                                                  {"own_perplexity", own_perplexity},
                                                  {"test_impossible", test_impossible},
                                                  {"vocabulary", vocabulary},
                                                  {"words_real", words_real},
                                                  {"distinct_words", distinct_words},
                                                  {"names_real", names_real},
                                                  {"names_distinct", names_distinct},
                                                  {"entropy", entropy},
                                                  {"distinct_1", distinct_1},
                                                  {"distinct_2", distinct_2},
                                                  {"distinct_3", distinct_3},
                                                  {"self_bleu", self_bleu},
                                                  {"longest_loop", longest_loop},
                                                  {"fit_loss", fit_loss},
                                                  {"iterations", iterations},
                                                  {"status", status}};
    for (const auto& [name, value] : all)
      if (column == name) return value;
    return kNaN;
  }
};

TextMeter::TextMeter(const TextSystem& system) : system_(&system) {
  const TextSettings& settings = system.settings();
  const std::optional<data::Token> unknown = settings.text->vocabulary.unknown();
  for (const data::Token token : settings.test->tokens) counted_.push_back(token == unknown ? 0 : 1);
}

std::vector<metrics::Column> TextMeter::columns() const {
  const TextData& text = *system_->settings().text;
  return text_columns(text.names, text.vocabulary.kind() == TokenKind::words);
}

void TextMeter::measure_variety(const data::Corpus& whole, Values& values) const {
  const TextData& real = *system_->settings().text;
  const data::Corpus text = beginning(whole);
  const std::vector<std::uint32_t> counts = metrics::token_counts(text.tokens, real.vocabulary.size());
  values.entropy = metrics::entropy_nats(counts);
  values.distinct_1 = metrics::distinct_share(text, 1);
  values.distinct_2 = metrics::distinct_share(text, 2);
  values.distinct_3 = metrics::distinct_share(text, 3);
  values.self_bleu = metrics::self_bleu(text, kBleuItems);
  values.longest_loop = static_cast<double>(metrics::longest_loop(text, kLoopPeriod));

  std::vector<std::string> words;
  if (real.names) {
    for (std::size_t i = 0; i < text.items(); ++i) {
      const auto item = text.item(i);
      // A name that was cut off, or that the context ended, is none.
      if (!item.empty() && item.back() == data::kBoundary)
        words.push_back(real.vocabulary.text(item.first(item.size() - 1)));
    }
  } else {
    words = words_of(real.vocabulary.text(text.tokens));
  }
  if (words.empty()) return;
  const double all = static_cast<double>(words.size());
  const double known = static_cast<double>(
      std::count_if(words.begin(), words.end(), [&](const std::string& word) { return contains(real.known, word); }));
  std::sort(words.begin(), words.end());
  const double different = static_cast<double>(std::unique(words.begin(), words.end()) - words.begin());
  values.words_real = values.names_real = known / all;
  values.names_distinct = different / all;
  values.distinct_words = 1000 * different / all;
}

// What generation 1 finds of a text.
void TextMeter::read_by_first(const data::Corpus& text, std::span<const float> nats,
                              std::span<const std::uint8_t> counted, Values& values) const {
  values.first_perplexity = finite(mean_of(nats, counted).perplexity());
  std::vector<double> sequences = sequence_perplexities(text, nats, counted);
  if (sequences.empty()) return;
  std::sort(sequences.begin(), sequences.end());
  values.first_low = finite(numerics::sorted_quantile(sequences, 0.05));
  values.first_high = finite(numerics::sorted_quantile(sequences, 0.95));
}

void TextMeter::write(const Values& values, std::span<double> row) const {
  const std::vector<metrics::Column> list = columns();
  for (std::size_t c = 0; c < list.size(); ++c) row[c] = values.of(list[c].name);
}

void TextMeter::measure_truth(const TextModel& first, std::span<double> row) const {
  const TextSettings& settings = system_->settings();
  Values values;
  read_by_first(*settings.test, first.test_nats, counted_, values);
  measure_variety(*settings.test, values);
  write(values, row);
}

void TextMeter::measure(const TextModel& model, const models::FitReport& report, std::span<double> row) const {
  Values values;
  const Mean test = mean_of(model.test_nats, counted_);
  values.test_perplexity = finite(test.perplexity());
  values.test_impossible =
      test.count == 0 ? kNaN : static_cast<double>(test.impossible) / static_cast<double>(test.count);
  values.own_perplexity = finite(mean_of(model.own_nats).perplexity());
  read_by_first(*model.text, model.first_nats, {}, values);
  values.vocabulary = static_cast<double>(
      std::count_if(model.learnt.begin(), model.learnt.end(), [](std::uint32_t count) { return count > 0; }));
  measure_variety(*model.text, values);
  values.fit_loss = model.fit_loss;
  values.iterations = report.iterations;
  values.status = static_cast<double>(report.status);
  write(values, row);
}

}  // namespace collapse::experiment
