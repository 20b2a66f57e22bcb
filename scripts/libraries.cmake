# Header-only libraries of the system, each behind a directory that holds nothing else. The WebAssembly compiler has its
# own C library; given -isystem /usr/include it would read glibc's headers. So every library is reached by a link in the
# build directory.
#   collapse_library(<name> <folder with the headers> <a header in it> <package>)   makes target third_party::<name>
function(collapse_library name folder header package)
  add_library(third_party_${name} INTERFACE)
  add_library(third_party::${name} ALIAS third_party_${name})
  # A program has one Eigen: that of the project around this one, where it brings one.
  if(name STREQUAL "eigen" AND TARGET Eigen3::Eigen)
    target_link_libraries(third_party_eigen INTERFACE Eigen3::Eigen)
    return()
  endif()
  find_path(COLLAPSE_${name}_ROOT "${folder}/${header}" PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT COLLAPSE_${name}_ROOT)
    message(FATAL_ERROR "${folder}/${header} is missing: apt-get install ${package}, or ./lab doctor")
  endif()
  get_filename_component(last "${folder}" NAME)
  if(name STREQUAL "eigen")
    set(include "${PROJECT_BINARY_DIR}/third_party/eigen")
    set(link "${include}/Eigen")
    set(target "${COLLAPSE_${name}_ROOT}/${folder}/Eigen")
  else()
    set(include "${PROJECT_BINARY_DIR}/third_party/${name}")
    set(link "${include}/${last}")
    set(target "${COLLAPSE_${name}_ROOT}/${folder}")
  endif()
  file(MAKE_DIRECTORY "${include}")
  if(NOT EXISTS "${link}")
    file(CREATE_LINK "${target}" "${link}" SYMBOLIC)
  endif()
  target_include_directories(third_party_${name} SYSTEM INTERFACE "${include}")
endfunction()

collapse_library(eigen eigen3 Eigen/Core libeigen3-dev)
collapse_library(rapidjson rapidjson document.h rapidjson-dev)
# What includes collapse/eigen.h takes Eigen as it is.
add_library(collapse_public_eigen INTERFACE)
if(TARGET Eigen3::Eigen)
  target_link_libraries(collapse_public_eigen INTERFACE Eigen3::Eigen)
else()
  get_target_property(eigen_include third_party_eigen INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(collapse_public_eigen SYSTEM INTERFACE ${eigen_include})
endif()

# Our own files take these two under other names of their namespaces: a program that links the core may use them as well, with
# vectors, with exceptions or in another version, and the linker keeps one of two functions of one name.
target_compile_definitions(third_party_eigen INTERFACE Eigen=collapse_eigen)
# No SIMD inside Eigen: it is used for small matrices only, and one lane order everywhere means the same bits everywhere
# (docs/decisions/0004).
target_compile_definitions(third_party_eigen INTERFACE EIGEN_DONT_VECTORIZE $<$<CONFIG:Release>:EIGEN_NO_DEBUG>)
target_compile_definitions(third_party_rapidjson INTERFACE rapidjson=collapse_rapidjson)
# Comparing its iterators is ambiguous by the letter of C++20; clang warns although it picks the right operator.
target_compile_options(third_party_rapidjson INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-ambiguous-reversed-operator>)
if(COLLAPSE_BUILD_TESTS)
  collapse_library(doctest doctest doctest.h doctest-dev)
endif()
if(COLLAPSE_BUILD_COMMAND AND NOT EMSCRIPTEN)
  collapse_library(cli11 CLI CLI.hpp libcli11-dev)
  find_package(Threads REQUIRED)
endif()
