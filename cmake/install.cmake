# cmake --install: the program, the libraries, their headers as "graph/…", "ingest/…", "export/…", and what find_package(ekg)
# reads. examples/find_package uses it; tests/install does so in earnest.
include(CMakePackageConfigHelpers)

install(TARGETS ekg ekg_graph ekg_ingest ekg_export EXPORT ekg)
foreach(room graph ingest export)
  install(DIRECTORY ${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ekg FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def"
    PATTERN "train" EXCLUDE)
endforeach()
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/ekg)
install(EXPORT ekg NAMESPACE ekg:: FILE ekgTargets.cmake DESTINATION ${package})
configure_package_config_file(cmake/ekgConfig.cmake.in ${CMAKE_BINARY_DIR}/ekgConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/ekgConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/ekgConfig.cmake ${CMAKE_BINARY_DIR}/ekgConfigVersion.cmake DESTINATION ${package})
