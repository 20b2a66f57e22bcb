#include "ngrams.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "models/language/ngram.h"

#ifndef __EMSCRIPTEN__
#include <unordered_map>
#endif

namespace {

std::vector<std::uint32_t> words;

}  // namespace

std::uint32_t* bench_words(std::int32_t count) {
  words.assign(static_cast<std::size_t>(count), 0);
  return words.data();
}

double bench_trigrams(std::int32_t times) {
  collapse::data::Corpus corpus;
  std::size_t from = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == 0 || i + 1 == words.size()) {
      corpus.append(std::span<const std::uint32_t>(words).subspan(from, i + 1 - from), true);
      from = i + 1;
    }
  collapse::models::NgramSettings settings;
  settings.smoothing = collapse::SmoothingKind::kneser_ney;
  std::size_t different = 0;
  for (std::int32_t i = 0; i < times; ++i) {
    collapse::models::FitReport report;
    const auto model = fit_ngram(corpus, settings, report);
    different += model->different(1) + model->different(2) + model->different(3);
  }
  return static_cast<double>(different) / times;
}

#ifndef __EMSCRIPTEN__
double bench_trigrams_in_maps(std::int32_t times) {
  using Counts = std::unordered_map<std::uint64_t, std::uint32_t>;
  std::size_t different = 0;
  for (std::int32_t i = 0; i < times; ++i) {
    // Words have 21 bits here. The boundary before an item is a word that can begin a string.
    Counts one, two, three, before_one, before_two;
    std::uint64_t a = 0, b = 0;
    std::size_t place = 0;
    for (const std::uint64_t w : words) {
      ++one[w];
      if (++two[b << 21 | w] == 1) ++before_one[w];
      if (place > 0 && ++three[a << 42 | b << 21 | w] == 1) ++before_two[b << 21 | w];
      a = b;
      b = w;
      place = w == 0 ? 0 : place + 1;
    }
    different +=
        one.size() + two.size() + three.size() + (before_one.size() > one.size()) + (before_two.size() > two.size());
  }
  return static_cast<double>(different) / times;
}
#endif
