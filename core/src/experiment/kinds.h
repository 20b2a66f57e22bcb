#pragma once

// Which kinds of experiment a program can compute. The build writes the list (core/linked.cmake): the library has every
// kind, the page's first module the few it begins with, and no more is linked into it.

#include <span>
#include <string_view>
#include <vector>

#include "experiment/reading.h"
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

/// A kind of experiment. Every sound spec is taken by exactly one of all kinds.
struct Kind {
  std::span<const DataType> data;  // types of data its models learn from
  StateResult (*make)(const Order& order);
  std::span<const Reading> readings;          // what its columns stand for
  RealItems real_items = nullptr;             // null: they never end
  bool (*takes)(const Spec& spec) = nullptr;  // which specs of these types; null: all
};

/// Rows of the table or points of the spec's own source; kEndless for a density.
Result<std::size_t> source_items(const Spec& spec, std::string_view table);

/// The kinds this program was linked with, and the module that it therefore is.
std::span<const Kind* const> linked_kinds();
Module linked_module();

/// The columns of a kind's experiments with a model. A table that several models share stands with the first of them.
using TablesOf = std::vector<ColumnTable> (*)(ModelKind model);
/// Those of all kinds; none in a program that was linked without its reference. They are no part of Kind, so that the
/// page's first module does not carry them.
std::span<const TablesOf> linked_tables();
/// The columns of the experiment that sound JSON describes.
std::vector<ColumnInfo> columns_of(std::string_view spec);

/// The kind that takes a spec; an error where this program was linked without it.
Result<const Kind*> kind_of(const Spec& spec);

}  // namespace collapse::experiment
