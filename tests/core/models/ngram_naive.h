#pragma once

// n-grams once more, straight from their definitions: a map of contexts, no tree, no suffixes. For small texts.

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "collapse/stream.h"
#include "models/language/ngram.h"

namespace collapse::test {

using Tokens = std::vector<data::Token>;

inline data::Corpus corpus_of(const std::vector<Tokens>& items) {
  data::Corpus corpus;
  for (const Tokens& item : items) corpus.append(item, true);
  return corpus;
}

/// Items of random tokens, small numbers more often, most of them ended by the boundary, a few cut or with a boundary
/// inside.
inline data::Corpus random_corpus(std::size_t items, std::size_t vocabulary, std::uint32_t part) {
  random::Stream stream(20261124, 0, 0, random::Purpose::real_data, part);
  data::Corpus corpus;
  for (std::size_t i = 0; i < items; ++i) {
    Tokens item;
    for (std::uint64_t length = stream.below(9); length > 0; --length) {
      const double u = stream.uniform();
      item.push_back(static_cast<data::Token>(u * u * static_cast<double>(vocabulary)));
    }
    if (stream.below(8) > 0) item.push_back(data::kBoundary);
    corpus.append(item, true);
  }
  return corpus;
}

/// What the model looks at behind the beginning of an item: all of it back to the last boundary, at most order - 1
/// tokens.
inline Tokens context_of(const Tokens& before, int order) {
  Tokens all{data::kBoundary};
  all.insert(all.end(), before.begin(), before.end());
  std::size_t from = all.size();
  while (from > 0 && all.size() - from < static_cast<std::size_t>(order - 1)) {
    --from;
    if (all[from] == data::kBoundary) break;
  }
  return Tokens(all.begin() + static_cast<std::ptrdiff_t>(from), all.end());
}

struct NaiveNgrams {
  models::NgramSettings settings;
  std::map<Tokens, std::map<data::Token, double>> raw, used;  // by context

  NaiveNgrams(const data::Corpus& corpus, const models::NgramSettings& given) : settings(given) {
    for (std::size_t i = 0; i < corpus.items(); ++i) {
      Tokens before;
      for (const data::Token token : corpus.item(i)) {
        Tokens context = context_of(before, settings.order);
        for (;; context.erase(context.begin())) {
          raw[context][token] += 1;
          if (context.empty()) break;
        }
        before.push_back(token);
      }
    }
    used = raw;
    if (settings.smoothing != SmoothingKind::kneser_ney) return;
    for (auto& [context, followers] : used) {
      if (context.size() + 1 == static_cast<std::size_t>(settings.order)) continue;
      if (!context.empty() && context.front() == data::kBoundary) continue;
      for (auto& [token, count] : followers) {
        count = 0;
        for (std::uint32_t first = 0; first < settings.vocabulary; ++first) {
          Tokens longer{first};
          longer.insert(longer.end(), context.begin(), context.end());
          if (const auto found = raw.find(longer); found != raw.end() && found->second.count(token) > 0) count += 1;
        }
      }
    }
  }

  double count(const Tokens& context, data::Token token) const {
    const auto found = used.find(context);
    if (found == used.end()) return 0;
    const auto at = found->second.find(token);
    return at == found->second.end() ? 0 : at->second;
  }
  double total(const Tokens& context) const {
    double sum = 0;
    if (const auto found = used.find(context); found != used.end())
      for (const auto& [token, count] : found->second) sum += count;
    return sum;
  }
  double different(const Tokens& context) const {
    const auto found = used.find(context);
    return found == used.end() ? 0 : static_cast<double>(found->second.size());
  }

  /// Of every token behind the beginning of an item.
  std::vector<double> distribution(const Tokens& before) const {
    const Tokens context = context_of(before, settings.order);
    if (settings.smoothing != SmoothingKind::none && settings.smoothing != SmoothingKind::add_alpha)
      return smoothed(context);
    std::vector<double> result;
    Tokens seen = context;
    if (settings.smoothing == SmoothingKind::none)
      while (total(seen) == 0) seen.erase(seen.begin());
    const double added = settings.smoothing == SmoothingKind::none ? 0 : settings.alpha;
    for (std::uint32_t token = 0; token < settings.vocabulary; ++token)
      result.push_back((count(seen, token) + added) / (total(seen) + added * static_cast<double>(settings.vocabulary)));
    return result;
  }

  std::vector<double> smoothed(const Tokens& context) const {
    const auto size = static_cast<double>(settings.vocabulary);
    const std::vector<double> lower = context.empty() ? std::vector<double>(settings.vocabulary, 1 / size)
                                                      : smoothed(Tokens(context.begin() + 1, context.end()));
    const double all = total(context), types = different(context);
    if (all == 0) return lower;
    const bool witten_bell = settings.smoothing == SmoothingKind::witten_bell;
    const bool backs_off = settings.lower_orders == LowerOrdersKind::backoff;
    const double divisor = witten_bell ? all + types : all;
    const double off = witten_bell ? 0 : settings.discount;
    const double left = witten_bell ? types / divisor : off * types / all;
    double unseen = 0;
    for (std::uint32_t token = 0; token < settings.vocabulary; ++token)
      if (count(context, token) == 0) unseen += lower[token];
    std::vector<double> result;
    for (std::uint32_t token = 0; token < settings.vocabulary; ++token) {
      const double c = count(context, token);
      if (!backs_off)
        result.push_back((c > 0 ? (c - off) / divisor : 0) + left * lower[token]);
      else if (types == size)
        result.push_back(c / all);
      else
        result.push_back(c > 0 ? (c - off) / divisor : left * lower[token] / unseen);
    }
    return result;
  }
};

/// Every smoothing with both kinds of lower orders, with settings that have room for it.
inline std::vector<models::NgramSettings> all_settings(int order, std::size_t vocabulary) {
  std::vector<models::NgramSettings> all;
  for (const SmoothingKind smoothing :
       {SmoothingKind::none, SmoothingKind::absolute_discounting, SmoothingKind::kneser_ney, SmoothingKind::witten_bell,
        SmoothingKind::add_alpha})
    for (const LowerOrdersKind lower : {LowerOrdersKind::interpolated, LowerOrdersKind::backoff})
      all.push_back({order, smoothing, lower, 0.6, 0.3, vocabulary});
  return all;
}

}  // namespace collapse::test
