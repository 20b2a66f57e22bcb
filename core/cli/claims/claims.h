#pragma once

// What `collapse verify` checks: experiments, and claims about what they measure. A claim is one entry of a table;
// nothing about it stands anywhere else.

#include <cmath>
#include <initializer_list>
#include <span>
#include <string_view>

namespace collapse::cli::verify {

/// An experiment that claims speak of. Every run is measured at the generations they name.
struct Trial {
  std::string_view id;
  std::string_view title;  // "n = 100, maximum likelihood"
  std::string_view spec;   // JSON without seed and runs; the seed follows from the id
  int runs;
  bool each_alone = false;  // each run is computed alone, so that layout() has the law for its own real data
};

/// What is taken from a run's row: a column or the sum of two, then `of` of it; or the first generation, of 0 to the
/// claim's, at which the column is at most `until` (the claim's where it never is).
inline constexpr double kNever = -1e300;  // no column is ever at most this
struct Value {
  std::string_view column;
  std::string_view plus = "";
  double (*of)(double) = nullptr;
  bool over_law = false;  // divided by the run's own law
  double until = kNever;
};

/// What the values of all runs are boiled down to.
enum class Statistic {
  mean,
  sd,         // standard deviation of the runs
  median,     // tested by how many runs lie below what is expected: a binomial count, whatever the tails
  share,      // of runs above `argument`: a binomial count
  half_life,  // generations in which exp(mean) halves, for logarithms that start at 0
  least,      // of all runs: no error, so no z
  greatest,
};

enum class Relation {
  equal,
  at_most,  // a bound is not broken: measured - limit * error <= expected
  at_least,
  below,  // demonstrably less: measured + limit * error < expected
  above,  // demonstrably more
};

/// Where the expected number comes from.
enum class Origin { number, law, limit, typical, large_n };

struct Expected {
  Origin origin;
  double number = 0;
  double tolerance = 0;  // half a unit of the last printed digit, or a stated remainder of an approximation
  double error = 0;      // standard error of a number that was itself simulated
};

/// False-alarm rates of a row, two-sided; each is at most 1e-6.
enum class Level {
  normal,  // |z| <= 4.9, 9.6e-7: the statistic's skewness is negligible (below .003)
  skewed,  // |z| <= 5.5: 3.8e-8 for a normal; up to 2.5e-7 by Edgeworth's first term while the mean's skewness is below
           // .1
};

struct Claim {
  std::string_view id;
  std::string_view statement;
  std::string_view source;
  std::string_view trial;
  int generation;
  Value value;
  Statistic statistic;
  Relation relation;
  Expected expected;
  Level level = Level::normal;
  double argument = 0;          // of Statistic::share
  std::string_view minus = "";  // another trial whose statistic is taken off
};

/// The core's own law for the column: its expectation (for Statistic::sd its standard deviation), what it tends to, or
/// exp E ln.
constexpr Expected law() { return {Origin::law}; }
constexpr Expected limit(double tolerance = 0) { return {Origin::limit, 0, tolerance}; }
constexpr Expected typical(double tolerance) { return {Origin::typical, 0, tolerance}; }
/// Its law to first order as n grows; the tolerance is what a finite n may leave.
constexpr Expected large_n(double tolerance) { return {Origin::large_n, 0, tolerance}; }
/// A printed or derived number.
constexpr Expected number(double value, double tolerance = 0, double error = 0) {
  return {Origin::number, value, tolerance, error};
}

struct Chapter {
  std::string_view title;
  std::span<const Trial> trials;
  std::span<const Claim> claims;
};

Chapter gaussian_chapter();   // replace: what one step does to the law
Chapter workflows_chapter();  // other workflows, growth, other sources, mixtures by EM
Chapter selection_chapter();  // draws that are cooled, cut off or selected
Chapter shortcut_chapter();   // Gaussians drawn by their statistics
Chapter published_chapter();  // numbers printed in papers and their code
Chapter discrete_chapter();   // categories, counts, regression
Chapter kde_chapter();        // kernel densities
Chapter text_chapter();       // language models; needs the prepared texts
Chapter digits_chapter();     // autoencoders; needs the prepared digits

}  // namespace collapse::cli::verify
