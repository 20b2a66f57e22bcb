#pragma once

#include <rapidjson/document.h>

#include <optional>
#include <span>
#include <string_view>

#include "collapse/result.h"
#include "collapse/spec.h"

namespace collapse::spec {

/// The first rule between fields that a spec breaks (dimensions that do not match, weights that do not sum to 1, a
/// covariance that is not positive definite, ...), none if it is sound.
std::optional<Error> broken_rule(const Spec& spec);

/// Rules of specs that not every program computes: of text and language models; of categories, counts and regression;
/// of biased sampling, selection, drawn statistics and further metrics.
using Rule = std::optional<Error> (*)(const Spec& spec);
std::optional<Error> broken_text_rule(const Spec& spec);
std::optional<Error> broken_discrete_rule(const Spec& spec);
std::optional<Error> broken_sampling_rule(const Spec& spec);
/// Those this program was linked with (core/linked.cmake), which broken_rule looks at too. A program without them
/// refuses the specs they are about in any case.
std::span<const Rule> linked_rules();

/// A text that was parsed, and the pointer of the value it became: error sentences show numbers as they were written.
struct Written {
  std::string_view pointer, json;
};

/// Reads an already parsed spec; see read_spec. Of several texts for one value the last counts.
Result<Spec> read_document(const rapidjson::Value& root, std::span<const Written> written);

/// The same spec, or an error when its canonical text would be too long to be read again. It came from so many bytes.
Result<Spec> if_not_too_long(Result<Spec> spec, std::size_t written_bytes);

}  // namespace collapse::spec
