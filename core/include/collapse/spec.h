#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/choices.h"
#include "collapse/result.h"

namespace collapse {

using Count = std::int64_t;
using Number = double;
using Text = std::string;
using Vector = std::vector<double>;
using Matrix = std::vector<std::vector<double>>;
using Matrices = std::vector<Matrix>;
using Names = std::vector<std::string>;

/// One experiment: everything that decides its result. Made by read_spec or preset files, never half filled: a
/// default-constructed Spec holds zeros, read_spec("{...}") the documented defaults.
struct Spec {
#define SECTION(name, title, doc) struct name##_section {
#define END_SECTION(name) \
  }                       \
  name;
#define FIELD(member, Type, fallback, minimum, maximum, unit, when, label, doc) Type member{};
#include "collapse/spec_fields.def"
};

/// Reads a spec strictly: unknown, repeated or inapplicable keys, wrong types, numbers that are not
/// finite or out of range, settings that contradict each other and trailing text are errors that name the field.
Result<Spec> read_spec(std::string_view json);

/// The canonical text: every field that applies, in the manifest's order, shortest round-trip numbers.
std::string write_spec(const Spec& spec);
/// The same without fields at their defaults: what a permalink carries.
std::string write_spec_changes(const Spec& spec);

/// A change of one field: its JSON pointer ("/samples/n") and the new value as JSON text. Text that is not JSON counts
/// as a string, so that gmm need not be quoted.
struct Edit {
  std::string pointer;
  std::string value;
};

/// `spec` with all edits made, then checked as a whole. Changing a section's `kind` drops the fields that no longer
/// apply and gives those that now do their defaults.
Result<Spec> edit_spec(const Spec& spec, const std::vector<Edit>& edits);

/// The schema as JSON: {"schema", "version", "sections":[{name,title,doc}], "fields":[{path, section, type, label, doc,
/// unit, default, minimum, maximum, choices, when}], "data":[{name, sources, models, source, model}]}: `data` are the
/// types of data, the sources that give each and the models that learn it, and the one of either to take with the other
/// where that is newly chosen.
std::string describe_spec();

/// Decimal text that reads back as exactly `value` (at most 17 digits, by Grisu2: the shortest in all but about one
/// number in a thousand); whole numbers without a point. "inf", "-inf", "nan" for the others.
std::string format_number(double value);

}  // namespace collapse
