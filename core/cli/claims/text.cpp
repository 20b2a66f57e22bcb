// Claims about language models (docs/models/ngram.md).

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kSurvival =
    "Suresh, Thangaraj, Khandavally 2024, arXiv 2412.17646, Corollary 1; docs/models/ngram.md";
constexpr std::string_view kSmoothing = "docs/models/ngram.md: smoothing is a bias of its own";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"words-2000", "Moby-Dick, single words, unsmoothed, n = 2,000",
     R"({"generations":4,"source":{"kind":"corpus","corpus":"moby-dick"},"model":{"kind":"ngram","order":1,"smoothing":"none"},"samples":{"n":2000}})", 100, true},
    {"letters-1000", "first names, single characters, unsmoothed, n = 1,000",
     R"({"generations":4,"source":{"kind":"corpus","corpus":"names","tokens":"characters"},"model":{"kind":"ngram","order":1,"smoothing":"none"},"samples":{"n":1000}})", 200, true},
    {"triples", "Moby-Dick, triples of words, unsmoothed, n = 4,000",
     R"({"generations":8,"source":{"kind":"corpus","corpus":"moby-dick"},"model":{"kind":"ngram","order":3,"smoothing":"none"},"samples":{"n":4000}})", 30},
    {"triples-discounted", "the same with absolute discounting",
     R"({"generations":8,"source":{"kind":"corpus","corpus":"moby-dick"},"model":{"kind":"ngram","order":3,"smoothing":"absolute-discounting"},"samples":{"n":4000}})", 30},
    {"triples-kneser-ney", "the same with Kneser-Ney smoothing",
     R"({"generations":8,"source":{"kind":"corpus","corpus":"moby-dick"},"model":{"kind":"ngram","order":3,"smoothing":"kneser-ney"},"samples":{"n":4000}})", 30},
    {"triples-accumulated", "the same, unsmoothed, accumulate",
     R"({"generations":8,"source":{"kind":"corpus","corpus":"moby-dick"},"model":{"kind":"ngram","order":3,"smoothing":"none"},"workflow":{"kind":"accumulate"},"samples":{"n":4000}})", 30},
};

constexpr Claim kClaims[] = {
    {"words-survive-one", "words that survive one resampling: Σ 1 − (1 − pᵢ)ⁿ, exactly (measured over law)", kSurvival, "words-2000", 2, {"vocabulary", "", nullptr, true}, mean, equal, number(1), skewed},
    {"words-survive-more", "later Σ 1 − (1 − pᵢ gₜ)ⁿ is a lower bound (measured over law)", kSurvival, "words-2000", 4, {"vocabulary", "", nullptr, true}, mean, at_least, number(1), skewed},
    {"words-survive-close", "and close: within 3 % (measured over law)", kSurvival, "words-2000", 4, {"vocabulary", "", nullptr, true}, mean, below, number(1.03), skewed},
    {"letters-survive-one", "characters of names that survive one resampling (measured over law)", kSurvival, "letters-1000", 2, {"vocabulary", "", nullptr, true}, mean, equal, number(1), skewed},
    {"discounting-loses-more", "absolute discounting loses more words than chance does (difference)", kSmoothing, "triples-discounted", 8, {"vocabulary"}, mean, below, number(0), skewed, 0, "triples"},
    {"kneser-ney-keeps-more", "Kneser-Ney keeps more words than chance does (difference)", kSmoothing, "triples-kneser-ney", 8, {"vocabulary"}, mean, above, number(0), skewed, 0, "triples"},
    {"accumulating-keeps-words", "accumulating keeps more words than replacing (difference)", "Gerstgrasser et al. 2024, arXiv 2404.01413", "triples-accumulated", 8, {"vocabulary"}, mean, above, number(0), skewed, 0, "triples"},
};
// clang-format on

}  // namespace

Chapter text_chapter() { return {"Text", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
