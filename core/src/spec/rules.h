#pragma once

#include <rapidjson/document.h>

#include <optional>

#include "collapse/result.h"
#include "collapse/spec.h"

namespace collapse::spec {

/// The first rule between fields that a spec breaks (dimensions that do not match, weights that do not sum to 1, a
/// covariance that is not positive definite, ...), none if it is sound.
std::optional<Error> broken_rule(const Spec& spec);

/// Those of text and language models among them. A program that computes no text may be linked with one that finds nothing: it
/// refuses such a spec in any case.
std::optional<Error> broken_text_rule(const Spec& spec);

/// Those of categories, counts and regression, likewise.
std::optional<Error> broken_discrete_rule(const Spec& spec);

/// Those of biased sampling, selection, drawn statistics and further metrics; a program that computes none of these may be linked
/// with one that refuses them all.
std::optional<Error> broken_sampling_rule(const Spec& spec);

/// Reads an already parsed spec; see read_spec.
Result<Spec> read_document(const rapidjson::Value& root);

}  // namespace collapse::spec
