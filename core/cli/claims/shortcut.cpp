// Claims about Gaussians whose samples are drawn as mean and covariance (docs/shortcut.md): laws after many
// generations, which would take long with points.

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/gaussian.md";
constexpr std::string_view kBartlett = "Bartlett 1933; docs/shortcut.md";
constexpr std::string_view kParadox = "docs/models/gaussian.md; the preset w2-paradox";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"shortcut-100", "n = 100, maximum likelihood, statistics",
     R"({"generations":1000,"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":100}})", 10000},
    {"shortcut-unbiased-10", "n = 10, unbiased, statistics",
     R"({"generations":100,"model":{"kind":"gaussian","estimator":"unbiased","draws":"statistics"},"samples":{"n":10}})", 10000},
    {"shortcut-accumulate", "n = 10, accumulate, statistics",
     R"({"generations":1000,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"accumulate"},"samples":{"n":10}})", 10000},
    {"shortcut-fixed", "n = 100, 10 fixed real points, statistics",
     R"({"generations":500,"model":{"kind":"gaussian","draws":"statistics"},"workflow":{"kind":"mix","real_fraction":0.1,"real":"fixed"},"samples":{"n":100}})", 10000},
    {"shortcut-space", "d = 3, n = 50, maximum likelihood, statistics",
     R"({"generations":200,"source":{"kind":"gaussian","mean":[0,0,0],"covariance":[[1,0.5,0],[0.5,2,0],[0,0,3]]},"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":50}})", 10000},
    {"shortcut-few", "d = 3, n = 3, statistics",
     R"({"generations":1,"source":{"kind":"gaussian","mean":[0,0,0],"covariance":[[1,0,0],[0,1,0],[0,0,1]]},"model":{"kind":"gaussian","draws":"statistics"},"samples":{"n":3}})", 10000},
};

constexpr Claim kClaims[] = {
    {"shortcut-log", "E ln σ² = t[ψ((n−1)/2) − ln(n/2)] after 1,000 generations", kDerived, "shortcut-100", 1000, {"log_determinant"}, mean, equal, law(), skewed},
    {"shortcut-log-sd", "sd ln σ² = √(t ψ′((n−1)/2)) after 1,000 generations", kDerived, "shortcut-100", 1000, {"log_determinant"}, sd, equal, law(), skewed},
    {"shortcut-variance", "E σ² = (1 − 1/n)ᵗ", kDerived, "shortcut-100", 20, {"variance"}, mean, equal, law(), skewed},
    {"shortcut-paradox-median", "n = 10, unbiased: half of the runs have W₂² below 1.60 after 100 generations", kParadox, "shortcut-unbiased-10", 100, {"w2_squared"}, median, equal, number(1.60, .005)},
    {"shortcut-paradox-mean", "… while E W₂² = 11.87: rare runs carry it, and the mean of 10,000 does not exceed it", kParadox, "shortcut-unbiased-10", 100, {"w2_squared"}, mean, at_most, number(11.87, .005), skewed},
    {"shortcut-accumulate-variance", "accumulate: E σ² = ∏(1 − 1/(n i²)) after 1,000 generations", kDerived, "shortcut-accumulate", 1000, {"variance"}, mean, equal, law(), skewed},
    {"shortcut-fixed-variance", "10 fixed real points of 100: E σ² after 500 generations", kDerived, "shortcut-fixed", 500, {"variance"}, mean, equal, law(), skewed},
    {"shortcut-fixed-shift", "10 fixed real points of 100: E (μ − μ₀)² after 500 generations", kDerived, "shortcut-fixed", 500, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"shortcut-space-log", "d = 3: E ln|Σ| = ln|Σ₀| + t Σⱼ[ψ((n−j)/2) − ln(n/2)]", kBartlett, "shortcut-space", 200, {"log_determinant"}, mean, equal, law(), skewed},
    {"shortcut-space-log-sd", "d = 3: sd ln|Σ| = √(t Σⱼ ψ′((n−j)/2))", kBartlett, "shortcut-space", 200, {"log_determinant"}, sd, equal, law(), skewed},
    {"shortcut-few-status", "n ≤ d: every fit is singular (status 2)", kBartlett, "shortcut-few", 1, {"status"}, least, equal, number(2)},
    {"shortcut-few-trace", "n ≤ d: E tr Σ = (1 − 1/n) tr Σ₀ all the same", kDerived, "shortcut-few", 1, {"total_variance"}, mean, equal, law(), skewed},
};
// clang-format on

}  // namespace

Chapter shortcut_chapter() { return {"Statistics in place of points", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
