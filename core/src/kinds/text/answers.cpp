// Questions about words, and their answers. docs/spec.md lists them.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "collapse/constants.h"
#include "collapse/stream.h"
#include "data/utf8.h"
#include "data/words.h"
#include "experiment/question.h"
#include "kinds/text/state.h"
#include "numerics/elementary.h"

namespace collapse::experiment {

namespace {

using data::Token;
using random::Purpose;
using random::Stream;
using spec::JsonArray;
using spec::JsonObject;

// Parts of the measurement stream of generation 0: the same for every generation, so that what differs is the models'
// doing.
constexpr std::uint32_t kContinuation = 0;

constexpr std::size_t kMostLength = 400;  // tokens of a continuation
constexpr std::size_t kNamesShown = 12;
constexpr std::string_view kTopics = R"(, "text", "sample", "next", "lost", "grid", "read", "model")";

/// Tokens of what a reader typed, and the parts of it that the vocabulary lacks.
struct Typed {
  std::vector<Token> tokens;
  std::vector<std::string> unknown;
};

Typed read_typed(const data::Vocabulary& vocabulary, const std::string& typed) {
  Typed read;
  // White space of any kind is one space, as in the texts.
  std::string text;
  for (std::size_t at = 0; at < typed.size();) {
    const std::size_t from = at;
    const char32_t point = data::take_code_point(typed, at);
    const bool space = point <= 32 || data::class_of(point) == data::CharacterClass::space;
    if (!space)
      text += typed.substr(from, at - from);
    else if (!text.empty() && text.back() != ' ')
      text += ' ';
  }
  // The space at the end is what byte pairs put before a word: it belongs to the next one.
  while (!text.empty() && text.back() == ' ') text.pop_back();
  // What stands for an unknown word in a text that was shown may come back in a question.
  const std::optional<Token> unknown = vocabulary.unknown();
  const std::string mark = unknown ? std::string(vocabulary.piece(*unknown)) : std::string();
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t at = mark.empty() ? std::string::npos : text.find(mark, from);
    vocabulary.append(std::string_view(text).substr(from, at == std::string::npos ? at : at - from), read.tokens);
    if (at == std::string::npos) break;
    read.tokens.push_back(*unknown);
    text.replace(at, mark.size(), " ");  // no part of it is looked up below
    from = at + 1;
  }
  std::vector<std::string> parts;
  if (vocabulary.kind() == TokenKind::words) {
    const std::string lower = data::lower_cased(text);
    std::vector<std::string_view> words;
    data::cut_words(lower, words);
    parts.assign(words.begin(), words.end());
  } else {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t from = at;
      data::take_code_point(text, at);
      parts.push_back(text.substr(from, at - from));
    }
  }
  for (const std::string& part : parts) {
    std::vector<Token> alone;
    vocabulary.append(part, alone);
    const bool strange = alone.empty() || alone[0] == vocabulary.unknown();
    if (strange && part != " " && std::find(read.unknown.begin(), read.unknown.end(), part) == read.unknown.end())
      read.unknown.push_back(part);
  }
  return read;
}

/// Tokens as pieces that make readable text one after another: what each adds to the text so far. [["the",1.5],…]; no
/// figure: null.
class Pieces {
 public:
  explicit Pieces(const data::Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  void add(Token token, double nats, JsonArray& out) {
    tokens_.push_back(token);
    const std::string now = vocabulary_.text(tokens_);
    const bool longer = now.size() >= before_.size() && now.compare(0, before_.size(), before_) == 0;
    JsonArray piece;
    piece.add(spec::quoted(longer ? std::string_view(now).substr(before_.size()) : vocabulary_.piece(token)));
    piece.add(spec::json_number(std::isfinite(nats) ? nats : kNaN));
    out.add(piece.str());
    before_ = now;
  }

 private:
  const data::Vocabulary& vocabulary_;
  std::vector<Token> tokens_;
  std::string before_;
};

/// Nats of `tokens` behind `before` in one item; NaN without a reader.
std::vector<float> read_behind(const models::LanguageModel* reader, std::span<const Token> before,
                               std::span<const Token> tokens) {
  std::vector<float> nats(tokens.size(), std::numeric_limits<float>::quiet_NaN());
  if (reader == nullptr || tokens.empty()) return nats;
  data::Corpus item;
  std::vector<Token> whole(before.begin(), before.end());
  whole.insert(whole.end(), tokens.begin(), tokens.end());
  item.append(whole, false);
  std::vector<float> all;
  reader->append_nats(item, 0, 1, all);
  std::copy(all.begin() + static_cast<std::ptrdiff_t>(before.size()), all.end(), nats.begin());
  return nats;
}

std::vector<std::size_t> most_probable(std::span<const double> probabilities, std::size_t most) {
  std::vector<std::size_t> order(probabilities.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  most = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                    [&](std::size_t a, std::size_t b) {
                      return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
                    });
  order.resize(most);
  return order;
}

JsonArray unknown_list(const std::vector<std::string>& unknown) {
  JsonArray list;
  for (const std::string& part : unknown) list.add(spec::quoted(part));
  return list;
}

}  // namespace

std::vector<Token> TextState::continuation(int index, int t, std::span<const Token> prompt, std::size_t length,
                                           Stream stream) const {
  const TextModel& model = history->model(index, t);
  if (settings().network)
    return models::continue_text(*model.transformer, settings().decoding, text->names, prompt, length, stream);
  return models::go_on(*model.ngram, prompt, length, stream);
}

// {"prompt":[[piece,null],…],"text":[[piece,nats],…],"unknown":[…]}
std::string TextState::answer_text(int run, int t, const std::optional<std::string>& typed, std::size_t length) const {
  const int index = run_index(run);
  const models::LanguageModel* first = history->model(index, 1).model.get();
  const data::Vocabulary& vocabulary = text->vocabulary;
  Typed prompt;
  if (typed)
    prompt = read_typed(vocabulary, *typed);
  else
    prompt.tokens = text->prompt;
  Pieces pieces(vocabulary);
  JsonArray before, after;
  for (const Token token : prompt.tokens) pieces.add(token, kNaN, before);

  const auto tell = [&](std::span<const Token> behind, std::span<const Token> tokens) {
    const std::vector<float> nats = read_behind(first, behind, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) pieces.add(tokens[i], static_cast<double>(nats[i]), after);
  };
  const auto stream = [&](std::uint32_t part) {
    return Stream(settings().seed, static_cast<std::uint32_t>(run), 0, Purpose::measurement, kContinuation + part);
  };
  if (t == 0) {
    if (!typed && text->names)
      for (std::size_t i = 0; i < std::min(kNamesShown, text->test.items()); ++i) tell({}, text->test.item(i));
    else if (!typed)
      tell(text->prompt, std::span<const Token>(text->truth).first(std::min(length, text->truth.size())));
  } else if (text->names) {
    for (std::uint32_t i = 0; i < kNamesShown; ++i) {
      std::vector<Token> name = continuation(index, t, prompt.tokens, kMostLength, stream(i));
      const auto end = std::find(name.begin(), name.end(), data::kBoundary);
      if (end != name.end()) name.erase(end + 1, name.end());
      // A typed beginning stands before each of them.
      if (i > 0)
        for (const Token token : prompt.tokens) pieces.add(token, kNaN, after);
      tell(prompt.tokens, name);
    }
  } else {
    tell(prompt.tokens, continuation(index, t, prompt.tokens, length, stream(0)));
  }
  JsonObject answer;
  answer.add("prompt", before.str());
  answer.add("text", after.str());
  answer.add("unknown", unknown_list(prompt.unknown).str());
  return answer.str();
}

// {"items":[{"pieces":[[piece,nats],…],"kind":…},…]}: the beginning of what the generation wrote.
std::string TextState::answer_sample(int run, int t, std::size_t most) const {
  const int index = run_index(run);
  const TextModel& model = history->model(index, t);
  const data::Corpus& corpus = t == 0 ? text->test : *model.text;
  const std::vector<float>& nats = t == 0 ? history->model(index, 1).test_nats : model.first_nats;
  std::vector<std::string> seen;
  JsonArray items;
  for (std::size_t i = 0; i < std::min(most, corpus.items()); ++i) {
    const auto item = corpus.item(i);
    Pieces pieces(text->vocabulary);
    JsonArray list;
    for (std::size_t k = 0; k < item.size(); ++k) {
      const std::size_t at = corpus.starts[i] + k;
      pieces.add(item[k], at < nats.size() ? static_cast<double>(nats[at]) : kNaN, list);
    }
    JsonObject entry;
    entry.add("pieces", list.str());
    if (text->names) {
      std::string name = text->vocabulary.text(item.back() == data::kBoundary ? item.first(item.size() - 1) : item);
      const bool repeated = std::find(seen.begin(), seen.end(), name) != seen.end();
      const bool real = std::binary_search(text->known.begin(), text->known.end(), name);
      entry.text("kind", repeated ? "repeat" : real ? "real" : "new");
      seen.push_back(std::move(name));
    }
    items.add(entry.str());
  }
  JsonObject answer;
  answer.add("items", items.str());
  return answer.str();
}

// {"before":[…],"unknown":[…],"rows":[{"piece":…,"first":p,"now":p},…]}
std::string TextState::answer_next(int run, int t, const std::string& typed, std::size_t most) const {
  const int index = run_index(run);
  const Typed before = read_typed(text->vocabulary, typed);
  const models::LanguageModel* first = history->model(index, 1).model.get();
  const models::LanguageModel* now = history->model(index, t).model.get();
  const std::size_t vocabulary = text->vocabulary.size();
  std::vector<double> p_first(vocabulary, 0), p_now(vocabulary, 0);
  if (first) first->next(before.tokens, p_first);
  if (now) now->next(before.tokens, p_now);
  std::vector<double> larger(vocabulary);
  for (std::size_t i = 0; i < vocabulary; ++i) larger[i] = std::max(p_first[i], p_now[i]);
  JsonArray words, rows;
  for (const Token token : before.tokens) words.add(spec::quoted(text->vocabulary.piece(token)));
  for (const std::size_t token : most_probable(larger, most)) {
    if (larger[token] <= 0) break;
    JsonObject row;
    row.text("piece", text->vocabulary.piece(static_cast<Token>(token)));
    if (first) row.number("first", p_first[token]);
    if (now) row.number("now", p_now[token]);
    rows.add(row.str());
  }
  JsonObject answer;
  answer.add("before", words.str());
  answer.add("unknown", unknown_list(before.unknown).str());
  answer.add("rows", rows.str());
  return answer.str();
}

// {"alive":n,"of":n,"lost":[{"piece":…,"count":n,"generation":t},…]}, the most frequent first.
std::string TextState::answer_lost(int run, int t, std::size_t most) const {
  const int index = run_index(run);
  const std::vector<std::uint32_t>& first = history->model(index, 1).learnt;
  const std::vector<std::uint32_t>& now = history->model(index, t).learnt;
  std::vector<std::pair<std::uint32_t, Token>> lost;
  std::size_t all = 0;
  for (Token token = 0; token < first.size(); ++token) {
    if (first[token] == 0) continue;
    ++all;
    if (t > 0 && now.size() == first.size() && now[token] == 0) lost.emplace_back(first[token], token);
  }
  const std::size_t alive = all - lost.size();
  std::sort(lost.begin(), lost.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  JsonArray list;
  for (std::size_t i = 0; i < std::min(most, lost.size()); ++i) {
    const Token token = lost[i].second;
    // Without it since: a token can come back where real text is mixed in.
    int since = t;
    while (since > 1 && history->model(index, since - 1).learnt[token] == 0) --since;
    JsonObject entry;
    entry.text("piece", text->vocabulary.piece(token));
    entry.number("count", lost[i].first);
    entry.number("generation", since);
    list.add(entry.str());
  }
  JsonObject answer;
  answer.number("alive", static_cast<double>(alive));
  answer.number("of", static_cast<double>(all));
  answer.add("lost", list.str());
  return answer.str();
}

// {"pieces":[…],"first":[[p,…],…],"now":[[p,…],…]}: p(next | one token before) among the most frequent tokens of
// generation 1.
std::string TextState::answer_grid(int run, int t, std::size_t size) const {
  const int index = run_index(run);
  const TextModel& first = history->model(index, 1);
  std::vector<double> counts(first.learnt.begin(), first.learnt.end());
  std::vector<std::size_t> tokens = most_probable(counts, size);
  while (!tokens.empty() && counts[tokens.back()] <= 0) tokens.pop_back();
  JsonArray pieces;
  for (const std::size_t token : tokens) pieces.add(spec::quoted(text->vocabulary.piece(static_cast<Token>(token))));
  JsonObject answer;
  answer.add("pieces", pieces.str());
  std::vector<double> probabilities(text->vocabulary.size());
  const auto table = [&](const char* name, const models::LanguageModel* model) {
    if (model == nullptr) return;
    JsonArray rows;
    for (const std::size_t before : tokens) {
      const Token token = static_cast<Token>(before);
      model->next(token == data::kBoundary ? std::span<const Token>{} : std::span<const Token>(&token, 1),
                  probabilities);
      std::vector<double> row;
      for (const std::size_t next : tokens) row.push_back(probabilities[next]);
      rows.add(spec::json_numbers(row));
    }
    answer.add(name, rows.str());
  };
  table("first", first.model.get());
  table("now", history->model(index, t).model.get());
  return answer.str();
}

Result<std::string> TextState::answer(std::string_view asked) {
  Result<rapidjson::Document> parsed = spec::parse_json(asked);
  if (!parsed) return parsed.error();
  const std::string ask = topic_of(*parsed);
  Question question(*parsed, runs, completed());
  const int run = question.run, t = question.generation;
  const auto size = [](int value) { return static_cast<std::size_t>(value); };
  const auto reply = [&](auto&& make) -> Result<std::string> {
    if (const std::optional<Error> fault = question.fault()) return *fault;
    return make();
  };
  if (!question.error && t > 0 && !history->model(run_index(run), t).model)
    return Error{"", "This run did not reach generation " + std::to_string(t) + "."};

  if (ask == "text") {
    const std::optional<std::string> prompt = question.text("prompt");
    const int length = question.whole("length", 1, static_cast<int>(kMostLength), 60);
    return reply([&] { return answer_text(run, t, prompt, size(length)); });
  }
  if (ask == "next") {
    const std::string before = question.text("before").value_or("");
    const int most = question.whole("most", 1, 100, 12);
    return reply([&] { return answer_next(run, t, before, size(most)); });
  }
  if (ask == "sample") {
    const int items = question.whole("items", 1, 1000, 24);
    return reply([&] { return answer_sample(run, t, size(items)); });
  }
  if (ask == "lost") {
    const int most = question.whole("most", 0, 1000, 60);
    return reply([&] { return answer_lost(run, t, size(most)); });
  }
  if (ask == "grid") {
    const int cells = question.whole("size", 1, 64, 16);
    return reply([&] { return answer_grid(run, t, size(cells)); });
  }
  if (ask == "read") {
    const bool items = question.whole("items", 0, 1, 0) == 1;
    return reply([&] { return answer_read(run, t, items); });
  }
  if (ask == "model") {
    if (!question.error && t == 0) return Error{"", "Generation 0 is the real text: it has no model."};
    const bool values = question.whole("values", 0, 1, 0) == 1;
    return reply([&] { return answer_model(run, t, values); });
  }
  return no_topic(kTopics, ask);
}

}  // namespace collapse::experiment
