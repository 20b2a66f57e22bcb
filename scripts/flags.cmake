# collapse_flags: what every file of our own is compiled with, in every build.
add_library(collapse_flags INTERFACE)

# The same bits from every compiler (docs/decisions/0004): no fused multiply-add behind our back. GCC's SLP vectoriser
# halves the speed of the generator (it keeps the state in a vector and reads scalars from it).
target_compile_options(collapse_flags INTERFACE -ffp-contract=off -fno-math-errno
  $<$<CXX_COMPILER_ID:GNU>:-fno-tree-slp-vectorize>)
if(EMSCRIPTEN)
  target_compile_options(collapse_flags INTERFACE -msimd128)
endif()

# Warnings are errors when CMAKE_COMPILE_WARNING_AS_ERROR is set, as in every preset. They are ours to mend: a project that takes
# this one in is not shown them.
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(collapse_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    # GCC 12 sees overlapping copies in std::string's operator+ where there are none (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # ... and takes Eigen's fixed-capacity matrices for uninitialised.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(EMSCRIPTEN)
    # size_t has 32 bits here: what a 64-bit build accepts in silence is shown, not refused.
    target_compile_options(collapse_flags INTERFACE -Wno-error=shorten-64-to-32)
  endif()
endif()

if(COLLAPSE_SANITIZE)
  # float-cast-overflow: natively a wrong number, in WebAssembly a trap.
  set(sanitizers -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all)
  target_compile_options(collapse_flags INTERFACE ${sanitizers} -O1 -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:Clang>:-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/scripts/sanitizers-ignore.txt>)
  target_compile_definitions(collapse_flags INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(collapse_flags INTERFACE ${sanitizers})
endif()

# The core and its tests do without exceptions: they would add a quarter to the module (docs/decisions/0004).
add_library(collapse_no_exceptions INTERFACE)
target_compile_options(collapse_no_exceptions INTERFACE -fno-exceptions)

# The headers that most files begin with, read once for a target: half of a file's compilation was reading them.
set(collapse_common_headers <algorithm> <cmath> <cstdint> <cstring> <functional> <limits> <memory> <optional> <span> <string>
  <string_view> <utility> <vector>)
