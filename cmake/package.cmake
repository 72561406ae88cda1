# What `cmake --install` puts in place, so that find_package(tessera) and pkg-config find it. Its
# components are packages: see debian.cmake.

include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tessera)

install(TARGETS tessera EXPORT tessera_targets LIBRARY
    DESTINATION ${CMAKE_INSTALL_LIBDIR}
    COMPONENT library
    NAMELINK_COMPONENT development
)
install(DIRECTORY engine/include/tessera
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development
)
install(EXPORT tessera_targets
    FILE tessera-targets.cmake
    NAMESPACE tessera::
    DESTINATION ${package_dir}
    COMPONENT development
)

configure_package_config_file(cmake/tessera-config.cmake.in
    ${CMAKE_CURRENT_BINARY_DIR}/tessera-config.cmake
    INSTALL_DESTINATION ${package_dir}
)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/tessera-config-version.cmake
    COMPATIBILITY SameMinorVersion
)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/tessera-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/tessera-config-version.cmake
    DESTINATION ${package_dir}
    COMPONENT development
)

# Relative to the .pc file itself, so that the installed tree can be moved.
file(RELATIVE_PATH pc_to_prefix
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX}
)
configure_file(cmake/tessera.pc.in ${CMAKE_CURRENT_BINARY_DIR}/tessera.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tessera.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT development
)

if(NOT TESSERA_APPS)
    return()
endif()
install(TARGETS tessera_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)

# Manual pages and completions: the command itself prints them.
set(command_files ${CMAKE_CURRENT_BINARY_DIR}/command_files)
install(CODE "
    execute_process(COMMAND \"\${CMAKE_COMMAND}\"
        \"-DTESSERA=$<TARGET_FILE:tessera_cli>\" \"-DFOLDER=${command_files}\"
        -P \"${CMAKE_CURRENT_SOURCE_DIR}/cmake/command_files.cmake\"
        COMMAND_ERROR_IS_FATAL ANY)"
    COMPONENT tools
)
install(DIRECTORY ${command_files}/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT tools)

install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tools)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tools)
install(DIRECTORY samples/nightly
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples
    COMPONENT tools
)
