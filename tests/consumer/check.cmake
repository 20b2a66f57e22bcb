# cmake -DWAY=… -DSOURCE=<the project> -DBUILD=<its build> -DWORK=<a folder> -DHASH=<of gaussian-forgets>
#       -DCOMPILER=… -DGENERATOR=… -DTOOLCHAIN=… -DEMULATOR=… -P check.cmake
# One way for a project of someone else's to use the library:
#   find_package      what BUILD installs, in a folder that is moved afterwards; the consumer is built and run (under node: compiled)
#   pkg_config        the same, compiled by hand
#   add_subdirectory  the consumer is configured and built with the library in it, without optimisation, and run
#   fetch_content     the consumer is configured, and its own file compiled
cmake_minimum_required(VERSION 3.22)
set(here "${CMAKE_CURRENT_LIST_DIR}")
set(folder "${WORK}/${WAY}")
file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")

function(must)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT status EQUAL 0)
    string(REPLACE ";" " " command "${ARGN}")
    message(FATAL_ERROR "${command}\nended with ${status}:\n${out}")
  endif()
  set(printed "${out}" PARENT_SCOPE)
endfunction()

# must_print PROGRAM: the golden hash, and the determinant of a covariance fitted to fixed draws.
function(must_print)
  must(${EMULATOR} ${ARGN})
  set(expected "${HASH}\n6.624348 as Eigen has it\n")
  if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${WAY}: printed\n${printed}in place of\n${expected}")
  endif()
endfunction()

function(install_library)
  must("${CMAKE_COMMAND}" --install "${BUILD}" --component library --prefix "${folder}/first")
  file(RENAME "${folder}/first" "${folder}/moved")
  # Of what others may link, too, the library has no function under the same name (scripts/libraries.cmake). Mangled, a name
  # follows its length. The first expression shows that the names can be read at all.
  file(GLOB_RECURSE archive "${folder}/moved/libcollapse_core.a")
  file(STRINGS "${archive}" own LIMIT_COUNT 1 REGEX "18collapse_rapidjson")
  file(STRINGS "${archive}" shared LIMIT_COUNT 1 REGEX "5Eigen|9rapidjson")
  if(NOT own OR shared)
    message(FATAL_ERROR "the library has functions that other programs may have, too: ${shared}")
  endif()
endfunction()

# configure ARGUMENT...: the consumer, with the targets it may have (MAY_HAVE).
function(configure)
  set(common -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}")
  if(TOOLCHAIN)
    set(common -G "${GENERATOR}" "-DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN}")
  endif()
  must("${CMAKE_COMMAND}" -S "${here}" -B "${folder}/build" ${common} "-DWAY=${WAY}" ${ARGN})
  file(READ "${folder}/build/targets.txt" targets)
  if(NOT targets STREQUAL "${MAY_HAVE}")
    message(FATAL_ERROR "${WAY}: the targets are ${targets}, not ${MAY_HAVE}")
  endif()
endfunction()

set(suffix "")
if(EMULATOR)
  set(suffix .js)
  # Scripts for node, whatever a package.json above says.
  file(WRITE "${folder}/package.json" "{ \"type\": \"commonjs\" }\n")
endif()

if(WAY STREQUAL "find_package")
  install_library()
  set(MAY_HAVE "consumer")
  # Not collapse_ROOT: a toolchain may look below its own system only.
  file(GLOB_RECURSE file "${folder}/moved/collapseConfig.cmake")
  get_filename_component(package "${file}" DIRECTORY)
  configure(-DCMAKE_BUILD_TYPE=Release -DBUILD_TYPE=Release "-Dcollapse_DIR=${package}")
  if(EMULATOR)
    # The archive for the page's modules is optimised when it is linked, for the best part of a minute.
    must("${CMAKE_COMMAND}" --build "${folder}/build" --target CMakeFiles/consumer.dir/main.cpp.o)
  else()
    must("${CMAKE_COMMAND}" --build "${folder}/build")
    must_print("${folder}/build/consumer${suffix}")
  endif()
elseif(WAY STREQUAL "pkg_config")
  install_library()
  file(GLOB_RECURSE file "${folder}/moved/collapse.pc")
  get_filename_component(pkgconfig "${file}" DIRECTORY)
  must("${CMAKE_COMMAND}" -E env "PKG_CONFIG_PATH=${pkgconfig}" pkg-config --cflags --libs collapse)
  separate_arguments(flags UNIX_COMMAND "${printed}")
  must("${COMPILER}" -std=c++20 -O1 "${here}/main.cpp" -o "${folder}/consumer" ${flags})
  must_print("${folder}/consumer")
elseif(WAY STREQUAL "add_subdirectory")
  set(MAY_HAVE "collapse_core;collapse_objects;consumer")
  configure("-DCOLLAPSE_SOURCE=${SOURCE}")
  must("${CMAKE_COMMAND}" --build "${folder}/build" --target consumer)
  must_print("${folder}/build/consumer${suffix}")
else()
  set(MAY_HAVE "collapse_core;collapse_objects;consumer")
  configure("-DFETCHCONTENT_SOURCE_DIR_COLLAPSE=${SOURCE}")
  must("${CMAKE_COMMAND}" --build "${folder}/build" --target CMakeFiles/consumer.dir/main.cpp.o)
endif()
