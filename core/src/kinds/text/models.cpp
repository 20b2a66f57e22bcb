// Answers that make a language model and its perplexities checkable: which tokens are read, and what a model consists
// of.

#include <string>
#include <vector>

#include "experiment/tensor_json.h"
#include "kinds/text/state.h"
#include "spec/manifest.h"

namespace collapse::experiment {

using spec::JsonArray;
using spec::JsonObject;

namespace {

template <class Numbers>
std::string whole_numbers(const Numbers& numbers) {
  std::string list = "[";
  for (const auto number : numbers) {
    if (list.size() > 1) list += ',';
    list += std::to_string(number);
  }
  return list += ']';
}

std::string items_json(const data::Corpus& text, std::size_t count) {
  JsonArray items;
  for (std::size_t i = 0; i < count; ++i) items.add(whole_numbers(text.item(i)));
  return items.str();
}

/// The n-grams of one length: the tokens of each, one n-gram behind another, and their counts. `strings` are the tokens
/// of the n-grams one shorter, and become those of these.
std::string level_json(const models::NgramTables& tables, std::size_t k, std::vector<data::Token>& strings) {
  const models::NgramLevel& level = tables.levels[k - 1];
  std::vector<data::Token> longer, counted;
  std::vector<std::uint32_t> counts;
  const auto add = [&](std::span<const data::Token> before, data::Token last, std::uint32_t count) {
    longer.insert(longer.end(), before.begin(), before.end());
    longer.push_back(last);
    // Of one token every place is there, counted or not.
    if (count == 0) return;
    counted.insert(counted.end(), before.begin(), before.end());
    counted.push_back(last);
    counts.push_back(count);
  };
  if (k == 1) {
    for (std::uint32_t i = 0; i < tables.vocabulary(); ++i) add({}, i, level.count(i));
  } else {
    const std::vector<std::uint32_t>& children = tables.levels[k - 2].children;
    for (std::size_t context = 0; context + 1 < children.size(); ++context)
      for (std::uint32_t i = children[context]; i < children[context + 1]; ++i)
        add(std::span<const data::Token>(strings).subspan(context * (k - 1), k - 1), level.last[i], level.count(i));
  }
  strings = std::move(longer);
  JsonObject entry;
  entry.number("length", static_cast<double>(k));
  entry.add("tokens", whole_numbers(counted));
  entry.add("counts", whole_numbers(counts));
  return entry.str();
}

}  // namespace

// {"test":{"items":n,"tokens":n,"known":n,"numbers":[…]},"own":{"items":n,"tokens":n}}
std::string TextState::answer_read(int run, int t, bool items) const {
  const data::Corpus& read = *settings().test;
  JsonObject test;
  test.number("items", static_cast<double>(read.items()));
  test.number("tokens", static_cast<double>(read.tokens.size()));
  std::size_t known = 0;
  for (const std::uint8_t flag : meter->counted()) known += flag;
  test.number("known", static_cast<double>(known));
  test.add("numbers", whole_numbers(text->test_numbers));
  if (items) {
    test.add("unknown", text->vocabulary.unknown() ? std::to_string(*text->vocabulary.unknown()) : "null");
    test.add("text", items_json(read, read.items()));
  }
  JsonObject answer;
  answer.add("test", test.str());
  if (t > 0) {
    const data::Corpus& written = *history->model(run_index(run), t).text;
    const std::size_t count = items_within(written, kReadTokens);
    JsonObject own;
    std::size_t tokens = 0;
    for (std::size_t i = 0; i < count; ++i) tokens += written.item(i).size();
    own.number("items", static_cast<double>(count));
    own.number("tokens", static_cast<double>(tokens));
    if (items) own.add("text", items_json(written, count));
    answer.add("own", own.str());
  }
  return answer.str();
}

// {"kind":"ngram",…,"ngrams":[{"length":1,"tokens":[…],"counts":[…]},…]} or {"kind":"transformer",…,"tensors":[…]}
std::string TextState::answer_model(int run, int t, bool values) const {
  const TextModel& model = history->model(run_index(run), t);
  JsonObject answer;
  answer.text("kind", spec::text_of(spec.model.kind));
  if (values) {
    JsonArray pieces;
    for (data::Token token = 0; token < text->vocabulary.size(); ++token)
      pieces.add(spec::quoted(text->vocabulary.piece(token)));
    answer.add("vocabulary", pieces.str());
  }
  if (model.transformer) {
    answer.number("heads", settings().transformer.shape.heads);
    answer.add("tensors", tensors_json(models::tensors_of(settings().transformer.shape)));
  }
  if (model.ngram) {
    const models::NgramTables& tables = model.ngram->tables();
    std::vector<double> different;
    for (int k = 1; k <= tables.settings.order; ++k)
      different.push_back(static_cast<double>(model.ngram->different(k)));
    answer.number("order", tables.settings.order);
    answer.text("smoothing", spec::text_of(spec.model.smoothing));
    answer.text("lower_orders", spec::text_of(spec.model.lower_orders));
    answer.number("discount", tables.settings.discount);
    answer.number("alpha", tables.settings.alpha);
    answer.add("different", spec::json_numbers(different));
    if (values) {
      std::vector<data::Token> strings;
      JsonArray levels;
      for (std::size_t k = 1; k <= tables.levels.size(); ++k) levels.add(level_json(tables, k, strings));
      answer.add("ngrams", levels.str());
    }
  }
  return answer.str();
}

}  // namespace collapse::experiment
