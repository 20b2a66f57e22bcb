#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/kinds.h"
#include "experiment/setting.h"
#include "kinds/text/state.h"
#include "metrics/text_measures.h"
#include "spec/manifest.h"
#include "theory/survival.h"

namespace collapse {

namespace experiment {

namespace {

// Runs whose real text the law is averaged over: the texts of all of them differ little.
constexpr int kLawRuns = 20;

TextSettings make_settings(const Spec& spec, std::shared_ptr<const TextData> text) {
  TextSettings settings;
  settings.seed = static_cast<std::uint64_t>(spec.seed);
  settings.network = spec.model.kind == ModelKind::transformer;
  settings.plan = make_plan(spec);
  const std::size_t vocabulary = text->vocabulary.size();
  settings.ngram.order = static_cast<int>(spec.model.order);
  settings.ngram.smoothing = spec.model.smoothing;
  settings.ngram.lower_orders = spec.model.lower_orders;
  settings.ngram.discount = spec.model.discount;
  settings.ngram.alpha = spec.model.alpha;
  settings.ngram.vocabulary = vocabulary;

  settings.transformer.shape = {static_cast<int>(spec.model.layers), static_cast<int>(spec.model.width),
                                static_cast<int>(spec.model.heads), static_cast<int>(spec.model.context), vocabulary};
  settings.transformer.epochs = static_cast<int>(spec.model.epochs);
  settings.transformer.batch = static_cast<int>(spec.model.batch);
  settings.transformer.learning_rate = spec.model.learning_rate;
  settings.transformer.weight_decay = spec.model.weight_decay;
  settings.start = spec.model.start;
  settings.pretraining = static_cast<int>(spec.model.pretraining);
  settings.decoding.beam = spec.model.decoding == DecodingKind::beam;
  settings.decoding.beams = static_cast<int>(spec.model.beams);
  settings.decoding.temperature = spec.model.temperature;
  settings.decoding.top_k = static_cast<std::size_t>(spec.model.top_k);
  settings.decoding.top_p = spec.model.top_p;
  settings.decoding.repetition_penalty = spec.model.repetition_penalty;
  settings.decoding.prompt = static_cast<int>(spec.model.prompt);

  settings.text = std::move(text);
  const auto context = static_cast<std::size_t>(settings.transformer.shape.context);
  settings.test = std::make_shared<const data::Corpus>(
      settings.cuts_blocks() ? data::blocks(settings.text->test, context) : settings.text->test);
  return settings;
}

// Blocks of the real text that continuations go on from: the text generations may be given, in the order of the corpus.
// The last one, which may be short, is left out.
std::shared_ptr<const data::Corpus> prompt_blocks(const TextSettings& settings) {
  if (settings.decoding.prompt == 0) return nullptr;
  const data::Corpus given = data::take(settings.text->training, settings.text->given, settings.text->given_tokens);
  const auto length = static_cast<std::size_t>(settings.decoding.prompt);
  data::Corpus whole;
  const data::Corpus all = data::blocks(given, length);
  for (std::size_t i = 0; i < all.items(); ++i)
    if (all.item(i).size() == length) whole.append(all.item(i), true);
  return std::make_shared<const data::Corpus>(std::move(whole));
}

Memory memory_needed(const TextSettings& settings, const Spec& spec, RunRange runs, std::size_t columns) {
  const int generations = static_cast<int>(spec.generations);
  const double vocabulary = static_cast<double>(settings.text->vocabulary.size());
  Memory memory;
  for (int t = 1; t <= generations; ++t) {
    const double learnt = settings.plan.data_size(t), written = static_cast<double>(settings.plan.samples(t + 1));
    double model = 0;
    if (settings.network) {
      const models::TransformerSize size = models::size_of(settings.transformer.shape);
      model = static_cast<double>(size.model_bytes);
      memory.fitting = static_cast<double>(size.fitting_bytes);
    } else {
      const models::NgramSize size = models::size_of(settings.ngram, static_cast<std::uint64_t>(learnt));
      model = static_cast<double>(size.model_bytes);
      memory.fitting = static_cast<double>(size.fitting_bytes);
    }
    // Tokens and, at worst, as many items of 8 bytes and a flag as a fifth of them; counts; what was read.
    memory.history +=
        runs.count * (model + 6 * written + 4 * vocabulary + 4.0 * (kTestTokens + 2 * kReadTokens + kLossPoints) +
                      8.0 * static_cast<double>(columns));
  }
  memory.data = data_bytes(settings.plan, runs.count, generations, 6) +
                6 * static_cast<double>(settings.text->training.tokens.size());
  return memory;
}

// Expected vocabulary of every generation where chance alone decides: counts as they are, and nothing but the newest
// text to learn from.
std::vector<double> law_of(const Spec& spec, const TextSystem& system, RunRange runs) {
  const TextSettings& settings = system.settings();
  const bool holds = !settings.network && settings.ngram.smoothing == SmoothingKind::none &&
                     settings.plan.growth == 0 && (settings.plan.workflow == WorkflowKind::replace);
  if (!holds) return {};
  const int generations = static_cast<int>(spec.generations), averaged = std::min(runs.count, kLawRuns);
  const std::size_t n = settings.plan.samples(1);
  std::vector<double> law(static_cast<std::size_t>(generations) + 1, 0.0);
  for (int r = 0; r < averaged; ++r) {
    const data::Corpus real = system.real(static_cast<unsigned>(runs.first + r), n);
    const std::vector<std::uint32_t> counts = metrics::token_counts(real.tokens, settings.text->vocabulary.size());
    const std::vector<double> survivors = theory::expected_survivors(counts, n, generations - 1);
    for (std::size_t t = 1; t < law.size(); ++t) law[t] += survivors[t - 1] / averaged;
  }
  law[0] = std::nan("");  // generation 0 is all of the text, not n tokens of it
  return law;
}

StateResult make(const Order& order) {
  const Spec& spec = order.spec;
  const int generations = static_cast<int>(spec.generations);
  Result<TextData> read = make_text(spec, order.table);
  if (!read) return read.error();
  auto state = std::make_unique<TextState>(spec, order.runs);
  state->plan = make_plan(spec);
  state->text = std::make_shared<const TextData>(std::move(*read));
  const TextData& text = *state->text;
  const std::size_t most = most_real(state->plan, generations);
  if (most > text.given_tokens)
    return Error{"/samples/n", "One generation would take " + std::to_string(most) +
                                   " tokens of real text, but there are only " + std::to_string(text.given_tokens) +
                                   (text.set_aside.empty() ? "." : " besides those set aside for pretraining.")};

  TextSettings settings = make_settings(spec, state->text);
  if (settings.network)
    if (const std::string problem = models::problem_of(settings.transformer.shape); !problem.empty())
      return Error{"/model", problem};
  settings.prompts = prompt_blocks(settings);
  if (settings.prompts && settings.prompts->items() == 0)
    return Error{"/model/prompt",
                 "The real text is shorter than a prompt of " + std::to_string(spec.model.prompt) + " tokens."};
  if (settings.network) state->parameter_count = models::size_of(settings.transformer.shape).parameters;

  const TextSystem system(std::move(settings));
  state->columns = column_infos(text_columns(text.names, text.vocabulary.kind() == TokenKind::words));
  const Memory memory = memory_needed(system.settings(), spec, order.runs, state->columns.size());
  state->memory_bytes = memory.total();
  if (std::optional<Error> error = too_much_memory(spec, order.runs, memory, order.memory_limit)) return *error;

  state->records = Records(order.runs.count, generations, state->columns);
  state->recursion = std::make_unique<recursion::Recursion<TextSystem>>(system, state->plan, order.runs.first,
                                                                        order.runs.count, generations);
  state->meter = std::make_unique<TextMeter>(state->recursion->system());
  state->history = std::make_unique<TextHistory>(*state->meter, state->records, order.runs.count, generations);
  if (std::vector<double> law = law_of(spec, system, order.runs); !law.empty()) {
    const bool alone = spec.model.order == 1;
    state->laws.push_back({"vocabulary",
                           theory::LawKind::expectation,
                           std::move(law),
                           {},
                           alone ? "chance alone" : "≈ chance alone",
                           "Wright–Fisher drift of the counts, a lower bound from generation 3 on (Suresh et al. 2024, "
                           "Corollary 1); exact draws only for order 1",
                           alone ? 3 : 1});
  }
  state->ranks = log_ranks(text.vocabulary.size());
  state->build_scene();
  return std::unique_ptr<Experiment::State>(std::move(state));
}

Result<std::size_t> real_items(const Spec& spec, std::string_view table) {
  const Result<TextData> read = make_text(spec, table);
  if (!read) return read.error();
  return read->given_tokens;
}

constexpr DataType kData[] = {DataType::tokens};

constexpr Reading kReadings[] = {
    {Role::risk, "test_perplexity", false, false, 3, 0},  // about 1 nat a token
    {Role::variance, "names_distinct", true, true, 0.1, 0}, {Role::variance, "distinct_words", true, true, 0.1, 0},
    {Role::tail, "vocabulary", true, true, 0.5, 0},         {Role::real, "names_real", true, false, 0.5, 0},
    {Role::real, "words_real", true, false, 0.5, 0},
};

}  // namespace

}  // namespace experiment

namespace kinds {
using namespace experiment;
extern const Kind text;
constinit const Kind text{kData, make, kReadings, real_items};

std::vector<ColumnTable> text_tables(ModelKind model);
std::vector<ColumnTable> text_tables(ModelKind model) {
  if (model != ModelKind::ngram) return {};
  // One list of all: those of names, and among them those of other text in their places.
  std::vector<metrics::Column> all = text_columns(false, false);
  const std::vector<metrics::Column> names = text_columns(true, false);
  const auto at =
      std::find_if(all.begin(), all.end(), [](const metrics::Column& column) { return column.name == "entropy"; });
  std::vector<metrics::Column> own;
  for (const metrics::Column& column : names)
    if (std::none_of(all.begin(), all.end(), [&](const metrics::Column& other) { return other.name == column.name; }))
      own.push_back(column);
  all.insert(at, own.begin(), own.end());
  return {{"Text", "Those of words only where the tokens are not words; those of names only for names.",
           column_infos(all)}};
}
}  // namespace kinds

namespace experiment {

std::span<const double> TextState::parameters(int index, int t) {
  const TextModel& model = history->model(index, t);
  if (model.transformer)
    parameters_block_.assign(model.transformer->parameters().begin(), model.transformer->parameters().end());
  else
    parameters_block_.assign(model.learnt.begin(), model.learnt.end());
  return parameters_block_;
}

}  // namespace experiment
}  // namespace collapse
