// Claims about draws that are cooled, cut off or selected (docs/models/selection.md). Generation 1 learns from real
// data, so generation t has been through t - 1 selections.

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/selection.md";
constexpr std::string_view kMad = "Alemohammad et al. 2023, arXiv 2307.01850; derived: docs/models/selection.md";
constexpr std::string_view kOrder = "order statistics of the normal; derived: docs/models/selection.md";
constexpr std::string_view kFerbach =
    "limit of Ferbach et al. 2024, arXiv 2407.09499; derived: docs/models/selection.md";
constexpr std::string_view kFeng =
    "setting after Feng et al. 2024, arXiv 2406.07515; derived: docs/models/selection.md";
constexpr std::string_view kYi = "Yi et al. 2025, arXiv 2510.16657; derived: docs/models/selection.md";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"cool-unbiased", "temperature 0.8, n = 100, unbiased",
     R"({"generations":11,"model":{"kind":"gaussian","estimator":"unbiased","temperature":0.8},"samples":{"n":100}})", 10000},
    {"cool-mle", "temperature 0.8, n = 100, maximum likelihood",
     R"({"generations":20,"model":{"kind":"gaussian","temperature":0.8},"samples":{"n":100}})", 10000},
    {"cool-plane", "temperature 0.9 in the plane, n = 50, maximum likelihood",
     R"({"generations":10,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian","temperature":0.9},"samples":{"n":50}})", 4000},
    {"cool-accumulate", "temperature 0.8, accumulate, n = 50",
     R"({"generations":30,"model":{"kind":"gaussian","temperature":0.8},"workflow":{"kind":"accumulate"},"samples":{"n":50}})", 4000},
    {"cool-subsample", "temperature 0.8, accumulate and subsample, n = 50",
     R"({"generations":20,"model":{"kind":"gaussian","temperature":0.8},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":50}})", 4000},
    {"cool-fresh", "temperature 0.8, 10 fresh real points of n = 100",
     R"({"generations":60,"model":{"kind":"gaussian","temperature":0.8},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":100}})", 4000},
    {"hot", "temperature 1.1, n = 100, unbiased",
     R"({"generations":11,"model":{"kind":"gaussian","estimator":"unbiased","temperature":1.1},"samples":{"n":100}})", 10000},
    {"cut-2-unbiased", "within 2 standard deviations, n = 100, unbiased",
     R"({"generations":11,"model":{"kind":"gaussian","estimator":"unbiased","truncation":2},"samples":{"n":100}})", 10000},
    {"cut-2-mle", "within 2 standard deviations, n = 30, maximum likelihood",
     R"({"generations":8,"model":{"kind":"gaussian","truncation":2},"samples":{"n":30}})", 10000},
    {"cut-3-unbiased", "within 3 standard deviations, n = 400, unbiased",
     R"({"generations":21,"model":{"kind":"gaussian","estimator":"unbiased","truncation":3},"samples":{"n":400}})", 4000},
    {"cut-plane", "within a distance of 2 in the plane, n = 50, unbiased",
     R"({"generations":6,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian","estimator":"unbiased","truncation":2},"samples":{"n":50}})", 4000},
    {"best-2-unbiased", "the larger of 2, n = 100, unbiased",
     R"({"generations":6,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"best_of"},"samples":{"n":100}})", 10000},
    {"best-2-mle", "the larger of 2, n = 20, maximum likelihood",
     R"({"generations":6,"model":{"kind":"gaussian"},"selection":{"kind":"best_of"},"samples":{"n":20}})", 10000},
    {"best-2-known", "the larger of 2, n = 100, known variance",
     R"({"generations":11,"model":{"kind":"gaussian","estimator":"known_covariance"},"selection":{"kind":"best_of"},"samples":{"n":100}})", 4000},
    {"best-5", "the largest of 5, n = 50, unbiased",
     R"({"generations":4,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"best_of","candidates":5},"samples":{"n":50}})", 10000},
    {"best-2-large", "the larger of 2, n = 4,000, unbiased",
     R"({"generations":40,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"best_of"},"samples":{"n":4000}})", 100},
    {"best-plane", "the larger of 2 by the first coordinate, correlation .6, n = 4,000, unbiased",
     R"({"generations":5,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[4,1.2],[1.2,1]]},"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"best_of"},"samples":{"n":4000}})", 200},
    {"best-plane-known", "the larger of 2, the same plane, n = 50, known covariance",
     R"({"generations":6,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[4,1.2],[1.2,1]]},"model":{"kind":"gaussian","estimator":"known_covariance"},"selection":{"kind":"best_of"},"samples":{"n":50}})", 4000},
    {"tilt", "tilted towards 0, scale 2, n = 4,000, unbiased",
     R"({"generations":11,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"tilt","scale":2},"samples":{"n":4000}})", 400},
    {"tilt-aside", "tilted towards 1, scale 2, n = 4,000, unbiased",
     R"({"generations":6,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"tilt","scale":2,"offset":1},"samples":{"n":4000}})", 400},
    {"likely", "kept in proportion to the true density, n = 4,000, unbiased",
     R"({"generations":6,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"density"},"samples":{"n":4000}})", 400},
    {"judged", "verifier at 1, radius 2, n = 4,000, unbiased",
     R"({"generations":20,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"verifier","offset":1,"radius":2},"samples":{"n":4000}})", 400},
    {"misjudged", "verifier at 1, radius 1, false rates .2 and .1, n = 4,000, unbiased",
     R"({"generations":10,"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"verifier","offset":1,"radius":1,"false_positive":0.2,"false_negative":0.1},"samples":{"n":4000}})", 400},
    {"misjudged-mix", "the same with half of the data real",
     R"({"generations":30,"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"mix","real_fraction":0.5},"selection":{"kind":"verifier","offset":1,"radius":1,"false_positive":0.2,"false_negative":0.1},"samples":{"n":4000}})", 400},
    {"judged-plane", "verifier in the plane, radius 1.5, n = 4,000, unbiased",
     R"({"generations":5,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[2,0.5],[0.5,1]]},"model":{"kind":"gaussian","estimator":"unbiased"},"selection":{"kind":"verifier","radius":1.5,"false_positive":0.1},"samples":{"n":4000}})", 200},
    {"rows", "regression, d = 5, n = 1,000, verifier at 1, radius 1",
     R"({"generations":20,"source":{"kind":"linear","features":5},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","offset":1,"radius":1},"samples":{"n":1000}})", 400},
    {"rows-imperfect", "regression, d = 5, n = 1,000, verifier at 2, radius 1, false rates .1 and .2",
     R"({"generations":20,"source":{"kind":"linear","features":5},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","offset":2,"radius":1,"false_positive":0.1,"false_negative":0.2},"samples":{"n":1000}})", 400},
    {"rows-true", "regression, d = 5, n = 1,000, verifier at the truth, radius 1",
     R"({"generations":50,"source":{"kind":"linear","features":5},"model":{"kind":"linear_regression","design":"fresh"},"selection":{"kind":"verifier","radius":1},"samples":{"n":1000}})", 400},
};

constexpr Claim kClaims[] = {
    {"cool-power", "E σ² = λᵗ⁻¹: .8¹⁰ = .1074", kMad, "cool-unbiased", 11, {"variance"}, mean, equal, number(0.1073741824), skewed},
    {"cool-mle", "E σ² = λᵗ⁻¹ (1 − 1/n)ᵗ", kMad, "cool-mle", 20, {"variance"}, mean, equal, law(), skewed},
    {"cool-log", "E ln σ² falls by |ln λ| more a generation", kDerived, "cool-mle", 20, {"log_determinant"}, mean, equal, law(), normal},
    {"cool-shift", "E μ² stays bounded: the draws' variances are a geometric series", kDerived, "cool-mle", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"cool-plane", "E tr Σ in the plane", kDerived, "cool-plane", 10, {"total_variance"}, mean, equal, law(), skewed},
    {"cool-accumulate", "accumulate: the pooled recursion with draws of variance λ σ²", kDerived, "cool-accumulate", 30, {"variance"}, mean, equal, law(), skewed},
    {"cool-subsample", "accumulate and subsample: its recursion", kDerived, "cool-subsample", 20, {"variance"}, mean, equal, law(), skewed},
    {"cool-fresh", "fresh real data: E σ² tends to a limit above 0", kDerived, "cool-fresh", 60, {"variance"}, mean, equal, limit(), skewed},
    {"hot-power", "E σ² = λᵗ⁻¹ above 1, too: 1.1¹⁰ = 2.594", kDerived, "hot", 11, {"variance"}, mean, equal, number(2.5937424601), skewed},
    {"cut-2-power", "E σ² = f(2)ᵗ⁻¹, f(c) = 1 − 2cφ(c)/(2Φ(c) − 1): f(2)¹⁰ = .0769", kDerived, "cut-2-unbiased", 11, {"variance"}, mean, equal, number(0.0769, 0.00005), skewed},
    {"cut-2-law", "E σ² = f(2)ᵗ⁻¹, exactly", kDerived, "cut-2-unbiased", 11, {"variance"}, mean, equal, law(), skewed},
    {"cut-2-mle", "E σ² = f(2)ᵗ⁻¹ (1 − 1/n)ᵗ", kDerived, "cut-2-mle", 8, {"variance"}, mean, equal, law(), skewed},
    {"cut-2-shift", "E μ² with draws of variance f σ²", kDerived, "cut-2-mle", 8, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"cut-3-power", "f(3)²⁰ = .5825", kDerived, "cut-3-unbiased", 21, {"variance"}, mean, equal, number(0.5825, 0.00005), skewed},
    {"cut-plane", "in d dimensions f = P(χ²_{d+2} ≤ c²)/P(χ²_d ≤ c²)", kDerived, "cut-plane", 6, {"total_variance"}, mean, equal, law(), skewed},
    {"best-2-factor", "the larger of two: E σ² falls by 1 − 1/π = .6817 a generation", kOrder, "best-2-unbiased", 2, {"variance"}, mean, equal, number(0.6816901138), skewed},
    {"best-2-power", "and again each generation: (1 − 1/π)⁵", kOrder, "best-2-unbiased", 6, {"variance"}, mean, equal, law(), skewed},
    {"best-2-mle", "E σ² = (1 − 1/π)ᵗ⁻¹ (1 − 1/n)ᵗ", kOrder, "best-2-mle", 6, {"variance"}, mean, equal, law(), skewed},
    {"best-2-drift", "known variance: E μ = (t − 1)/√π", kOrder, "best-2-known", 11, {"mean"}, mean, equal, number(5.6418958355)},
    {"best-2-wander", "and its standard deviation: √[1 + (t − 1)(1 − 1/π)]/√n", kOrder, "best-2-known", 11, {"mean"}, sd, equal, law()},
    {"best-5-power", "the largest of five: E σ² falls by .4475 a generation", kOrder, "best-5", 4, {"variance"}, mean, equal, law(), skewed},
    {"best-2-end", "large n: the mean stops at 1/√π/(1 − √(1 − 1/π)) = 3.236 (n = 4,000: within .01)", kOrder, "best-2-large", 40, {"mean"}, mean, equal, number(3.2358, 0.01), skewed},
    {"best-plane-variance", "large n: other coordinates lose what the first explains (n = 4,000: within .003)", kOrder, "best-plane", 5, {"total_variance"}, mean, equal, large_n(0.003), skewed},
    {"best-plane-drift", "and move along by regression (within .003)", kOrder, "best-plane", 5, {"mean_2"}, mean, equal, large_n(0.003), skewed},
    {"best-plane-known", "known covariance: exactly (t − 1) e Σ₂₁/√Σ₁₁", kOrder, "best-plane-known", 6, {"mean_2"}, mean, equal, law()},
    {"tilt-variance", "large n: 1/σ² = 1 + (t − 1)/s² (n = 4,000: within .001)", kFerbach, "tilt", 11, {"variance"}, mean, equal, large_n(0.001), skewed},
    {"tilt-aside-mean", "large n: μ goes to the centre as the variance falls (n = 4,000: within .001)", kFerbach, "tilt-aside", 6, {"mean"}, mean, equal, large_n(0.001), skewed},
    {"likely-variance", "large n: keeping what the truth finds likely gives σ² = 1/t (n = 4,000: within .0005)", kDerived, "likely", 6, {"variance"}, mean, equal, number(0.1666667, 0.0005), skewed},
    {"judged-mean", "large n: the verifier pulls the mean towards its centre (n = 4,000: within .003)", kFeng, "judged", 20, {"mean"}, mean, equal, large_n(0.003), skewed},
    {"judged-variance", "large n: and what it refuses is lost to the variance (within .002)", kFeng, "judged", 20, {"variance"}, mean, equal, large_n(0.002), skewed},
    {"misjudged-mean", "large n: false positives and negatives pull less (within .003)", kFeng, "misjudged", 10, {"mean"}, mean, equal, large_n(0.003), skewed},
    {"misjudged-variance", "large n: and the variance (within .002)", kFeng, "misjudged", 10, {"variance"}, mean, equal, large_n(0.002), skewed},
    {"misjudged-mix-mean", "large n, half real: the mean stays between truth and verifier (within .002)", kFeng, "misjudged-mix", 30, {"mean"}, mean, equal, large_n(0.002), skewed},
    {"misjudged-mix-variance", "large n, half real: a variance above 0 (within .002)", kFeng, "misjudged-mix", 30, {"variance"}, mean, equal, large_n(0.002), skewed},
    {"judged-plane", "large n in the plane: chi-square masses (within .002 of 3)", kFeng, "judged-plane", 5, {"total_variance"}, mean, equal, large_n(0.006), skewed},
    {"rows-centre", "the estimate converges to the verifier's centre: |w − θ|² (within .0002)", kYi, "rows", 20, {"centre_error"}, mean, equal, large_n(0.0002), skewed},
    {"rows-truth", "and not to the truth: |w − w*|² → 1 (within .002)", kYi, "rows", 20, {"test_error"}, mean, equal, large_n(0.002), skewed},
    {"rows-halfway", "on the way, generation 2 (within .005)", kYi, "rows", 2, {"test_error"}, mean, equal, large_n(0.005), skewed},
    {"rows-imperfect-centre", "an imperfect verifier: the same centre, more slowly (within .0003)", kYi, "rows-imperfect", 20, {"centre_error"}, mean, equal, large_n(0.0003), skewed},
    {"rows-true-error", "a verifier that knows the truth stops the growth of errors: F d/((n − d − 1)(1 − F²)) (within .0001)", kYi, "rows-true", 50, {"test_error"}, mean, equal, large_n(0.0001), skewed},
};
// clang-format on

}  // namespace

Chapter selection_chapter() { return {"Biased draws, selection, verifiers", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
