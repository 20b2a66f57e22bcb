#pragma once

// How far real data go.

#include <string_view>

#include "collapse/result.h"
#include "collapse/spec.h"

namespace collapse {

/// The largest /samples/n for which the real data of `spec` suffice, whatever n it has itself: points of a table or of
/// the reader's own and digits are taken once each, a text has so many tokens to learn from. The largest n there is
/// where a source never ends. `table` is the built-in data set the spec names. Data that cannot be read are refused as
/// Experiment::create refuses them.
Result<Count> most_samples(const Spec& spec, std::string_view table = {});

}  // namespace collapse
