// Claims about kernel densities (docs/models/kde.md).

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kDerived = "derived: docs/models/kde.md";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"kde-narrow-100", "kernel density, h = .1, n = 100",
     R"({"generations":100,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.1},"samples":{"n":100}})", 1000},
    {"kde-fixed-20", "kernel density, h = .3, n = 20",
     R"({"generations":100,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.3},"samples":{"n":20}})", 2000},
    {"kde-replace-50", "kernel density, h = .5, n = 50",
     R"({"generations":100,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.5},"samples":{"n":50}})", 500},
    {"kde-accumulate-50", "kernel density, h = .5, accumulate, n = 50",
     R"({"generations":100,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.5},"workflow":{"kind":"accumulate"},"samples":{"n":50}})", 300},
    {"kde-scott-100", "kernel density, Scott, n = 100",
     R"({"generations":20,"model":{"kind":"kde","bandwidth_rule":"scott"},"samples":{"n":100}})", 2000},
    {"kde-silverman-100", "kernel density, Silverman, n = 100",
     R"({"generations":20,"model":{"kind":"kde","bandwidth_rule":"silverman"},"samples":{"n":100}})", 2000},
    {"kde-scott-accumulate", "kernel density, Scott, accumulate, n = 20",
     R"({"generations":30,"model":{"kind":"kde","bandwidth_rule":"scott"},"workflow":{"kind":"accumulate"},"samples":{"n":20}})", 1000},
    {"kde-subsample-50", "kernel density, h = .3, accumulate and subsample, n = 50",
     R"({"generations":40,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.3},"workflow":{"kind":"accumulate_subsample"},"samples":{"n":50}})", 1000},
    {"kde-fresh-5-of-50", "kernel density, h = .3, 5 fresh real points of n = 50",
     R"({"generations":80,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.3},"workflow":{"kind":"mix","real_fraction":0.1},"samples":{"n":50}})", 1000},
    {"kde-fixed-5-of-50", "kernel density, h = .3, the same 5 real points of n = 50",
     R"({"generations":30,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":0.3},"workflow":{"kind":"mix","real_fraction":0.1,"real":"fixed"},"samples":{"n":50}})", 1000},
    {"kde-bootstrap-100", "kernel density, h = 1e-9, n = 100",
     R"({"generations":50,"model":{"kind":"kde","bandwidth_rule":"fixed","bandwidth":1e-9},"samples":{"n":100}})", 1000},
    {"kde-ring", "kernel density, Scott, eight modes on a ring, n = 200",
     R"({"generations":10,"source":{"kind":"ring","radius":1,"sd":0.1},"model":{"kind":"kde","bandwidth_rule":"scott"},"samples":{"n":200}})", 500},
    {"kde-galaxies", "kernel density, Scott, 82 galaxies, 50 taken",
     R"({"generations":5,"source":{"kind":"dataset","name":"galaxies"},"model":{"kind":"kde","bandwidth_rule":"scott"},"samples":{"n":50}})", 2000},
};

double times_100(double x) { return 100 * x; }

constexpr Claim kClaims[] = {
    {"kde-second-moment", "fixed h: E x² = 1 + t h² = 2", kDerived, "kde-narrow-100", 100, {"second_moment"}, mean, equal, number(2), skewed},
    {"kde-floor-100", "the data's variance is (n − 1) h²: 99 in units of h²", kDerived, "kde-narrow-100", 100, {"data_variance", "", times_100}, mean, equal, number(99), skewed},
    {"kde-floor-20", "the data's variance → (n − 1) h² (100 generations: within .005)", kDerived, "kde-fixed-20", 100, {"data_variance"}, mean, equal, limit(0.005), skewed},
    {"kde-variance-20", "E σ² = qᵗ + (1 + q + … + qᵗ⁻¹) h², q = 1 − 1/n", kDerived, "kde-fixed-20", 20, {"variance"}, mean, equal, law(), skewed},
    {"kde-shift-20", "the centre wanders: E μ² = 1 + t h² − E σ²", kDerived, "kde-fixed-20", 100, {"mean_shift_squared"}, mean, equal, law(), skewed},
    {"kde-accumulate", "fixed h, accumulate: E x² = 1 + h² (1 + ½ + … + 1/t) = 2.297", kDerived, "kde-accumulate-50", 100, {"second_moment"}, mean, equal, number(2.297, 0.0005), skewed},
    {"kde-scott", "Scott: the variance grows by 1 − 1/n + n^(−2/5) a generation", kDerived, "kde-scott-100", 20, {"variance"}, mean, equal, law(), skewed},
    {"kde-scott-number", "Scott, n = 100: 15.94 times the variance after 20 generations", kDerived, "kde-scott-100", 20, {"variance"}, mean, equal, number(15.94, 0.005), skewed},
    {"kde-silverman", "Silverman: by 1 − 1/n + (¾ n)^(−2/5)", kDerived, "kde-silverman-100", 20, {"variance"}, mean, equal, law(), skewed},
    {"kde-scott-pool", "Scott, accumulate: recursion", kDerived, "kde-scott-accumulate", 30, {"variance"}, mean, equal, law(), skewed},
    {"kde-subsample", "fixed h, accumulate and subsample: recursion", kDerived, "kde-subsample-50", 40, {"second_moment"}, mean, equal, law(), skewed},
    {"kde-fresh-limit", "5 fresh real points of 50: the variance settles", kDerived, "kde-fresh-5-of-50", 80, {"variance"}, mean, equal, limit(0.0005), skewed},
    {"kde-fixed-real", "the same 5 real points of 50: recursion", kDerived, "kde-fixed-5-of-50", 30, {"variance"}, mean, equal, law(), skewed},
    {"kde-bootstrap", "h → 0 is the bootstrap: E σ² = (1 − 1/n)ᵗ", kDerived, "kde-bootstrap-100", 50, {"data_variance"}, mean, equal, number(0.605006, 5e-7), skewed},
    {"kde-plane", "Scott in the plane: by 1 − 1/n + n^(−1/3)", kDerived, "kde-ring", 10, {"total_variance"}, mean, equal, law(), skewed},
    {"kde-table", "Scott on a table: the same after a first generation without replacement", kDerived, "kde-galaxies", 5, {"variance"}, mean, equal, law(), skewed},
    {"kde-test-loss", "replacing loses more of the held-out likelihood than keeping everything", "Kazdan et al. 2024, arXiv 2410.16713", "kde-replace-50", 100, {"log_likelihood"}, mean, below, number(0), skewed, 0, "kde-accumulate-50"},
};
// clang-format on

}  // namespace

Chapter kde_chapter() { return {"Kernel densities", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
