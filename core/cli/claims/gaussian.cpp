// Claims about one Gaussian refitted to its own draws (docs/models/gaussian.md).

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/gaussian.md";
constexpr std::string_view kShumailov = "Shumailov et al. 2024, Theorem 3.1";
constexpr std::string_view kBertrand = "Bertrand et al. 2023, arXiv 2310.00429";
constexpr std::string_view kBartlett = "Bartlett 1933; docs/models/gaussian.md";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"mle-10", "n = 10, maximum likelihood",
     R"({"generations":20,"model":{"kind":"gaussian"},"samples":{"n":10}})", 10000},
    {"mle-100", "n = 100, maximum likelihood",
     R"({"generations":100,"model":{"kind":"gaussian"},"samples":{"n":100}})", 10000},
    {"unbiased-10", "n = 10, unbiased",
     R"({"generations":20,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":10}})", 10000},
    {"unbiased-100", "n = 100, unbiased",
     R"({"generations":100,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":100}})", 10000},
    {"known-100", "n = 100, known variance",
     R"({"generations":50,"model":{"kind":"gaussian","estimator":"known_covariance"},"samples":{"n":100}})", 10000},
    {"shifted-20", "n = 20, maximum likelihood, truth N(5, 9)",
     R"({"generations":5,"source":{"kind":"gaussian","mean":[5],"covariance":[[9]]},"model":{"kind":"gaussian"},"samples":{"n":20}})", 10000},
    {"plane-50", "d = 2, n = 50, maximum likelihood",
     R"({"generations":40,"source":{"kind":"gaussian","mean":[0,0],"covariance":[[2,0.6],[0.6,1]]},"model":{"kind":"gaussian"},"samples":{"n":50}})", 4000},
    {"space-20", "d = 3, n = 20, unbiased",
     R"({"generations":10,"source":{"kind":"gaussian","mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":20}})", 8000},
    {"space-3", "d = 3, n = 3, maximum likelihood",
     R"({"generations":1,"source":{"kind":"gaussian","mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gaussian"},"samples":{"n":3}})", 1000},
    {"space-4", "d = 3, n = 4, maximum likelihood",
     R"({"generations":1,"source":{"kind":"gaussian","mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gaussian"},"samples":{"n":4}})", 1000},
};

constexpr Claim kClaims[] = {
    {"mle-10-variance", "E σ² = (1 − 1/n)ᵗ", kDerived, "mle-10", 2, {"variance"}, mean, equal, law(), skewed},
    {"mle-100-variance", "E σ² = (1 − 1/n)ᵗ", kDerived, "mle-100", 20, {"variance"}, mean, equal, law(), skewed},
    {"mle-10-sd", "E σ = (c₄ √(1 − 1/n))ᵗ", kDerived, "mle-10", 5, {"sd"}, mean, equal, law(), skewed},
    {"mle-100-sd", "E σ = (c₄ √(1 − 1/n))ᵗ", kDerived, "mle-100", 50, {"sd"}, mean, equal, law(), skewed},
    {"mle-10-log", "E ln σ² = t[ψ((n−1)/2) − ln(n/2)]", kDerived, "mle-10", 20, {"log_determinant"}, mean, equal, law(), skewed},
    {"mle-100-log", "E ln σ² = t[ψ((n−1)/2) − ln(n/2)]", kDerived, "mle-100", 100, {"log_determinant"}, mean, equal, law()},
    {"mle-10-log-sd", "sd ln σ² = √(t ψ′((n−1)/2))", kDerived, "mle-10", 20, {"log_determinant"}, sd, equal, law(), skewed},
    {"mle-100-log-sd", "sd ln σ² = √(t ψ′((n−1)/2))", kDerived, "mle-100", 100, {"log_determinant"}, sd, equal, law(), skewed},
    {"mle-10-shift", "E μ² = 1 − (1 − 1/n)ᵗ", kDerived, "mle-10", 2, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"mle-100-shift", "E μ² = 1 − (1 − 1/n)ᵗ", kDerived, "mle-100", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"mle-10-w2", "E W₂² = 2[1 − (c₄ √(1 − 1/n))ᵗ]", kDerived, "mle-10", 2, {"w2_squared"}, mean, equal, law(), skewed},
    {"mle-100-w2", "E W₂² = 2[1 − (c₄ √(1 − 1/n))ᵗ]", kDerived, "mle-100", 20, {"w2_squared"}, mean, equal, law(), skewed},
    {"mle-10-kl", "E KL(model ‖ truth) = ½ t[ln(n/2) − ψ((n−1)/2)]", kDerived, "mle-10", 20, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"mle-100-kl", "E KL(model ‖ truth) = ½ t[ln(n/2) − ψ((n−1)/2)]", kDerived, "mle-100", 100, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"mle-10-invariant", "E σ² + E μ² = 1: what the variance loses the mean gains", kDerived, "mle-10", 5, {"variance", "mean_shift_squared"}, mean, equal, number(1), skewed},
    {"mle-100-invariant", "E σ² + E μ² = 1", kDerived, "mle-100", 30, {"variance", "mean_shift_squared"}, mean, equal, number(1), skewed},
    {"mle-100-typical", "the median of σ² is exp E ln σ²", kDerived, "mle-100", 100, {"variance"}, median, equal, typical(0.0005), normal},

    {"unbiased-10-variance", "E σ² = 1 for ever", kShumailov, "unbiased-10", 2, {"variance"}, mean, equal, law(), skewed},
    {"unbiased-100-variance", "E σ² = 1 for ever", kShumailov, "unbiased-100", 20, {"variance"}, mean, equal, law(), skewed},
    {"unbiased-10-sd", "E σ = c₄ᵗ", kBertrand, "unbiased-10", 5, {"sd"}, mean, equal, law(), skewed},
    {"unbiased-100-sd", "E σ = c₄ᵗ", kBertrand, "unbiased-100", 50, {"sd"}, mean, equal, law(), skewed},
    {"unbiased-10-log", "E ln σ² = t[ψ(m) − ln m], m = (n−1)/2: σ² → 0 all the same", kShumailov, "unbiased-10", 20, {"log_determinant"}, mean, equal, law(), skewed},
    {"unbiased-100-log", "E ln σ² = t[ψ(m) − ln m]", kShumailov, "unbiased-100", 100, {"log_determinant"}, mean, equal, law()},
    {"unbiased-10-log-sd", "sd ln σ² = √(t ψ′(m))", kDerived, "unbiased-10", 20, {"log_determinant"}, sd, equal, law(), skewed},
    {"unbiased-100-log-sd", "sd ln σ² = √(t ψ′(m))", kDerived, "unbiased-100", 100, {"log_determinant"}, sd, equal, law(), skewed},
    {"unbiased-10-shift", "E μ² = t/n", kDerived, "unbiased-10", 2, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"unbiased-100-shift", "E μ² = t/n", kDerived, "unbiased-100", 20, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"unbiased-10-w2", "E W₂² = t/n + 2(1 − c₄ᵗ)", kDerived, "unbiased-10", 2, {"w2_squared"}, mean, equal, law(), skewed},
    {"unbiased-100-w2", "E W₂² = t/n + 2(1 − c₄ᵗ)", kDerived, "unbiased-100", 20, {"w2_squared"}, mean, equal, law(), skewed},
    {"unbiased-10-kl", "E KL(model ‖ truth) = ½{t/n + t[ln m − ψ(m)]}", kDerived, "unbiased-10", 3, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"unbiased-100-kl", "E KL(model ‖ truth) = ½{t/n + t[ln m − ψ(m)]}", kDerived, "unbiased-100", 40, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"unbiased-100-typical", "the median of σ² is exp E ln σ²", kDerived, "unbiased-100", 100, {"variance"}, median, equal, typical(0.0015), normal},

    {"known-shift", "known variance: E μ² = t/n, without collapse", kDerived, "known-100", 50, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"known-kl", "known variance: E KL = ½ t/n", kDerived, "known-100", 20, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"known-variance-least", "known variance: it stays exactly 1", kDerived, "known-100", 50, {"variance"}, least, equal, number(1)},
    {"known-variance-greatest", "known variance: it stays exactly 1", kDerived, "known-100", 50, {"variance"}, greatest, equal, number(1)},
    {"shifted-mean", "E μ = μ₀: the mean wanders without a drift", kDerived, "shifted-20", 5, {"mean"}, mean, equal, law(), skewed},
    {"shifted-mean-sd", "sd μ = σ₀ √(1 − (1 − 1/n)ᵗ)", kDerived, "shifted-20", 5, {"mean"}, sd, equal, law(), skewed},
    {"shifted-variance", "E σ² = σ₀² (1 − 1/n)ᵗ", kDerived, "shifted-20", 5, {"variance"}, mean, equal, law(), skewed},
    {"shifted-variance-sd", "sd σ²: E σ⁴ = σ₀⁴ ((n² − 1)/n²)ᵗ", kDerived, "shifted-20", 1, {"variance"}, sd, equal, law(), skewed},
    {"plane-log-determinant", "E ln|Σ| = ln|Σ₀| + t Σⱼ[ψ((n−j)/2) − ln(n/2)]", kBartlett, "plane-50", 40, {"log_determinant"}, mean, equal, law(), skewed},
    {"plane-log-determinant-sd", "sd ln|Σ| = √(t Σⱼ ψ′((n−j)/2))", kBartlett, "plane-50", 40, {"log_determinant"}, sd, equal, law(), skewed},
    {"plane-trace", "E tr Σ = (1 − 1/n)ᵗ tr Σ₀", kDerived, "plane-50", 20, {"total_variance"}, mean, equal, law(), skewed},
    {"plane-kl", "E KL = ½[E tr Σ₀⁻¹(Σ + δδᵀ) − d − E ln(|Σ|/|Σ₀|)]", kDerived, "plane-50", 40, {"kl_model_truth"}, mean, equal, law(), skewed},
    {"space-log-determinant", "E ln|Σ| = ln|Σ₀| + t Σⱼ[ψ((n−j)/2) − ln((n−1)/2)]", kBartlett, "space-20", 10, {"log_determinant"}, mean, equal, law(), skewed},
    {"space-trace", "E tr Σ = tr Σ₀", kDerived, "space-20", 5, {"total_variance"}, mean, equal, law(), skewed},
    {"space-shift", "E |μ − μ₀|² = tr Σ₀ t/n", kDerived, "space-20", 5, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"too-few-points", "n ≤ d: every fit is singular (status 2)", kDerived, "space-3", 1, {"status"}, least, equal, number(2)},
    {"enough-points", "n = d + 1: no fit is", kDerived, "space-4", 1, {"status"}, greatest, equal, number(0)},
};
// clang-format on

}  // namespace

Chapter gaussian_chapter() { return {"One Gaussian, replace", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
