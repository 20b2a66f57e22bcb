#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collapse/result.h"

namespace collapse {

using Count = std::int64_t;
using Number = double;
using Vector = std::vector<double>;
using Matrix = std::vector<std::vector<double>>;
using Matrices = std::vector<Matrix>;
using Names = std::vector<std::string>;

#define OPTION(name, text) name,
#define CHOICES(Enum, ...) enum class Enum : std::uint8_t { __VA_ARGS__ };
#include "collapse/spec_fields.def"
#undef OPTION

/// One experiment: everything that decides its result. Made by read_spec or preset files, never half filled: a
/// default-constructed Spec holds zeros, read_spec("{...}") the documented defaults.
struct Spec {
#define SECTION(name, title, doc) struct name##_section {
#define END_SECTION(name) } name;
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

/// `spec` with the field at `pointer` ("/samples/n") replaced by the JSON text `value`, checked as a whole. A value
/// that is not JSON is taken as text, so that `--set /model/kind=gmm` works. Changing a `kind` drops the fields that
/// no longer apply.
Result<Spec> set_field(const Spec& spec, std::string_view pointer, std::string_view value);

/// The schema as JSON: {"schema", "version", "sections":[{name,title,doc}], "fields":[{path, section, type, label, doc,
/// unit, default, minimum, maximum, choices, when}]}.
std::string describe_spec();

/// Shortest decimal text that reads back as `value`; "inf", "-inf", "nan" for the others.
std::string format_number(double value);

}  // namespace collapse
