# cmake -DOUTPUT=embedded.cpp -DFILES="a.json;b.csv" -P embed.cmake: writes the texts of the files into a C++ source.
set(presets "")
set(tables "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  get_filename_component(extension "${file}" LAST_EXT)
  file(READ "${file}" text)
  if(text MATCHES "\\)---\"")
    message(FATAL_ERROR "${file} contains )---\", the end mark of the raw string it is embedded in")
  endif()
  # Compilers need not accept string literals above 64 kB: adjacent pieces do not help, so such a file is refused.
  string(LENGTH "${text}" length)
  if(length GREATER 65000)
    message(FATAL_ERROR "${file} has ${length} characters, too many for one string literal (65000)")
  endif()
  set(entry "    {\"${name}\", R\"---(${text})---\"},\n")
  if(extension STREQUAL ".json")
    string(APPEND presets "${entry}")
  else()
    string(APPEND tables "${entry}")
  endif()
endforeach()

# An array may not be empty, so each carries an unnamed last entry that the span leaves out.
file(WRITE "${OUTPUT}" "// Written by scripts/embed.cmake from core/presets and core/data.
#include \"collapse/presets.h\"

namespace collapse {
namespace {

constexpr BuiltInFile kPresets[] = {
${presets}    {\"\", \"\"}};

constexpr BuiltInFile kTables[] = {
${tables}    {\"\", \"\"}};

template <std::size_t N>
std::span<const BuiltInFile> all_but_last(const BuiltInFile (&files)[N]) {
  return {files, N - 1};
}

}  // namespace

std::span<const BuiltInFile> preset_files() { return all_but_last(kPresets); }
std::span<const BuiltInFile> table_files() { return all_but_last(kTables); }

}  // namespace collapse
")
