#pragma once

// Where the spread of a mixture lies: within its components or between them. Total variance alone cannot tell two
// needles far apart from one broad hill.

#include "collapse/mixture.h"

namespace collapse::experiment {

/// Traces of the covariance within components, Σ w_k Σ_k, and between their means, Σ w_k (m_k − m)(m_k − m)ᵀ. By the
/// law of total variance they add up to the mixture's own.
struct Spread {
  double within = 0, between = 0;
};
Spread spread_of(const models::Mixture& mixture);

/// Components that are drawn at all: weight above 0.
int live_components(const models::Mixture& mixture);

/// What has become of each mode of a truth in a model, where every live component has a mode of its own.
struct KeptModes {
  double narrowest = 0, widest = 0;  // root of the trace of a component's covariance, over its mode's
  double apart = 0;  // root mean square distance of two components, over that of two modes; weights do not count
};
/// False where there are more or fewer components than modes, where two stand for one mode, and where all modes share
/// one centre.
bool match_modes(const models::Mixture& model, const models::Mixture& truth, KeptModes& kept);

}  // namespace collapse::experiment
