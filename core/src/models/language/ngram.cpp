#include "models/language/ngram.h"

#include <array>
#include <limits>
#include <utility>

#include "numerics/elementary.h"

namespace collapse::models {

namespace {

/// The probability of `token` behind a walk; `found` is the longest counted n-gram that ends with it there.
double probability(const NgramTables& tables, const NgramWalk& walk, NgramContext found) {
  NgramContext context = walk.context;
  if (!tables.has_lower_orders()) {
    const bool smoothed = tables.settings.smoothing == SmoothingKind::add_alpha;
    NgramFollowers followers = tables.followers(context);
    if (smoothed && (!walk.full() || followers.total == 0)) return 1 / static_cast<double>(tables.vocabulary());
    for (; followers.total == 0; followers = tables.followers(context)) context = tables.shorter(context);
    const bool counted = found.length == context.length + 1;
    const double count = counted ? tables.levels[static_cast<std::size_t>(context.length)].count(found.place) : 0;
    return (count + (smoothed ? tables.settings.alpha : 0)) / tables.share(followers).denominator;
  }
  const bool backs_off = tables.backs_off();
  double sum = 0, weight = 1;
  for (;; context = tables.shorter(context)) {
    const NgramFollowers followers = tables.followers(context);
    if (followers.total > 0) {
      const NgramShare share = tables.share(followers);
      const bool counted = found.length == context.length + 1;
      const std::uint32_t count =
          counted ? tables.levels[static_cast<std::size_t>(context.length)].count(found.place) : 0;
      const double own = count > 0 ? (count - share.off) / share.denominator : 0;
      if (backs_off) {
        if (count > 0) return weight * own;
        weight *= tables.backoff[static_cast<std::size_t>(context.length)][context.place];
      } else {
        sum += weight * own;
        weight *= share.rest;
      }
    }
    if (context.length == 0) return sum + weight / static_cast<double>(tables.vocabulary());
    // What ends the shorter context with the token is the same string without its oldest token.
    if (found.length == context.length + 1) found = tables.shorter(found);
  }
}

}  // namespace

void NgramModel::append_nats(const data::Corpus& corpus, std::size_t first, std::size_t last,
                             std::vector<float>& out) const {
  for (std::size_t i = first; i < last; ++i) {
    NgramWalk walk(tables_);
    for (const data::Token token : corpus.item(i)) {
      if (token >= vocabulary()) {
        out.push_back(std::numeric_limits<float>::infinity());
        walk.lose(tables_);
        continue;
      }
      const NgramContext found = tables_.longest(walk.context, token);
      out.push_back(static_cast<float>(0 - numerics::log(probability(tables_, walk, found))));
      walk.step(tables_, found, token);
    }
  }
}

void NgramModel::next(std::span<const data::Token> before, std::span<double> probabilities) const {
  const NgramWalk walk(tables_, before);
  tables_.distribution(walk.context, walk.full(), probabilities);
}

std::size_t NgramModel::different(int length) const {
  return length == 1 ? tables_.rank.back() : tables_.levels[static_cast<std::size_t>(length - 1)].last.size();
}

NgramWalk::NgramWalk(const NgramTables& tables, std::span<const data::Token> before) : NgramWalk(tables) {
  // From the last boundary, or as far back as the model looks.
  const auto most = static_cast<std::size_t>(tables.settings.order - 1);
  std::size_t from = before.size();
  while (from > 0 && before[from - 1] != data::kBoundary && before.size() - from < most) --from;
  if (before.size() - from == most) {
    context = {};
    wanted = tables.settings.order - 1;
  }
  for (const data::Token token : before.subspan(from)) {
    if (token < tables.vocabulary())
      step(tables, tables.longest(context, token), token);
    else
      lose(tables);
  }
}

void NgramTables::distribution(NgramContext context, bool full, std::span<double> probabilities) const {
  const double uniform = 1 / static_cast<double>(vocabulary());
  const auto set = [&](NgramContext of, auto&& how) {
    const NgramFollowers behind = followers(of);
    const NgramLevel& level = levels[static_cast<std::size_t>(of.length)];
    for (std::uint32_t i = behind.first; i < behind.last; ++i)
      if (const std::uint32_t count = level.count(i); count > 0)
        how(probabilities[of.length == 0 ? i : level.last[i]], count);
  };
  if (!has_lower_orders()) {
    if (settings.smoothing == SmoothingKind::none)
      while (followers(context).total == 0) context = shorter(context);
    const NgramFollowers behind = followers(context);
    if (settings.smoothing == SmoothingKind::add_alpha && (!full || behind.total == 0)) {
      std::fill(probabilities.begin(), probabilities.end(), uniform);
      return;
    }
    const NgramShare given = share(behind);
    std::fill(probabilities.begin(), probabilities.end(), given.rest * uniform);
    set(context, [&](double& p, double count) { p += count / given.denominator; });
    return;
  }
  std::array<NgramContext, kMaxNgramOrder> chain;  // from the context to the empty one
  std::size_t length = 0;
  for (;; context = shorter(context)) {
    chain[length++] = context;
    if (context.length == 0) break;
  }
  std::fill(probabilities.begin(), probabilities.end(), uniform);
  while (length-- > 0) {
    const NgramContext of = chain[length];
    const NgramFollowers behind = followers(of);
    if (behind.total == 0) continue;
    const NgramShare given = share(behind);
    const bool backing_off = backs_off();
    const double factor = backing_off ? backoff[static_cast<std::size_t>(of.length)][of.place] : given.rest;
    for (double& p : probabilities) p *= factor;
    set(of, [&](double& p, double count) {
      const double own = (count - given.off) / given.denominator;
      p = backing_off ? own : p + own;
    });
  }
}

std::size_t NgramModel::memory_bytes() const {
  std::size_t words = tables_.counts.size() + tables_.rank.size(), factors = 0;
  for (const NgramLevel& level : tables_.levels)
    words += level.last.size() + level.suffix.size() + level.sums.size() + level.children.size();
  for (const std::vector<double>& some : tables_.backoff) factors += some.size();
  return sizeof(std::uint32_t) * words + sizeof(double) * factors + sizeof(*this);
}

NgramSize size_of(const NgramSettings& settings, std::uint64_t tokens) {
  // No level has more n-grams than tokens; a sentence, and the gap behind it, is counted for every token.
  const auto order = static_cast<std::uint64_t>(settings.order), n = std::max<std::uint64_t>(tokens, 1);
  const std::uint64_t vocabulary = std::max<std::uint64_t>(settings.vocabulary, 1) + 1;
  const bool factors = settings.smoothing != SmoothingKind::none && settings.smoothing != SmoothingKind::add_alpha &&
                       settings.lower_orders == LowerOrdersKind::backoff;
  NgramSize size{};
  size.model_bytes = sizeof(NgramModel) + sizeof(NgramLevel) * order + 4 * (4 * vocabulary);
  if (order > 1) size.model_bytes += 4 * ((order - 1) * 4 * (n + 1));
  if (factors)
    size.model_bytes += 8 * (1 + (order > 1 ? vocabulary : 0) + (order > 2 ? (order - 2) * n : 0)) + 32 * order;
  // The rows, two lists of places, and the arrays while they still have room in reserve.
  size.fitting_bytes =
      size.model_bytes + (order > 1 ? 4 * (n * (order + 1) + 4 * n + vocabulary + (order - 1) * 4 * (n + 1)) : 0);
  return size;
}

std::shared_ptr<const NgramModel> fit_ngram(const data::Corpus& corpus, const NgramSettings& settings,
                                            FitReport& report) {
  report = {};
  report.iterations = 1;
  NgramSettings used = settings;
  used.vocabulary = std::max<std::size_t>(used.vocabulary, 1);
  if (corpus.tokens.empty()) {
    report.status = FitStatus::degenerate;
    data::Corpus nothing;
    nothing.append(std::span<const data::Token>(&data::kBoundary, 1), false);
    return std::make_shared<const NgramModel>(count_ngrams(nothing, used));
  }
  used.vocabulary = std::max<std::size_t>(
      used.vocabulary, *std::max_element(corpus.tokens.begin(), corpus.tokens.end()) + std::size_t{1});
  return std::make_shared<const NgramModel>(count_ngrams(corpus, used));
}

}  // namespace collapse::models
