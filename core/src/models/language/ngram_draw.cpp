// Drawing without touching the whole vocabulary: a context's counts are inverted by binary search on their running
// totals, and the lower orders are asked only as often as they have a say.

#include <utility>

#include "collapse/stream.h"
#include "models/language/ngram.h"

namespace collapse::models {

namespace {

/// Draws before the tokens that lower orders may give are listed instead: reached only where they have little
/// probability there.
constexpr int kTries = 64;

class Drawer {
 public:
  explicit Drawer(const NgramTables& tables) : tables_(tables) {}

  /// The next token, over which the walk goes on.
  data::Token step(NgramWalk& walk, random::Stream& stream) {
    const data::Token token = draw(walk, stream);
    walk.step(tables_, tables_.longest(walk.context, token), token);
    return token;
  }

 private:
  data::Token draw(const NgramWalk& walk, random::Stream& stream) {
    if (tables_.settings.smoothing == SmoothingKind::add_alpha) {
      const NgramFollowers followers = tables_.followers(walk.context);
      if (!walk.full() || followers.total == 0) return anything(stream);
      const double x = stream.uniform() * tables_.share(followers).denominator;
      return x < followers.total ? invert(walk.context, followers, 0, x) : anything(stream);
    }
    return draw_behind(walk.context, stream);
  }

  data::Token anything(random::Stream& stream) const {
    return static_cast<data::Token>(stream.below(tables_.vocabulary()));
  }

  data::Token draw_behind(NgramContext context, random::Stream& stream) {
    for (;; context = tables_.shorter(context)) {
      const NgramFollowers followers = tables_.followers(context);
      if (followers.total == 0) continue;  // the empty context has some
      const NgramShare share = tables_.share(followers);
      const double x = stream.uniform() * share.denominator;
      // Without lower orders x may be rounded up to the denominator itself.
      if (share.rest == 0 || x < followers.total - share.off * followers.different)
        return invert(context, followers, share.off, x);
      if (tables_.settings.lower_orders == LowerOrdersKind::backoff) return draw_unseen(context, followers, stream);
      if (context.length == 0) return anything(stream);
    }
  }

  /// The first of the followers whose running total, `off` less for each, exceeds x; the last one if none does.
  data::Token invert(NgramContext context, const NgramFollowers& followers, double off, double x) const {
    const NgramLevel& level = tables_.levels[static_cast<std::size_t>(context.length)];
    const std::uint32_t* const sums = level.sums.data() + 1;
    const std::uint32_t before = level.sums[followers.first];
    std::uint32_t low = followers.first, high = followers.last - 1;
    if (context.length > 0) {
      while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (static_cast<double>(sums[middle] - before) - off * (middle + 1 - followers.first) > x)
          high = middle;
        else
          low = middle + 1;
      }
      return level.last[low];
    }
    // Every token has a place here, counted or not.
    const std::uint32_t* const rank = tables_.rank.data() + 1;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (sums[middle] - off * rank[middle] > x)
        high = middle;
      else
        low = middle + 1;
    }
    // x beyond the last total, by rounding: the last token that has a count.
    while (low > 0 && level.count(low) == 0) --low;
    return low;
  }

  /// One of the tokens never counted behind `context`, as the lower orders have them.
  data::Token draw_unseen(NgramContext context, const NgramFollowers& followers, random::Stream& stream) {
    if (context.length == 0) {
      // Any of them: the r-th one is where the tokens below it without a count are r.
      const auto r = static_cast<std::uint32_t>(stream.below(tables_.vocabulary() - followers.different));
      std::uint32_t low = 0, high = followers.last - 1;
      while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (middle + 1 - tables_.rank[middle + 1] > r)
          high = middle;
        else
          low = middle + 1;
      }
      return low;
    }
    const NgramContext lower = tables_.shorter(context);
    for (int i = 0; i < kTries; ++i)
      if (const data::Token token = draw_behind(lower, stream); tables_.behind(context, token).length == 0)
        return token;
    probabilities_.resize(tables_.vocabulary());
    tables_.distribution(lower, true, probabilities_);
    const std::vector<data::Token>& last = tables_.levels[static_cast<std::size_t>(context.length)].last;
    for (std::uint32_t i = followers.first; i < followers.last; ++i) probabilities_[last[i]] = 0;
    double all = 0;
    for (const double p : probabilities_) all += p;
    double x = stream.uniform() * all;
    std::size_t token = 0, possible = 0;
    for (; token < probabilities_.size(); ++token) {
      if (probabilities_[token] == 0) continue;
      possible = token;
      if (x < probabilities_[token]) break;
      x -= probabilities_[token];
    }
    return static_cast<data::Token>(possible);
  }

  const NgramTables& tables_;
  std::vector<double> probabilities_;
};

}  // namespace

data::Corpus draw(const NgramModel& model, std::size_t tokens, std::uint64_t seed, std::uint32_t run,
                  std::uint32_t generation) {
  const NgramTables& tables = model.tables();
  Drawer drawer(tables);
  data::Corpus text;
  text.tokens.reserve(tokens);
  while (text.tokens.size() < tokens) {
    random::Stream stream(seed, run, generation, random::Purpose::synthetic, static_cast<std::uint32_t>(text.items()));
    text.starts.push_back(text.tokens.size());
    text.is_real.push_back(0);
    NgramWalk walk(tables);
    data::Token token;
    do {
      token = drawer.step(walk, stream);
      text.tokens.push_back(token);
    } while (token != data::kBoundary && text.tokens.size() < tokens);
  }
  return text;
}

std::vector<data::Token> go_on(const NgramModel& model, std::span<const data::Token> before, std::size_t tokens,
                               random::Stream& stream) {
  Drawer drawer(model.tables());
  NgramWalk walk(model.tables(), before);
  std::vector<data::Token> text(tokens);
  for (data::Token& token : text) token = drawer.step(walk, stream);
  return text;
}

}  // namespace collapse::models
