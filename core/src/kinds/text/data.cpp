#include "kinds/text/data.h"

#include <algorithm>
#include <utility>

#include "data/text_file.h"
#include "data/utf8.h"
#include "data/words.h"
#include "spec/manifest.h"

namespace collapse::experiment {

namespace {

// Tokens of a test item that a continuation goes on from, and that it is compared with.
constexpr std::size_t kPromptTokens = 12, kTruthTokens = 60;

Result<data::TextData> read(const Spec& spec, std::string_view file) {
  if (spec.source.kind == SourceKind::text) {
    if (spec.source.value.empty())
      return Error{"/source/value",
                   "There is no text yet: paste one of at least " + std::to_string(data::kFewestWords) + " words."};
    Result<data::TextData> own = data::paragraphs_of(spec.source.value);
    if (!own) return Error{"/source/value", own.error().message};
    return own;
  }
  if (file.empty()) return Error{"/source/corpus", "The text was not supplied."};
  Result<data::TextData> read = data::read_texts(file);
  if (!read) return Error{"/source/corpus", read.error().message};
  if (const std::string wanted(spec::text_of(spec.source.corpus)); read->name != wanted)
    return Error{"/source/corpus", "The text supplied is \"" + read->name + "\", not \"" + wanted + "\"."};
  return read;
}

bool has_letter(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const data::CharacterClass found = data::class_of(data::take_code_point(word, at));
    if (found == data::CharacterClass::letter || found == data::CharacterClass::ideograph) return true;
  }
  return false;
}

void sort_unique(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

// Items evenly spread over the held-out text until there are enough tokens.
void choose_test(const data::Corpus& all, std::size_t tokens, TextData& text) {
  const std::size_t stride = std::max<std::size_t>(1, all.tokens.size() / tokens);
  std::vector<std::uint32_t>& order = text.test_numbers;
  for (std::size_t first = 0; first < stride; ++first)
    for (std::size_t i = first; i < all.items(); i += stride) order.push_back(static_cast<std::uint32_t>(i));
  text.test = data::take(all, order, tokens);
  order.resize(text.test.items());
}

// The beginning of the first test item that is long enough for both, or of the longest.
void choose_prompt(TextData& text) {
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < text.test.items(); ++i) {
    const auto item = text.test.item(i);
    const bool strange = std::find(item.begin(), item.end(), text.vocabulary.unknown().value_or(data::kBoundary)) <
                         item.begin() + static_cast<std::ptrdiff_t>(std::min(item.size() - 1, kPromptTokens));
    if (!strange && item.size() > kPromptTokens + kTruthTokens) {
      chosen = i;
      break;
    }
    if (item.size() > text.test.item(chosen).size()) chosen = i;
  }
  const auto item = text.test.item(chosen);
  const std::size_t before = std::min(kPromptTokens, item.size() / 2);
  const std::size_t after = std::min(kTruthTokens, item.size() - before);
  text.prompt.assign(item.begin(), item.begin() + static_cast<std::ptrdiff_t>(before));
  text.truth.assign(item.begin() + static_cast<std::ptrdiff_t>(before),
                    item.begin() + static_cast<std::ptrdiff_t>(before + after));
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  const std::string lower = data::lower_cased(text);
  std::vector<std::string_view> parts;
  data::cut_words(lower, parts);
  std::vector<std::string> words;
  for (const std::string_view part : parts)
    if (has_letter(part)) words.emplace_back(part);
  return words;
}

Result<TextData> make_text(const Spec& spec, std::string_view file) {
  Result<data::TextData> items = read(spec, file);
  if (!items) return items.error();
  const auto kind = spec.source.tokens;
  Result<data::Vocabulary> vocabulary =
      data::Vocabulary::make(kind, items->training, static_cast<std::size_t>(spec.source.vocabulary), items->test);
  const bool own = spec.source.kind == SourceKind::text;
  if (!vocabulary) return Error{own ? "/source/value" : "/source/vocabulary", vocabulary.error().message};

  TextData text;
  text.names = !own && spec.source.corpus == CorpusName::names;
  text.attribution = items->attribution;
  text.vocabulary = std::move(*vocabulary);
  text.training = text.vocabulary.encode(items->training, true);
  choose_test(text.vocabulary.encode(items->test, true), kTestTokens, text);
  const bool pretrained = spec.model.kind == ModelKind::transformer && spec.model.start == StartKind::pretrained;
  for (std::uint32_t i = 0; i < text.training.items(); ++i) {
    // Every second item is for pretraining only, so that no generation is given what the base has seen.
    const bool aside = pretrained && i % 2 == 1;
    (aside ? text.set_aside : text.given).push_back(i);
    if (!aside) text.given_tokens += text.training.item(i).size();
  }
  for (const std::vector<std::string>* part : {&items->training, &items->validation, &items->test})
    for (const std::string& item : *part) {
      if (text.names) {
        text.known.push_back(item);
        continue;
      }
      for (std::string& word : words_of(item)) text.known.push_back(std::move(word));
    }
  sort_unique(text.known);
  if (!text.names) choose_prompt(text);
  return text;
}

}  // namespace collapse::experiment
