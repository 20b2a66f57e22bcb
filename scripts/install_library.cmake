# What another project needs to find the library: cmake --install build/release --component library --prefix PREFIX
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(collapse_package "${CMAKE_INSTALL_LIBDIR}/cmake/collapse")

install(TARGETS collapse_core EXPORT collapse_targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/core/include/collapse" DESTINATION include COMPONENT library)
install(EXPORT collapse_targets NAMESPACE collapse:: FILE collapseTargets.cmake DESTINATION "${collapse_package}" COMPONENT library)

# Before 1.0 a minor version may change what programs are compiled against.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/collapseConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_SOURCE_DIR}/scripts/collapseConfig.cmake" "${PROJECT_BINARY_DIR}/package/collapseConfigVersion.cmake"
  DESTINATION "${collapse_package}" COMPONENT library)

# pkg-config finds the prefix from where the file lies, so the folder may be moved.
set(pkgconfig_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH prefix_from_pkgconfig "/${pkgconfig_folder}" "/")
configure_file("${PROJECT_SOURCE_DIR}/scripts/collapse.pc.in" "${PROJECT_BINARY_DIR}/package/collapse.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/collapse.pc" DESTINATION "${pkgconfig_folder}" COMPONENT library)
