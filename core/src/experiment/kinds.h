#pragma once

// Which kinds of experiment a program can compute. The list is decided when the program is linked: the core library
// brings one with every kind (kinds.cpp), and a program that shall be small defines linked_kinds() itself, so that the
// rest is not linked at all.

#include <span>
#include <string_view>

#include "experiment/state.h"

namespace collapse::experiment {

/// What an experiment is made of.
struct Order {
  const Spec& spec;
  std::string_view table;  // bytes of the data set the spec names
  RunRange runs;           // sound: at least one, all within the spec's
  double memory_limit;     // bytes
  Measure when = Measure::as_computed;
};

/// How many real items a spec has for its generations, each of which is taken once.
using RealItems = Result<std::size_t> (*)(const Spec& spec, std::string_view table);
inline constexpr std::size_t kEndless = static_cast<std::size_t>(-1);

/// A kind of experiment: the types of data its models learn from, how it is made, its real items (null: they never
/// end), and which specs of these it takes (null: all). The first kind in the list that takes a spec makes it.
struct Kind {
  std::span<const DataType> data;
  StateResult (*make)(const Order& order);
  RealItems real_items = nullptr;
  bool (*takes)(const Spec& spec) = nullptr;
};

/// Rows of the table or points of the spec's own source; kEndless for a density.
Result<std::size_t> source_items(const Spec& spec, std::string_view table);

extern const Kind kMixtureKind;     // Gaussians and Gaussian mixtures
extern const Kind kMomentsKind;     // one Gaussian without points (/model/draws statistics)
extern const Kind kDigitsKind;      // variational autoencoders of digits
extern const Kind kTextKind;        // language models of text
extern const Kind kDiscreteKind;    // categories and Poisson counts
extern const Kind kRegressionKind;  // linear regression
extern const Kind kKdeKind;         // kernel densities

std::span<const Kind* const> linked_kinds();

/// The kind that takes a spec; an error where this program was linked without it.
Result<const Kind*> kind_of(const Spec& spec);

}  // namespace collapse::experiment
