// Claims about categories, Poisson counts and linear regression (docs/models/discrete.md, regression.md).

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/discrete.md";
constexpr std::string_view kDiscrete =
    "Shumailov et al. 2024, discrete distributions: a Markov chain whose absorbing states are single categories";
constexpr std::string_view kChain = "exact: the Markov chain of the counts, solved";
constexpr std::string_view kAncestors =
    "exact: how many ancestors n items have t generations before, and that they are all of one category";
constexpr std::string_view kDiffusion = "diffusion approximation: Ewens 1979, Mathematical Population Genetics";
constexpr std::string_view kBernoulli = "Suresh, Thangaraj, Khandavally 2024, arXiv 2412.17646, Theorem 1";
constexpr std::string_view kUnique = "Suresh, Thangaraj, Khandavally 2024, arXiv 2412.17646, Corollary 1";
constexpr std::string_view kPoisson = "Suresh, Thangaraj, Khandavally 2024, arXiv 2412.17646, Theorem 2";
constexpr std::string_view kSeddik = "Seddik et al. 2024, arXiv 2404.05090";
constexpr std::string_view kGerstgrasser = "Gerstgrasser et al. 2024, arXiv 2404.01413";
constexpr std::string_view kRegression = "derived: docs/models/regression.md";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"zipf-replace", "Zipf, 50 categories, n = 20, replace",
     R"({"generations":50,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"samples":{"n":20}})", 10000},
    {"zipf-accumulate", "Zipf, 50 categories, n = 20, accumulate",
     R"({"generations":40,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"workflow":{"kind":"accumulate"},"samples":{"n":20}})", 4000},
    {"zipf-subsample", "Zipf, 50 categories, n = 20, accumulate and subsample",
     R"({"generations":40,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":20}})", 10000},
    {"zipf-fresh", "Zipf, 50 categories, 2 fresh real items of n = 20",
     R"({"generations":40,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":20}})", 10000},
    {"zipf-fixed", "Zipf, 50 categories, the same 2 real items of n = 20",
     R"({"generations":40,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"workflow":{"kind":"mix","real_fraction":0.1,"real":"fixed"},"samples":{"n":20}})", 10000},
    {"zipf-recursion", "Zipf, 50 categories, n = 20, α = .6, β = .3, γ = .1",
     R"({"generations":40,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"workflow":{"kind":"recursion","alpha":0.6,"beta":0.3},"samples":{"n":20}})", 10000},
    {"zipf-growing", "Zipf, 50 categories, 10 t items in generation t, replace",
     R"({"generations":20,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical"},"samples":{"n":10,"growth":1}})", 10000},
    {"zipf-cooled", "Zipf, 50 categories, n = 200, replace, temperature .8",
     R"({"generations":5,"source":{"kind":"zipf","categories":50},"model":{"kind":"categorical","temperature":0.8},"samples":{"n":200}})", 500},
    {"uniform-fresh", "10 equal categories, 5 fresh real items of n = 50",
     R"({"generations":200,"source":{"kind":"uniform","categories":10},"model":{"kind":"categorical"},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":50}})", 4000},
    {"uniform-each-real", "10 equal categories, n = 50, each item real with a chance of .1",
     R"({"generations":200,"source":{"kind":"uniform","categories":10},"model":{"kind":"categorical"},"workflow":{"kind":"recursion","alpha":0.9,"beta":0},"samples":{"n":50}})", 4000},
    {"three-categories", "three categories, .5, .3 and .2, n = 20, replace",
     R"({"generations":500,"source":{"kind":"categorical","probabilities":[0.5,0.3,0.2]},"model":{"kind":"categorical"},"samples":{"n":20}})", 10000},
    {"halves-20", "two categories, .5 each, n = 20, replace",
     R"({"generations":400,"source":{"kind":"uniform","categories":2},"model":{"kind":"categorical"},"samples":{"n":20}})", 10000},
    {"halves-100", "two categories, .5 each, n = 100, replace",
     R"({"generations":1800,"source":{"kind":"uniform","categories":2},"model":{"kind":"categorical"},"samples":{"n":100}})", 2000},
    {"tenth-100", "two categories, .1 and .9, n = 100, replace",
     R"({"generations":1800,"source":{"kind":"categorical","probabilities":[0.1,0.9]},"model":{"kind":"categorical"},"samples":{"n":100}})", 2500},
    {"hundred-20", "100 equal categories, n = 20, replace",
     R"({"generations":500,"source":{"kind":"uniform","categories":100},"model":{"kind":"categorical"},"samples":{"n":20}})", 10000},
    {"hundred-100", "100 equal categories, n = 100, replace",
     R"({"generations":2000,"source":{"kind":"uniform","categories":100},"model":{"kind":"categorical"},"samples":{"n":100}})", 1500},
    {"zipf-1000", "Zipf, 1,000 categories, n = 100, replace",
     R"({"generations":10,"source":{"kind":"zipf","categories":1000},"model":{"kind":"categorical"},"samples":{"n":100}})", 4000},
    {"zipf-1000-accumulate", "Zipf, 1,000 categories, n = 100, accumulate",
     R"({"generations":10,"source":{"kind":"zipf","categories":1000},"model":{"kind":"categorical"},"workflow":{"kind":"accumulate"},"samples":{"n":100}})", 2000},
    {"many-rare", "10,000 equal categories, n = 1,000, replace",
     R"({"generations":3,"source":{"kind":"uniform","categories":10000},"model":{"kind":"categorical"},"samples":{"n":1000}})", 1000},
    {"one-rare", "two categories, .0009 and .9991, n = 1,000, replace",
     R"({"generations":20,"source":{"kind":"categorical","probabilities":[0.0009,0.9991]},"model":{"kind":"categorical"},"samples":{"n":1000}})", 10000},
    {"thirds-20", "two categories, .3 and .7, n = 20, replace",
     R"({"generations":100,"source":{"kind":"categorical","probabilities":[0.3,0.7]},"model":{"kind":"categorical"},"samples":{"n":20}})", 10000},

    {"poisson-1", "Poisson counts, λ₀ = 1, n = 10, replace",
     R"({"generations":500,"source":{"kind":"poisson","rate":1},"model":{"kind":"poisson"},"samples":{"n":10}})", 4000},
    {"poisson-10", "Poisson counts, λ₀ = 10, n = 10, replace",
     R"({"generations":500,"source":{"kind":"poisson","rate":10},"model":{"kind":"poisson"},"samples":{"n":10}})", 2000},
    {"poisson-accumulate", "Poisson counts, λ₀ = .1, n = 10, accumulate",
     R"({"generations":30,"source":{"kind":"poisson","rate":0.1},"model":{"kind":"poisson"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})", 10000},
    {"poisson-recursion", "Poisson counts, λ₀ = 2, n = 10, α = .5, β = .3, γ = .2",
     R"({"generations":30,"source":{"kind":"poisson","rate":2},"model":{"kind":"poisson"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.3},"samples":{"n":10}})", 4000},

    {"rows-replace", "d = 10, n = 100, one design, replace",
     R"({"generations":10,"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression"},"samples":{"n":100}})", 4000},
    {"rows-accumulate", "d = 10, n = 100, one design, accumulate",
     R"({"generations":100,"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression"},"workflow":{"kind":"accumulate"},"samples":{"n":100}})", 2000},
    {"rows-fresh", "d = 10, n = 100, new rows every generation, replace",
     R"({"generations":10,"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression","design":"fresh"},"samples":{"n":100}})", 4000},
    {"rows-fresh-accumulate", "d = 10, n = 100, new rows every generation, accumulate",
     R"({"generations":10,"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression","design":"fresh"},"workflow":{"kind":"accumulate"},"samples":{"n":100}})", 2000},
    {"rows-tenth-real", "d = 10, n = 100, new rows every generation, 10 of them real",
     R"({"generations":10,"source":{"kind":"linear","features":10},"model":{"kind":"linear_regression","design":"fresh"},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":100}})", 1000},
};

constexpr Value kUntilOne = {"alive", "", nullptr, false, 1};

constexpr Claim kClaims[] = {
    {"variety-replace", "E H = H₀ (1 − 1/n)ᵗ, H = 1 − Σ p²", kDerived, "zipf-replace", 20, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-accumulate", "E H = H₀ ∏ (1 − 1/(n i²))", kDerived, "zipf-accumulate", 40, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-subsample", "E H of accumulate-subsample, recursion", kDerived, "zipf-subsample", 40, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-fresh", "E H with fresh real items, recursion", kDerived, "zipf-fresh", 40, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-fixed", "E H with the same real items, recursion", kDerived, "zipf-fixed", 40, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-recursion", "E H of the general recursion", kDerived, "zipf-recursion", 40, {"heterozygosity"}, mean, equal, law(), skewed},
    {"variety-growing", "E H = H₀ ∏ (1 − 1/nᵢ)", kDerived, "zipf-growing", 20, {"heterozygosity"}, mean, equal, law(), skewed},
    {"equilibrium-fresh", "E H → 1 − [n + (r² − r + 2rs) F₀]/[n² − s² + s], r real and s drawn items", kDerived, "uniform-fresh", 200, {"heterozygosity"}, mean, equal, number(.8134615), skewed},
    {"equilibrium-each-real", "E Σ p² → [1/n + (1 − 1/n)(2γ − γ²) F₀]/[1 − (1 − 1/n)(1 − γ)²], each item real with a chance of γ", kDerived, "uniform-each-real", 200, {"heterozygosity"}, mean, equal, number(.8127061), skewed},

    {"head-replace", "E p = p₀: the most probable tenth is not over-estimated on average", kDerived, "zipf-replace", 20, {"head_ratio"}, mean, equal, law(), skewed},
    {"head-fresh", "E p = p₀ with real items too", kDerived, "zipf-fresh", 40, {"head_ratio"}, mean, equal, law(), skewed},
    {"head-less", "yet most categories are under-estimated: over .9 of them in more than half of the runs", kDerived, "zipf-replace", 20, {"less"}, share, above, number(.5), skewed, .9},
    {"head-cooled", "draws at temperature .8 over-estimate the most probable tenth: by more than a half after 5 generations", "p^(1/T): docs/models/discrete.md", "zipf-cooled", 5, {"head_ratio"}, mean, above, number(1.5), skewed},

    {"fixation-half", "P(the last category is one of .3 or .2) = .5", kDiscrete, "three-categories", 500, {"kl"}, share, equal, number(.5), skewed, 1},
    {"fixation-fifth", "P(the last category is that of .2) = .2", kDiscrete, "three-categories", 500, {"kl"}, share, equal, number(.2), skewed, 1.4},
    {"fixation-all", "after 500 generations every run has a single category (chance that one of 10,000 has not: 1e-7)", kDiscrete, "three-categories", 500, {"alive"}, greatest, equal, number(1)},
    {"absorption-20", "mean time until a single category is left, p = .5: 26.2295", kChain, "halves-20", 400, kUntilOne, mean, equal, number(26.2295, .00005), skewed},
    {"absorption-100", "mean time until a single category is left, p = .5: 136.602", kChain, "halves-100", 1800, kUntilOne, mean, equal, number(136.602, .0005), skewed},
    {"absorption-100-diffusion", "about −2n (p ln p + q ln q) = 138.6 (an approximation: within 1.5 %)", kDiffusion, "halves-100", 1800, kUntilOne, mean, equal, number(138.63, 2.08), skewed},
    {"absorption-tenth", "mean time until a single category is left, p = .1: 63.4545", kChain, "tenth-100", 1800, kUntilOne, mean, equal, number(63.4545, .00005), skewed},
    {"absorption-tenth-diffusion", "about −2n (p ln p + q ln q) = 65.0 (an approximation: within 2.5 %)", kDiffusion, "tenth-100", 1800, kUntilOne, mean, equal, number(65.02, 1.63), skewed},
    {"absorption-many-20", "mean time until one of 100 categories is left: 38.0747", kAncestors, "hundred-20", 500, kUntilOne, mean, equal, number(38.0747, .00005), skewed},
    {"absorption-many-100", "mean time until one of 100 categories is left: 196.742", kAncestors, "hundred-100", 2000, kUntilOne, mean, equal, number(196.742, .0005), skewed},
    {"absorption-many-diffusion", "about 2n = 200 (an approximation: within 2 %)", kDiffusion, "hundred-100", 2000, kUntilOne, mean, equal, number(200, 4), skewed},

    {"survivors-first", "categories alive after generation 1: Σ 1 − (1 − p)ⁿ, exactly", kDerived, "zipf-1000", 1, {"alive"}, mean, equal, law(), skewed},
    {"survivors-later", "after generation 10 at least Σ 1 − (1 − p gₜ)ⁿ", kUnique, "zipf-1000", 10, {"alive"}, mean, at_least, law(), skewed},
    {"survivors-accumulate", "accumulate: what generation 1 met is never lost", kDerived, "zipf-1000-accumulate", 10, {"alive"}, mean, equal, law(), skewed},
    {"unique-least", "categories alive after generation 3: at least Σ 1 − exp(−n p gₜ) = 457.73", kUnique, "many-rare", 3, {"alive"}, mean, at_least, number(457.73), skewed},
    {"unique-most", "and at most Σ 1 − (1 − 3np² − 3tp) exp(−n p gₜ) = 466.60", kUnique, "many-rare", 3, {"alive"}, mean, at_most, number(466.60), skewed},
    {"bernoulli-5-least", "P(the rare one is alive) ≥ 1 − exp(−n p gₜ) = .24487, t = 5", kBernoulli, "one-rare", 5, {"tail_recall"}, share, at_least, number(.24487), skewed, .5},
    {"bernoulli-5-most", "P(the rare one is alive) ≤ 1 − (1 − 3np² − 3tp) exp(−n p gₜ) = .25690, t = 5", kBernoulli, "one-rare", 5, {"tail_recall"}, share, at_most, number(.25690), skewed, .5},
    {"bernoulli-20-least", "P(the rare one is alive) ≥ 1 − exp(−n p gₜ) = .07917, t = 20", kBernoulli, "one-rare", 20, {"tail_recall"}, share, at_least, number(.07917), skewed, .5},
    {"bernoulli-20-most", "P(the rare one is alive) ≤ 1 − (1 − 3np² − 3tp) exp(−n p gₜ) = .13113, t = 20", kBernoulli, "one-rare", 20, {"tail_recall"}, share, at_most, number(.13113), skewed, .5},
    {"seddik-least", "P(both are alive) ≥ 4pq (1 − 1/n)ᵗ = .00497", kSeddik, "thirds-20", 100, {"alive"}, share, at_least, number(.00497), skewed, 1.5},
    {"seddik-most", "P(both are alive) ≤ 2npq (1 − 1/n)ᵗ = .04973", kSeddik, "thirds-20", 100, {"alive"}, share, at_most, number(.04973), skewed, 1.5},

    {"poisson-1-rate", "E λ = λ₀", kDerived, "poisson-1", 5, {"rate"}, mean, equal, law(), skewed},
    {"poisson-1-sd", "sd λ = √(t λ₀/n)", kDerived, "poisson-1", 3, {"rate"}, sd, equal, law(), skewed},
    {"poisson-1-alive", "P(λ > 0) = 1 − exp(−n λ₀ gₜ), t = 100", kPoisson, "poisson-1", 100, {"alive"}, share, equal, law(), skewed, .5},
    {"poisson-1-late", "P(λ > 0) = 1 − exp(−n λ₀ gₜ), t = 500", kPoisson, "poisson-1", 500, {"alive"}, share, equal, law(), skewed, .5},
    {"poisson-10-rate", "E λ = λ₀", kDerived, "poisson-10", 50, {"rate"}, mean, equal, law(), skewed},
    {"poisson-10-late", "P(λ > 0) = 1 − exp(−n λ₀ gₜ), t = 500", kPoisson, "poisson-10", 500, {"alive"}, share, equal, law(), skewed, .5},
    {"poisson-accumulate-sd", "accumulate: Var λ = (λ₀/n) Σ 1/i²", kDerived, "poisson-accumulate", 30, {"rate"}, sd, equal, law(), skewed},
    {"poisson-accumulate-alive", "accumulate: P(λ > 0) = 1 − exp(−n λ₀) for ever", kDerived, "poisson-accumulate", 30, {"alive"}, share, equal, law(), skewed, .5},
    {"poisson-recursion-rate", "E λ = λ₀ in the general recursion", kDerived, "poisson-recursion", 30, {"rate"}, mean, equal, law(), skewed},

    {"rows-one", "one fit: E = σ² d/(n − d − 1) = .11236", kGerstgrasser, "rows-replace", 1, {"test_error"}, mean, equal, number(.11236, .000005), skewed},
    {"rows-replace", "replace, 10 generations: 1.1236", kGerstgrasser, "rows-replace", 10, {"test_error"}, mean, equal, number(1.1236, .00005), skewed},
    {"rows-accumulate", "accumulate, 10 generations: .1741", kGerstgrasser, "rows-accumulate", 10, {"test_error"}, mean, equal, number(.1741, .00005), skewed},
    {"rows-accumulate-bound", "accumulate, 100 generations: below σ² d/(n − d − 1) π²/6 = .1848", kGerstgrasser, "rows-accumulate", 100, {"test_error"}, mean, at_most, number(.18482), skewed},
    {"rows-accumulate-limit", "and near it: within .0012", kGerstgrasser, "rows-accumulate", 100, {"test_error"}, mean, equal, number(.18482, .0012), skewed},
    {"rows-fresh", "new rows, replace, 10 generations: 1.1236 too", kRegression, "rows-fresh", 10, {"test_error"}, mean, equal, number(1.1236, .00005), skewed},
    {"rows-fresh-accumulate", "new rows, accumulate: σ² Σ (nᵢ/Nᵢ) d/(Nᵢ − d − 1)", kRegression, "rows-fresh-accumulate", 10, {"test_error"}, mean, equal, law(), skewed},
    {"rows-fresh-better", "new rows help an accumulating regression (difference)", kRegression, "rows-fresh-accumulate", 10, {"test_error"}, mean, at_most, number(0), skewed, 0, "rows-accumulate"},
    {"rows-tenth-real", "a tenth of real rows: less than replacing all (difference)", kRegression, "rows-tenth-real", 10, {"test_error"}, mean, below, number(0), skewed, 0, "rows-fresh"},
};
// clang-format on

}  // namespace

Chapter discrete_chapter() { return {"Categories, counts, regression", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
