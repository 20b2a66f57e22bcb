#pragma once

// Which kinds of experiment a program can compute. The list is decided when the program is linked: the core library brings
// one with every kind (kinds.cpp), and a program that shall be small defines linked_kinds() itself, so that the rest is not
// linked at all.

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
};

/// A kind of experiment: the model kinds it is for, how it is made, and which specs of these it takes (null: all). The first
/// kind in the list that takes a spec makes it.
struct Kind {
  std::span<const ModelKind> models;
  StateResult (*make)(const Order& order);
  bool (*takes)(const Spec& spec) = nullptr;
};

extern const Kind kMixtureKind;  // Gaussians and Gaussian mixtures
extern const Kind kMomentsKind;  // one Gaussian without points (/model/draws statistics)
extern const Kind kDigitsKind;   // variational autoencoders of digits
extern const Kind kTextKind;     // language models of text
extern const Kind kDiscreteKind;    // categories and Poisson counts
extern const Kind kRegressionKind;  // linear regression
extern const Kind kKdeKind;         // kernel densities

std::span<const Kind* const> linked_kinds();

}  // namespace collapse::experiment
