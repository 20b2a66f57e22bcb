#pragma once

// The real text of an experiment, as the spec chooses it and cuts it into tokens.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"
#include "collapse/spec.h"
#include "data/corpus.h"
#include "data/vocabulary.h"

namespace collapse::experiment {

/// Tokens of held-out text that every generation is measured with.
inline constexpr std::size_t kTestTokens = 8192;

struct TextData {
  data::Vocabulary vocabulary;
  bool names = false;                    // items are names; else paragraphs
  data::Corpus training;                 // all items that may be learnt, whole
  std::vector<std::uint32_t> given;      // of `training`: those generations may be given
  std::vector<std::uint32_t> set_aside;  // the others, for pretraining only; none unless the spec asks for it
  std::size_t given_tokens = 0;
  data::Corpus test;  // items no model sees, about kTestTokens; tokens may be unknown to the vocabulary
  std::vector<std::uint32_t> test_numbers;  // which of the held-out items they are, counted from 0
  std::vector<std::string> known;           // sorted: the names in the whole real list, or the words of all real text
  std::vector<data::Token> prompt;          // beginning of a test item, to be continued; empty for names
  std::vector<data::Token> truth;           // how it really goes on
  std::string attribution;
};

/// `file`: the bytes of a text file for source kind corpus (format: scripts/text-file.mjs); ignored for the spec's own
/// text.
Result<TextData> make_text(const Spec& spec, std::string_view file);

/// The words with a letter in valid UTF-8, in lower case (data/words.h).
std::vector<std::string> words_of(std::string_view text);

}  // namespace collapse::experiment
