// Counting by sorting: the places of a text in the order of the strings that begin there, shorter strings first. Then
// equal strings of every length lie side by side, and one walk over the places writes all levels.

#include <utility>

#include "models/language/ngram_tables.h"

namespace collapse::models {

namespace {

using Numbers = std::vector<std::uint32_t>;

/// Sentences in a row: token + 1, the boundary before each included, and order - 1 zeros behind each, so that `order`
/// numbers can be read from every place and no string reaches into the next sentence.
struct Rows {
  Numbers text;
  std::size_t places = 0;  // numbers that are not 0
};

Rows rows_of(const data::Corpus& corpus, int order) {
  const auto gap = static_cast<std::size_t>(order - 1);
  std::size_t sentences = 0;
  for (std::size_t i = 0; i < corpus.items(); ++i) {
    const auto item = corpus.item(i);
    if (!item.empty())
      sentences += 1 + static_cast<std::size_t>(std::count(item.begin(), item.end() - 1, data::kBoundary));
  }
  Rows rows;
  rows.places = corpus.tokens.size() + sentences;
  rows.text.reserve(rows.places + gap * sentences);
  for (std::size_t i = 0; i < corpus.items(); ++i) {
    bool inside = false;
    for (const data::Token token : corpus.item(i)) {
      if (!inside) rows.text.push_back(data::kBoundary + 1);
      inside = token != data::kBoundary;
      rows.text.push_back(token + 1);
      if (!inside) rows.text.insert(rows.text.end(), gap, 0u);
    }
    if (inside) rows.text.insert(rows.text.end(), gap, 0u);
  }
  return rows;
}

/// The places in lexicographic order of the `order` numbers from each: a stable counting sort by each of them, the last
/// one first.
Numbers sorted_places(const Rows& rows, std::size_t order, std::size_t vocabulary) {
  const Numbers& text = rows.text;
  Numbers from, to(rows.places), at(vocabulary + 1);
  from.reserve(rows.places);
  for (std::uint32_t p = 0; p < text.size(); ++p)
    if (text[p] != 0) from.push_back(p);
  for (std::size_t k = order; k-- > 0;) {
    const std::uint32_t* const key = text.data() + k;
    std::fill(at.begin(), at.end(), 0u);
    for (const std::uint32_t p : from) ++at[key[p]];
    std::uint32_t sum = 0;
    for (std::uint32_t& entry : at) sum += std::exchange(entry, sum);
    for (const std::uint32_t p : from) to[at[key[p]]++] = p;
    from.swap(to);
  }
  return from;
}

/// Without the room a vector keeps in reserve.
void tighten(Numbers& numbers) {
  if (numbers.capacity() > numbers.size()) numbers = Numbers(numbers.begin(), numbers.end());
}

/// Levels from 2 on, and the children of level 1.
void count_strings(const data::Corpus& corpus, NgramTables& tables) {
  const auto order = static_cast<std::size_t>(tables.settings.order);
  const Rows rows = rows_of(corpus, tables.settings.order);
  const Numbers& text = rows.text;
  const Numbers places = sorted_places(rows, order, tables.vocabulary());
  std::vector<NgramLevel>& levels = tables.levels;
  std::vector<std::uint32_t> totals(order);
  std::uint32_t tokens = 0;  // whose children are known
  const std::uint32_t* before = nullptr;
  for (const std::uint32_t place : places) {
    const std::uint32_t* const now = text.data() + place;
    std::size_t equal = 0;
    if (before != nullptr)
      while (equal < order && now[equal] == before[equal]) ++equal;
    before = now;
    if (equal == 0)
      for (; tokens < now[0]; ++tokens) levels[0].children.push_back(static_cast<std::uint32_t>(levels[1].last.size()));
    for (std::size_t k = 1; k < order && now[k] != 0; ++k) {
      if (k >= equal) {
        levels[k].last.push_back(now[k] - 1);
        levels[k].sums.push_back(totals[k]);
        if (k + 1 < order) levels[k].children.push_back(static_cast<std::uint32_t>(levels[k + 1].last.size()));
      }
      ++totals[k];
    }
  }
  for (std::size_t k = 1; k < order; ++k) {
    levels[k - 1].children.resize((k == 1 ? tables.vocabulary() : levels[k - 1].last.size()) + 1,
                                  static_cast<std::uint32_t>(levels[k].last.size()));
    levels[k].sums.push_back(totals[k]);
  }
  for (NgramLevel& level : levels) {
    tighten(level.last);
    tighten(level.sums);
    tighten(level.children);
  }
}

/// Kneser and Ney's counts below the order: of each string, how many different tokens stood before it. Nothing can
/// stand before the boundary that begins an item, so strings with it keep their counts.
void count_predecessors(NgramTables& tables) {
  for (std::size_t k = 1; k < tables.levels.size(); ++k) {
    NgramLevel& level = tables.levels[k - 1];
    // Strings that begin with the boundary come first.
    std::size_t begun = 0;
    if (k > 1) {
      begun = 1;
      for (std::size_t up = 0; up + 1 < k; ++up) begun = tables.levels[up].children[begun];
    }
    Numbers counts(level.sums.size() - 1);
    for (std::uint32_t i = 0; i < begun; ++i) counts[i] = level.count(i);
    for (const std::uint32_t place : tables.levels[k].suffixes()) ++counts[place];
    for (std::uint32_t i = 0; i < counts.size(); ++i) level.sums[i + 1] = level.sums[i] + counts[i];
  }
}

}  // namespace

NgramTables count_ngrams(const data::Corpus& corpus, const NgramSettings& settings) {
  NgramTables tables;
  tables.settings = settings;
  tables.counts.resize(settings.vocabulary);
  for (const data::Token token : corpus.tokens) ++tables.counts[token];
  tables.levels.resize(static_cast<std::size_t>(settings.order));
  Numbers& sums = tables.levels[0].sums;
  sums.resize(settings.vocabulary + 1);
  for (std::size_t i = 0; i < settings.vocabulary; ++i) sums[i + 1] = sums[i] + tables.counts[i];
  if (settings.order > 1) count_strings(corpus, tables);
  link_suffixes(tables);
  if (settings.smoothing == SmoothingKind::kneser_ney) count_predecessors(tables);
  finish_tables(tables);
  return tables;
}

bool link_suffixes(NgramTables& tables) {
  for (std::size_t k = 2; k < tables.levels.size(); ++k) {
    // Of the string "context, token" the suffix is "shorter context, token".
    const NgramLevel& contexts = tables.levels[k - 1];
    const Numbers& shorter = contexts.suffixes();
    const Numbers& begin = tables.levels[k - 2].children;
    const Numbers& candidates = tables.levels[k - 1].last;
    NgramLevel& level = tables.levels[k];
    level.suffix.resize(level.last.size());
    for (std::size_t context = 0; context < shorter.size(); ++context) {
      // Both lists rise, so what is found moves the beginning of the search.
      const data::Token* from = candidates.data() + begin[shorter[context]];
      const data::Token* const end = candidates.data() + begin[shorter[context] + 1];
      for (std::uint32_t i = contexts.children[context]; i < contexts.children[context + 1]; ++i) {
        from = std::lower_bound(from, end, level.last[i]);
        if (from == end || *from != level.last[i]) return false;
        level.suffix[i] = static_cast<std::uint32_t>(from - candidates.data());
      }
    }
  }
  return true;
}

void finish_tables(NgramTables& tables) {
  const std::size_t order = tables.levels.size();
  tables.rank.resize(tables.vocabulary() + 1);
  for (std::uint32_t i = 0; i < tables.vocabulary(); ++i)
    tables.rank[i + 1] = tables.rank[i] + (tables.levels[0].count(i) > 0 ? 1 : 0);
  if (!tables.backs_off()) return;
  tables.backoff.resize(order);
  for (std::size_t k = 0; k < order; ++k) {
    std::vector<double>& factors = tables.backoff[k];
    factors.resize(k == 0 ? 1 : k == 1 ? tables.vocabulary() : tables.levels[k - 1].last.size(), 1.0);
    for (std::uint32_t place = 0; place < factors.size(); ++place) {
      const NgramContext context{static_cast<int>(k), place};
      const NgramFollowers behind = tables.followers(context);
      if (behind.total == 0) continue;  // everything is left to the lower orders
      const NgramShare share = tables.share(behind);
      // The lower orders' probability of the tokens not seen here: all that do not fall to the tokens that were, each
      // of which was seen there too. Nothing is subtracted but whole numbers.
      double unseen = 0;
      if (k == 0) {
        unseen = static_cast<double>(tables.vocabulary() - behind.different) / static_cast<double>(tables.vocabulary());
      } else {
        const NgramFollowers lower = tables.followers(tables.shorter(context));
        const NgramShare rest = tables.share(lower);
        std::uint32_t shared = 0;
        for (std::uint32_t i = behind.first; i < behind.last; ++i)
          shared += tables.levels[k - 1].count(tables.levels[k].suffixes()[i]);
        const double others = lower.total - shared;
        unseen = (others + (rest.denominator - lower.total) + rest.off * behind.different) / rest.denominator;
      }
      factors[place] = unseen > 0 ? share.rest / unseen : 0;
    }
  }
}

}  // namespace collapse::models
