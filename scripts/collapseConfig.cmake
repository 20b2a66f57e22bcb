# find_package(collapse CONFIG): the target collapse::core.
include(CMakeFindDependencyMacro)
# For collapse/eigen.h. Headers alone, the same for every target: Emscripten's own system has none.
if(EMSCRIPTEN)
  find_dependency(Eigen3 CONFIG NO_CMAKE_FIND_ROOT_PATH)
else()
  find_dependency(Eigen3 CONFIG)
endif()
include("${CMAKE_CURRENT_LIST_DIR}/collapseTargets.cmake")
