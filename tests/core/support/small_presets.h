#pragma once

// Every preset, made so small that all of them are computed in seconds: fewer runs, generations and items, small
// networks, and made-up digits and texts in the place of the files they name.

#include <doctest/doctest.h>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string>
#include <vector>

#include "collapse/experiment.h"
#include "collapse/presets.h"
#include "collapse/stream.h"
#include "spec/json.h"
#include "spec/manifest.h"
#include "support/digits_file.h"
#include "support/experiments.h"
#include "support/own_text.h"
#include "support/text_file.h"

namespace collapse::test {

struct SmallPreset {
  std::string name;
  Spec spec;
  std::string table;  // the bytes of the data set it names
};

/// A made-up text file of the name a corpus has: names of a few letters, or paragraphs.
inline std::string made_up_corpus(const Spec& spec) {
  TextFile file;
  file.name = std::string(spec::text_of(spec.source.corpus));
  random::Stream stream(4, 0, 0, random::Purpose::measurement);
  if (spec.source.corpus == CorpusName::names) {
    for (int i = 0; i < 600; ++i) {
      std::string name;
      for (std::uint64_t length = 3 + stream.below(5); length > 0; --length)
        name += static_cast<char>('a' + stream.below(12));
      file.items.emplace_back(name, i % 6 == 0 ? 2 : 0);
    }
    return file.bytes();
  }
  const std::string text = own_text(120, 40, 200);
  int number = 0;
  for (std::size_t from = 0; from < text.size(); ++number) {
    const std::size_t end = text.find("\n\n", from), last = text.find_last_not_of(' ', end - 1);
    file.items.emplace_back(text.substr(from, last + 1 - from), number % 6 == 0 ? 2 : 0);
    from = end + 2;
  }
  return file.bytes();
}

/// The bytes of the data set a spec names, or made-up ones in their place.
inline std::string small_data(const Spec& spec) {
  if (spec.source.kind == SourceKind::digits) {
    const int training = static_cast<int>(spec.source.training);
    return digits_file(spec.source.size == DigitsSize::full ? 28 : 14, training, training / 5);
  }
  if (spec.source.kind == SourceKind::corpus) return made_up_corpus(spec);
  return std::string(table_of(spec));
}

inline SmallPreset small_preset(const BuiltInFile& file) {
  const auto json = spec::parse_json(file.text);
  REQUIRE(static_cast<bool>(json));
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  (*json)["spec"].Accept(writer);
  const Spec whole = spec_of({buffer.GetString(), buffer.GetSize()});

  std::vector<Edit> edits;
  const auto set = [&](const char* path, Count value) { edits.push_back({path, std::to_string(value)}); };
  const bool network = whole.model.kind == ModelKind::transformer,
             text = network || whole.model.kind == ModelKind::ngram;
  set("/runs", std::min<Count>(whole.runs, 2));
  set("/generations", 3);
  set("/samples/n", std::min<Count>(whole.samples.n, text ? 600
                                                     : whole.model.kind == ModelKind::linear_regression
                                                         ? 2 * whole.source.features + 9
                                                         : 60));
  if (whole.model.kind == ModelKind::vae) {
    set("/source/training", 300);
    set("/model/epochs", 1);
    if (whole.model.architecture == ArchitectureKind::mlp) set("/model/hidden", 16);
  }
  if (network) {
    set("/model/epochs", 1);
    set("/model/layers", 1);
    set("/model/heads", 2);
    set("/model/width", 8);
    set("/model/context", 16);
    set("/model/prompt", std::min<Count>(whole.model.prompt, 8));
    if (whole.model.start == StartKind::pretrained) set("/model/pretraining", 1);
    if (whole.source.tokens == TokenKind::byte_pairs) set("/source/vocabulary", 64);
  }
  const Result<Spec> made = edit_spec(whole, edits);
  CAPTURE(std::string(file.name));
  CAPTURE(made.error().path);
  CAPTURE(made.error().message);
  REQUIRE(static_cast<bool>(made));
  return {std::string(file.name), *made, small_data(*made)};
}

/// All of them, in the order of their names.
inline std::vector<SmallPreset> small_presets() {
  std::vector<SmallPreset> all;
  for (const BuiltInFile& file : preset_files()) all.push_back(small_preset(file));
  return all;
}

}  // namespace collapse::test
