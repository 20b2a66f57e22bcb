# What a program is linked with: which kinds of experiment (folders of src/kinds, each with its kind.cpp) and which parts that
# not every program needs. A list is a source file that names them; what no list names is not linked.
#   collapse_linked(<file> <module> KINDS <kind>... [PARTS])
# PARTS: the texts of fields, the tables of columns, rules of specs, further metrics, selection and shapes, which belong to the
# module with everything. A kind's tables of columns are its function <kind>_tables.
function(collapse_linked file module)
  cmake_parse_arguments(list "PARTS" "" "KINDS" ${ARGN})
  set(declared "")
  set(named "")
  set(tables "")
  foreach(kind IN LISTS list_KINDS)
    string(APPEND declared "extern const experiment::Kind ${kind};\nstd::vector<ColumnTable> ${kind}_tables(ModelKind model);\n")
    string(APPEND named "&kinds::${kind}, ")
    string(APPEND tables "kinds::${kind}_tables, ")
  endforeach()
  if(list_PARTS)
    set(rules "static constexpr Rule kRules[] = {broken_text_rule, broken_discrete_rule, broken_sampling_rule};\n  return kRules;")
    set(docs "return field_docs();")
    set(tables "static constexpr TablesOf kTables[] = {${tables}};\n  return kTables;")
    set(extra "return make_extra;")
    set(selection "return make_mixture_selection;")
    set(shapes "return make_shape;")
  else()
    set(rules "return {};")
    set(docs "return {};")
    set(tables "return {};")
    set(extra "return nullptr;")
    set(selection "return nullptr;")
    set(shapes "return nullptr;")
  endif()
  file(CONFIGURE OUTPUT "${file}" @ONLY CONTENT "// Written by core/linked.cmake.
#include \"experiment/kinds.h\"
#include \"kinds/mixture/selection.h\"
#include \"kinds/mixture/shapes.h\"
#include \"metrics/extra.h\"
#include \"spec/manifest.h\"
#include \"spec/rules.h\"

namespace collapse::kinds {
@declared@}  // namespace collapse::kinds

namespace collapse::experiment {
std::span<const Kind* const> linked_kinds() {
  static constexpr const Kind* kKinds[] = {@named@};
  return kKinds;
}
Module linked_module() { return Module::@module@; }
decltype(&make_mixture_selection) linked_selection() { @selection@ }
decltype(&make_shape) linked_shapes() { @shapes@ }
std::span<const TablesOf> linked_tables() {
  @tables@
}
}  // namespace collapse::experiment

namespace collapse::spec {
std::span<const Rule> linked_rules() {
  @rules@
}
std::span<const std::string_view> linked_docs() { @docs@ }
}  // namespace collapse::spec

namespace collapse::metrics {
decltype(&make_extra) linked_extra() { @extra@ }
}  // namespace collapse::metrics
")
endfunction()

# What a file of the core is compiled with: the objects, and the lists.
function(collapse_core_settings target)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/core/include" "${PROJECT_SOURCE_DIR}/core/src")
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:collapse_flags> $<BUILD_INTERFACE:collapse_no_exceptions>
    $<BUILD_INTERFACE:third_party::eigen> $<BUILD_INTERFACE:third_party::rapidjson>)
  if(NOT PROJECT_IS_TOP_LEVEL)
    # Whatever the project around it asks of its own files.
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF COMPILE_WARNING_AS_ERROR OFF)
  endif()
endfunction()
