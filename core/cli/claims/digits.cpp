// Claims about autoencoders trained on their own digits (docs/results.md), at a setting that takes a second a run.

#include "claims/claims.h"

namespace collapse::cli::verify {

namespace {

using enum Statistic;
using enum Relation;
using enum Level;

constexpr std::string_view kShumailov = "Shumailov et al. 2024, VAE experiment; docs/results.md";
constexpr std::string_view kOwn = "docs/results.md: sampled pixels instead of means";

// One line a row, however long.
// clang-format off
constexpr Trial kTrials[] = {
    {"digits", "1,000 digits of 14 × 14, means fed back, replace",
     R"({"generations":3,"source":{"kind":"digits","training":1000},"model":{"kind":"vae"},"samples":{"n":1000}})", 8},
    {"digits-sampled", "the same with sampled pixels fed back",
     R"({"generations":3,"source":{"kind":"digits","training":1000},"model":{"kind":"vae","output":"bernoulli"},"samples":{"n":1000}})", 8},
    {"digits-half-real", "the same with half of each generation real",
     R"({"generations":3,"source":{"kind":"digits","training":1000},"model":{"kind":"vae"},"workflow":{"kind":"mix","real_fraction":0.5},"samples":{"n":1000}})", 8},
};

// Eight runs a side are few for a normal distribution, but these differences are many times the limit.
constexpr Claim kClaims[] = {
    {"digits-blur", "replace: three generations of digits are less spread than with half real ones (difference)", kShumailov, "digits", 3, {"latent_sd"}, mean, below, number(0), skewed, 0, "digits-half-real"},
    {"digits-unlearn", "and the last model knows real digits less well: lower bound on their log-likelihood (difference)", kShumailov, "digits", 3, {"test_elbo"}, mean, below, number(0), skewed, 0, "digits-half-real"},
    {"digits-means-blur", "it is the fed-back means that shrink the spread: sampled pixels do not (difference)", kOwn, "digits", 3, {"latent_sd"}, mean, below, number(0), skewed, 0, "digits-sampled"},
};
// clang-format on

}  // namespace

Chapter digits_chapter() { return {"Digits", kTrials, kClaims}; }

}  // namespace collapse::cli::verify
