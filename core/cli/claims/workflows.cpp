// Claims about other workflows, growing samples, sources that are no Gaussian and mixtures (docs/models/gaussian.md,
// gmm.md).

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/gaussian.md";
constexpr std::string_view kMixture = "derived: docs/models/gmm.md";
constexpr std::string_view kRecursion =
    "process of Shumailov et al. 2024, Definition 2.1; derived: docs/models/gaussian.md";
constexpr std::string_view kWeighted = "arXiv 2502.18049 (2025)";
constexpr std::string_view kWeightedLaw = "weights of arXiv 2502.18049 (2025); derived: docs/models/gaussian.md";
constexpr std::string_view kCochran = "Cochran 1977, Theorems 2.2 and 2.4";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"accumulate-100", "accumulate, n = 100, maximum likelihood",
     R"({"generations":100,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":100}})", 2000},
    {"accumulate-10", "accumulate, n = 10, maximum likelihood",
     R"({"generations":200,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})", 4000},
    {"accumulate-unbiased-10", "accumulate, n = 10, unbiased",
     R"({"generations":30,"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})", 10000},
    {"subsample-100", "accumulate and subsample, n = 100",
     R"({"generations":60,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":100}})", 4000},
    {"subsample-10", "accumulate and subsample, n = 10",
     R"({"generations":60,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":10}})", 10000},
    {"subsample-400", "accumulate and subsample, n = 400",
     R"({"generations":100,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":400}})", 1000},
    {"fresh-1-of-100", "1 fresh real point of n = 100",
     R"({"generations":300,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.01},"samples":{"n":100}})", 10000},
    {"fresh-10-of-100", "10 fresh real points of n = 100",
     R"({"generations":80,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":100}})", 10000},
    {"fresh-50-of-100", "50 fresh real points of n = 100",
     R"({"generations":30,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.5},"samples":{"n":100}})", 10000},
    {"fixed-10-of-100", "the same 10 real points of n = 100",
     R"({"generations":120,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.1,"real":"fixed"},"samples":{"n":100}})", 5000},
    {"fixed-4-of-20", "the same 4 real points of n = 20",
     R"({"generations":80,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.2,"real":"fixed"},"samples":{"n":20}})", 10000},
    {"fixed-1-of-20", "the same real point of n = 20",
     R"({"generations":300,"model":{"kind":"gaussian"},"workflow":{"kind":"mix","real_fraction":0.05,"real":"fixed"},"samples":{"n":20}})", 4000},
    {"recursion-tenth", "n = 100, α = .5, β = .4, γ = .1",
     R"({"generations":80,"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.4},"samples":{"n":100}})", 10000},
    {"recursion-closed", "n = 20, α = .5, β = .5: no real data",
     R"({"generations":60,"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.5},"samples":{"n":20}})", 10000},
    {"recursion-unbiased", "n = 20, α = .5, β = .5, unbiased",
     R"({"generations":20,"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.5},"samples":{"n":20}})", 10000},
    {"recursion-real", "n = 20, γ = 1: every point is real",
     R"({"generations":30,"model":{"kind":"gaussian"},"workflow":{"kind":"recursion","alpha":0,"beta":0},"samples":{"n":20}})", 10000},
    {"recursion-two-modes", "two modes at ±4 by EM, n = 200, α = .5, β = .4, γ = .1",
     R"({"generations":10,"source":{"kind":"mixture","means":[[-4],[4]],"covariances":[[[1]],[[1]]]},"model":{"kind":"gmm","components":2},"workflow":{"kind":"recursion","alpha":0.5,"beta":0.4},"samples":{"n":200}})", 1000},
    {"weight-half", "known variance, 100 real and 100 drawn points, real weight .5",
     R"({"generations":40,"model":{"kind":"gaussian","estimator":"known_covariance"},"workflow":{"kind":"weighted","real_fraction":0.5,"real_weight":0.5},"samples":{"n":200}})", 10000},
    {"weight-golden", "known variance, 100 real and 100 drawn points, real weight 1/φ",
     R"({"generations":40,"model":{"kind":"gaussian","estimator":"known_covariance"},"workflow":{"kind":"weighted","real_fraction":0.5,"real_weight":0.6180339887},"samples":{"n":200}})", 10000},
    {"weight-more", "known variance, 100 real and 100 drawn points, real weight .8",
     R"({"generations":40,"model":{"kind":"gaussian","estimator":"known_covariance"},"workflow":{"kind":"weighted","real_fraction":0.5,"real_weight":0.8},"samples":{"n":200}})", 10000},
    {"weight-tenth", "10 fresh real points of n = 100, real weight .5",
     R"({"generations":60,"model":{"kind":"gaussian"},"workflow":{"kind":"weighted","real_fraction":0.1,"real_weight":0.5},"samples":{"n":100}})", 10000},
    {"weight-fixed", "the same 10 real points of n = 100, real weight .5",
     R"({"generations":60,"model":{"kind":"gaussian"},"workflow":{"kind":"weighted","real_fraction":0.1,"real_weight":0.5,"real":"fixed"},"samples":{"n":100}})", 10000},
    {"weight-unbiased", "5 fresh real points of n = 20, real weight .5, unbiased",
     R"({"generations":20,"model":{"kind":"gaussian","estimator":"unbiased"},"workflow":{"kind":"weighted","real_fraction":0.25,"real_weight":0.5},"samples":{"n":20}})", 10000},
    {"growing-accumulate", "accumulate, 10 t points in generation t, maximum likelihood",
     R"({"generations":30,"model":{"kind":"gaussian"},"workflow":{"kind":"accumulate"},"samples":{"n":10,"growth":1}})", 10000},
    {"growing-linear", "n t points in generation t, n = 10, unbiased",
     R"({"generations":30,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":10,"growth":1}})", 4000},
    {"growing-square", "n t² points in generation t, n = 10, maximum likelihood",
     R"({"generations":20,"model":{"kind":"gaussian"},"samples":{"n":10,"growth":2}})", 4000},
    {"two-modes-gaussian", "one Gaussian fitted to two modes at ±4, n = 100",
     R"({"generations":10,"source":{"kind":"mixture","means":[[-4],[4]],"covariances":[[[1]],[[1]]]},"model":{"kind":"gaussian"},"samples":{"n":100}})", 4000},
    {"galaxies", "82 galaxies, 50 taken, maximum likelihood",
     R"({"generations":5,"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"gaussian"},"samples":{"n":50}})", 4000},
    {"two-modes", "two modes at ±4 by EM, n = 200",
     R"({"generations":20,"source":{"kind":"mixture","means":[[-4],[4]],"covariances":[[[1]],[[1]]]},"model":{"kind":"gmm","components":2},"samples":{"n":200}})", 2000},
    {"two-modes-50", "two modes at ±4 by EM, n = 50",
     R"({"generations":10,"source":{"kind":"mixture","means":[[-4],[4]],"covariances":[[[1]],[[1]]]},"model":{"kind":"gmm","components":2},"samples":{"n":50}})", 2000},
    {"two-of-one", "two components by EM fitted to one Gaussian in the plane, n = 100",
     R"({"generations":10,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[1,0],[0,1]]},"model":{"kind":"gmm","components":2},"samples":{"n":100}})", 300},
    {"added", "two components by EM, .02 added to every variance in each step, n = 20",
     R"({"generations":40,"source":{"kind":"gaussian"},"model":{"kind":"gmm","components":2,"added_variance":0.02},"samples":{"n":20}})", 2000},
};

double heterozygosity(double weight) { return 2 * weight * (1 - weight); }
double times_100(double x) { return 100 * x; }
double times_400(double x) { return 400 * x; }

constexpr Claim kClaims[] = {
    {"accumulate-100-variance", "E σ² = ∏(1 − 1/(n i²))", kDerived, "accumulate-100", 100, {"variance"}, mean, equal, law(), skewed},
    {"accumulate-100-shift", "E μ² = 1 − ∏(1 − 1/(n i²)), about π²/(6n)", kDerived, "accumulate-100", 100, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"accumulate-10-limit", "E σ² → sin(π/√n)/(π/√n) (200 generations: within .0005)", kDerived, "accumulate-10", 200, {"variance"}, mean, equal, limit(0.0005), skewed},
    {"accumulate-10-shift", "E μ² → 1 − sin(π/√n)/(π/√n) (within .0005)", kDerived, "accumulate-10", 200, {"mean_shift_squared"}, mean, equal, limit(0.0005), skewed},
    {"accumulate-unbiased-variance", "unbiased: the pooled recursion", kDerived, "accumulate-unbiased-10", 30, {"variance"}, mean, equal, law(), skewed},
    {"subsample-100-variance", "E σ² of accumulate-subsample, recursion", kDerived, "subsample-100", 60, {"variance"}, mean, equal, law(), skewed},
    {"subsample-100-shift", "E μ² of accumulate-subsample, recursion", kDerived, "subsample-100", 60, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"subsample-10-variance", "E σ² of accumulate-subsample, recursion", kDerived, "subsample-10", 60, {"variance"}, mean, equal, law(), skewed},
    {"subsample-10-shift", "E μ² of accumulate-subsample, recursion", kDerived, "subsample-10", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"subsample-plateau", "n E μ² → π²/2 − 2 = 2.935: a plateau (100 generations, n = 400: within .035)", kDerived, "subsample-400", 100, {"mean_shift_squared", "", times_400}, mean, equal, number(2.9348, 0.035), skewed},
    {"fresh-1-limit", "a single fresh real point: E σ² → .6644", kDerived, "fresh-1-of-100", 300, {"variance"}, mean, equal, limit(0.001), skewed},
    {"fresh-10-limit", "E σ² → 1 − 1/(2k + 1 − k(k+1)/n)", kDerived, "fresh-10-of-100", 80, {"variance"}, mean, equal, limit(), skewed},
    {"fresh-10-shift", "E μ² → 1/(2k + 1 − k(k+1)/n)", kDerived, "fresh-10-of-100", 80, {"mean_shift_squared"}, mean, equal, limit(), skewed},
    {"fresh-10-transient", "E σ² on the way, recursion", kDerived, "fresh-10-of-100", 5, {"variance"}, mean, equal, law(), skewed},
    {"fresh-50-limit", "E σ² → 1 − 1/(2k + 1 − k(k+1)/n)", kDerived, "fresh-50-of-100", 30, {"variance"}, mean, equal, limit(), skewed},
    {"fixed-10-limit", "E σ² → v A/(A + 1 − α), v = (k−1)/k, A = n(2α − α²)", kDerived, "fixed-10-of-100", 120, {"variance"}, mean, equal, limit(), skewed},
    {"fixed-10-shift", "E μ² on the way, recursion", kDerived, "fixed-10-of-100", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"fixed-4-limit", "E σ² → v A/(A + 1 − α)", kDerived, "fixed-4-of-20", 80, {"variance"}, mean, equal, limit(), skewed},
    {"fixed-1-transient", "one fixed real point, recursion", kDerived, "fixed-1-of-20", 3, {"variance"}, mean, equal, law(), skewed},
    {"fixed-1-collapses", "one fixed real point does not save a Gaussian: E ln σ² is still falling at t = 300", kDerived, "fixed-1-of-20", 300, {"log_determinant"}, mean, below, number(-5), skewed},
    {"recursion-tenth-variance", "E σ² of the general recursion D ~ α p_θ + β p + γ p₀", kRecursion, "recursion-tenth", 10, {"variance"}, mean, equal, law(), skewed},
    {"recursion-tenth-limit", "E σ² → 1 − 1/(n − c(n − 1)), c = α²/(1 − 2αβ − β²)", kRecursion, "recursion-tenth", 80, {"variance"}, mean, equal, limit(), skewed},
    {"recursion-tenth-shift", "E μ² → 1/(n − c(n − 1))", kRecursion, "recursion-tenth", 80, {"mean_shift_squared"}, mean, equal, limit(), skewed},
    {"recursion-closed-variance", "γ = 0: E σ² of the recursion, → 0", kRecursion, "recursion-closed", 60, {"variance"}, mean, equal, law(), skewed},
    {"recursion-closed-shift", "γ = 0: E μ² of the recursion", kRecursion, "recursion-closed", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"recursion-unbiased-variance", "unbiased: E σ² of the recursion", kRecursion, "recursion-unbiased", 10, {"variance"}, mean, equal, law(), skewed},
    {"recursion-real-variance", "γ = 1: E σ² = 1 − 1/n for ever", kRecursion, "recursion-real", 30, {"variance"}, mean, equal, number(.95), skewed},
    {"recursion-em-variance", "mixtures by EM: the same second moments, E σ² of 17", kRecursion, "recursion-two-modes", 10, {"variance"}, mean, equal, law(), skewed},
    {"weight-half-shift", "n Var → (w² + (1 − w)²)/(1 − (1 − w)²) = .6667, w = .5", kWeighted, "weight-half", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(2.0 / 3), skewed},
    {"weight-golden-shift", "n Var → .6180, w = 1/φ: the least there is", kWeighted, "weight-golden", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(.6180340), skewed},
    {"weight-more-shift", "n Var → .7083, w = .8", kWeighted, "weight-more", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(.7083333), skewed},
    {"weight-golden-less", "w = 1/φ errs less than w = .8 (difference of n Var)", kWeighted, "weight-golden", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(-.0902993), skewed, 0, "weight-more"},
    {"weight-golden-half", "and than w = .5 (difference of n Var)", kWeighted, "weight-golden", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(-.0486327), skewed, 0, "weight-half"},
    {"weight-tenth-limit", "E σ² → fixed point of the weighted recursion", kWeightedLaw, "weight-tenth", 60, {"variance"}, mean, equal, limit(), skewed},
    {"weight-tenth-shift", "E μ² on the way, weighted recursion", kWeightedLaw, "weight-tenth", 3, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"weight-fixed-limit", "the same real points: E σ² → fixed point of the weighted recursion", kWeightedLaw, "weight-fixed", 60, {"variance"}, mean, equal, limit(), skewed},
    {"weight-unbiased-variance", "unbiased, weighted: E σ² of the recursion", kWeightedLaw, "weight-unbiased", 20, {"variance"}, mean, equal, law(), skewed},
    {"growing-accumulate-variance", "E σ² = ∏(1 − nᵢ/Nᵢ²), Nᵢ = n₁ + … + nᵢ", kDerived, "growing-accumulate", 30, {"variance"}, mean, equal, law(), skewed},
    {"growing-linear-shift", "E μ² = Σ 1/nᵢ: grows like ln t", kDerived, "growing-linear", 30, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"growing-linear-log", "E ln σ² = Σ [ψ(mᵢ) − ln mᵢ]", kDerived, "growing-linear", 30, {"log_determinant"}, mean, equal, law(), skewed},
    {"growing-square-variance", "E σ² = ∏(1 − 1/nᵢ): stays above sin(π/√n)/(π/√n)", kDerived, "growing-square", 20, {"variance"}, mean, equal, law(), skewed},
    {"any-source-variance", "E σ² = σ₀² (1 − 1/n)ᵗ for any source with a variance", kDerived, "two-modes-gaussian", 10, {"variance"}, mean, equal, law(), skewed},
    {"any-source-shift", "E μ² = σ₀² − E σ² for any source with a variance", kDerived, "two-modes-gaussian", 10, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"table-shift", "rows without replacement: E (x̄ − μ₀)² = σ₀² (N − n)/(n(N − 1))", kCochran, "galaxies", 1, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"table-variance", "rows without replacement: E σ² = σ₀² (1 − 1/n) N/(N − 1)", kCochran, "galaxies", 1, {"variance"}, mean, equal, law(), skewed},
    {"table-later", "and (1 − 1/n) a generation from then on", kCochran, "galaxies", 5, {"variance"}, mean, equal, law(), skewed},
    {"em-variance", "EM keeps the data's variance: E σ² = 17 (1 − 1/n)ᵗ", kMixture, "two-modes", 20, {"variance"}, mean, equal, law(), skewed},
    {"em-variance-50", "EM keeps the data's variance: E σ² = 17 (1 − 1/n)ᵗ", kMixture, "two-modes-50", 10, {"variance"}, mean, equal, law(), skewed},
    {"em-shift", "EM keeps the data's mean: E μ² = 17 − E σ²", kMixture, "two-modes", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"em-weights", "the weights drift like gene frequencies: E 2w(1 − w) = ½ (1 − 1/n)ᵗ (within .003: the modes overlap a little)", kMixture, "two-modes", 20, {"component_1_weight", "", heterozygosity}, mean, equal, number(0.452304, 0.003), skewed},
    {"em-weights-50", "E 2w(1 − w) = ½ (1 − 1/n)ᵗ (within .003)", kMixture, "two-modes-50", 10, {"component_1_weight", "", heterozygosity}, mean, equal, number(0.408536, 0.003), skewed},
    {"em-added-variance", "a added in each step: E σ_t² = (1 − 1/n) E σ_{t−1}² + a, which ends at n a = .4", kMixture, "added", 40, {"variance"}, mean, equal, law(), skewed},
    {"em-added-shift", "a added in each step: the mean goes on wandering", kMixture, "added", 40, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"em-trace", "two components on one Gaussian: E tr Σ = 2 (1 − 1/n)ᵗ", kMixture, "two-of-one", 10, {"total_variance"}, mean, equal, law(), skewed},
};
// clang-format on

}  // namespace

Chapter workflows_chapter() { return {"Workflows, growth, tables, mixtures", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
