// Claims about numbers that stand in papers, in their published code or in this project's own documents.

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kNotebook = "Shumailov et al. 2024, 1-D notebook, doi 10.5281/zenodo.10866595";
constexpr std::string_view kSupplement = "Shumailov et al. 2024, supplement 3.1.1";
constexpr std::string_view kSetting = "setting of that notebook; number derived: docs/models/gaussian.md";
constexpr std::string_view kSuresh = "Suresh, Thangaraj, Khandavally 2024, arXiv 2412.17646, Theorem 3";
constexpr std::string_view kHalfLives = "docs/models/gaussian.md, table of half-lives";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"one-shot-10", "one fit, n = 10", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":10}})", 10000},
    {"one-shot-30", "one fit, n = 30", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":30}})", 10000},
    {"one-shot-100", "one fit, n = 100", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":100}})", 10000},
    {"one-shot-500", "one fit, n = 500", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":500}})", 10000},
    {"one-shot-1000", "one fit, n = 1,000", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":1000}})", 10000},
    {"one-shot-10000", "one fit, n = 10,000", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":10000}})", 5000},
    {"one-shot-100000", "one fit, n = 100,000", R"({"generations":1,"model":{"kind":"gaussian"},"samples":{"n":100000}})", 1500},
    {"paper-100", "n = 100, maximum likelihood",
     R"({"generations":1000,"model":{"kind":"gaussian"},"samples":{"n":100}})", 2000},
    {"paper-500", "n = 500, maximum likelihood",
     R"({"generations":1000,"model":{"kind":"gaussian"},"samples":{"n":500}})", 1000},
    {"paper-1000", "n = 1,000, maximum likelihood",
     R"({"generations":1000,"model":{"kind":"gaussian"},"samples":{"n":1000}})", 500},
    {"paper-10000", "n = 10,000, maximum likelihood",
     R"({"generations":1000,"model":{"kind":"gaussian"},"samples":{"n":10000}})", 100},
    {"readme", "n = 100, maximum likelihood",
     R"({"generations":50,"model":{"kind":"gaussian"},"samples":{"n":100}})", 10000},
    {"half-life-10", "n = 10, maximum likelihood",
     R"({"generations":20,"model":{"kind":"gaussian"},"samples":{"n":10}})", 10000},
    {"half-life-unbiased-100", "n = 100, unbiased",
     R"({"generations":100,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":100}})", 10000},
    {"rare-runs", "n = 10, unbiased",
     R"({"generations":200,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":10}})", 10000},
    {"supplement", "n = 100, unbiased",
     R"({"generations":20,"model":{"kind":"gaussian","estimator":"unbiased"},"samples":{"n":100}})", 10000},
    {"half-real", "known variance, 100 fresh real and 100 synthetic points",
     R"({"generations":40,"model":{"kind":"gaussian","estimator":"known_covariance"},"workflow":{"kind":"mix","real_fraction":0.5},"samples":{"n":200}})", 10000},
};

double times_100(double x) { return 100 * x; }

// The notebook prints means and standard deviations of 1,000 fits: a mean has the error sd/√1000, a deviation sd/√2000.
constexpr double kRoot1000 = 31.622776601683793, kRoot2000 = 44.721359549995796;

constexpr Claim kClaims[] = {
    {"one-shot-10-mean", "mean σ̂ of a single fit: .9206", kNotebook, "one-shot-10", 1, {"sd"}, mean, equal, number(.9206, .00005, .2212 / kRoot1000), skewed},
    {"one-shot-30-mean", "mean σ̂ of a single fit: .9831", kNotebook, "one-shot-30", 1, {"sd"}, mean, equal, number(.9831, .00005, .1320 / kRoot1000), skewed},
    {"one-shot-100-mean", "mean σ̂ of a single fit: .9916", kNotebook, "one-shot-100", 1, {"sd"}, mean, equal, number(.9916, .00005, .0676 / kRoot1000), skewed},
    {"one-shot-500-mean", "mean σ̂ of a single fit: .9978", kNotebook, "one-shot-500", 1, {"sd"}, mean, equal, number(.9978, .00005, .0310 / kRoot1000), skewed},
    {"one-shot-1000-mean", "mean σ̂ of a single fit: .9995", kNotebook, "one-shot-1000", 1, {"sd"}, mean, equal, number(.9995, .00005, .0222 / kRoot1000), skewed},
    {"one-shot-10-sd", "sd of σ̂: .2212", kNotebook, "one-shot-10", 1, {"sd"}, sd, equal, number(.2212, .00005, .2212 / kRoot2000), skewed},
    {"one-shot-30-sd", "sd of σ̂: .1320", kNotebook, "one-shot-30", 1, {"sd"}, sd, equal, number(.1320, .00005, .1320 / kRoot2000), skewed},
    {"one-shot-100-sd", "sd of σ̂: .0676", kNotebook, "one-shot-100", 1, {"sd"}, sd, equal, number(.0676, .00005, .0676 / kRoot2000), skewed},
    {"one-shot-500-sd", "sd of σ̂: .0310", kNotebook, "one-shot-500", 1, {"sd"}, sd, equal, number(.0310, .00005, .0310 / kRoot2000), skewed},
    {"one-shot-1000-sd", "sd of σ̂: .0222", kNotebook, "one-shot-1000", 1, {"sd"}, sd, equal, number(.0222, .00005, .0222 / kRoot2000), skewed},
    {"one-shot-10000-sd", "sd of σ̂: .0073", kNotebook, "one-shot-10000", 1, {"sd"}, sd, equal, number(.0073, .00005, .0073 / kRoot2000), skewed},
    {"one-shot-100000-sd", "sd of σ̂: .0022", kNotebook, "one-shot-100000", 1, {"sd"}, sd, equal, number(.0022, .00005, .0022 / kRoot2000), skewed},

    {"paper-100-median", "median σ after 1,000 generations: 4.1e-5", kSetting, "paper-100", 1000, {"sd"}, median, equal, number(4.1e-5, .05e-5)},
    {"paper-500-median", "median σ after 1,000 generations: .135", kSetting, "paper-500", 1000, {"sd"}, median, equal, number(.135, .0005)},
    {"paper-1000-median", "median σ after 1,000 generations: .368", kSetting, "paper-1000", 1000, {"sd"}, median, equal, number(.368, .0005)},
    {"paper-10000-median", "median σ after 1,000 generations: .905", kSetting, "paper-10000", 1000, {"sd"}, median, equal, number(.905, .0005)},
    {"paper-100-log", "E ln σ² after 1,000 generations", kSetting, "paper-100", 1000, {"log_determinant"}, mean, equal, law()},
    {"paper-10000-variance", "E σ² after 1,000 generations", kSetting, "paper-10000", 1000, {"variance"}, mean, equal, law(), skewed},

    {"half-life-10", "the typical σ² halves in 3.1 generations", kHalfLives, "half-life-10", 20, {"log_determinant"}, half_life, equal, number(3.1, .05), skewed},
    {"half-life-100", "the typical σ² halves in 34.3 generations", kHalfLives, "paper-100", 1000, {"log_determinant"}, half_life, equal, number(34.3, .05), skewed},
    {"half-life-500", "the typical σ² halves in 173 generations", kHalfLives, "paper-500", 1000, {"log_determinant"}, half_life, equal, number(173, .5), skewed},
    {"half-life-1000", "the typical σ² halves in 346 generations", kHalfLives, "paper-1000", 1000, {"log_determinant"}, half_life, equal, number(346, .5), skewed},
    {"half-life-unbiased-10", "unbiased: the typical σ² halves in 6.0 generations", kHalfLives, "rare-runs", 200, {"log_determinant"}, half_life, equal, number(6.0, .05), skewed},
    {"half-life-unbiased-100", "unbiased: the typical σ² halves in 68.4 generations", kHalfLives, "half-life-unbiased-100", 100, {"log_determinant"}, half_life, equal, number(68.4, .05), skewed},

    {"readme-wider", "16 % of the runs are still wider than the truth after 50 generations (P = .1589, from the characteristic function of ln σ²)", "README.md", "readme", 50, {"sd"}, share, equal, number(.15886, .00001), skewed, 1},
    {"readme-median", "while the median variance has fallen to 37 %", "README.md", "readme", 50, {"variance"}, median, equal, number(.37, .005)},

    {"variance-of-draws", "Var X = σ²(1 + t/n) for a draw of generation t", kSupplement, "supplement", 20, {"variance", "mean_shift_squared"}, mean, equal, number(1.2), skewed},
    {"three-halves", "E W₂² ≈ (3/2) σ² Σ 1/nᵢ (t = 10: to second order, within .0005)", kSupplement, "supplement", 10, {"w2_squared"}, mean, equal, number(.15, .0005), skewed},
    {"rare-runs-median", "W₂² of the typical run reaches a plateau: median 1.60 at t = 100, though E W₂² = 11.87 (.02: error of that simulation)", "docs/models/gaussian.md", "rare-runs", 100, {"w2_squared"}, median, equal, number(1.60, .005, .02)},
    {"rare-runs-share", "P(σ > .1) = .08156 at t = 100, from the characteristic function of ln σ²", "law of σ²: docs/models/gaussian.md", "rare-runs", 100, {"sd"}, share, equal, number(.08156, .00001), skewed, .1},
    {"rare-runs-share-200", "P(σ > .1) = .00404 at t = 200, from the characteristic function of ln σ²", "law of σ²: docs/models/gaussian.md", "rare-runs", 200, {"sd"}, share, equal, number(.0040383, .00000005), skewed, .1},
    {"suresh-100", "P(σ > ε) ≤ (σ₀/ε) exp(−t/(4n − 1)), ε = .1, t = 100", kSuresh, "rare-runs", 100, {"sd"}, share, at_most, number(.770), skewed, .1},
    {"suresh-200", "P(σ > ε) ≤ (σ₀/ε) exp(−t/(4n − 1)), ε = .1, t = 200", kSuresh, "rare-runs", 200, {"sd"}, share, at_most, number(.0593), skewed, .1},
    {"half-real", "real and synthetic in equal parts: n Var → 2/3", "arXiv 2502.18049 (2025)", "half-real", 40, {"mean_shift_squared", "", times_100}, mean, equal, number(2.0 / 3), skewed},
};
// clang-format on

}  // namespace

Chapter published_chapter() { return {"Printed numbers", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
