# Debian packages of what is built already: cpack --config BUILD/CPackConfig.cmake -B FOLDER

set(abi ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(this_version "(= ${PROJECT_VERSION})")

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL library development tools python)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # the first line of each package's own description
set(CPACK_PACKAGE_CONTACT "The Tessera developers <developers@tessera.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE
)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SOURCE tessera)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/engine)

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libtessera${abi})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS ffmpeg)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
    "out-of-core photo-mosaic engine
Turns a folder of photos into a tile library, and any picture into a mosaic of
those tiles, at gigapixels and beyond, in little memory.
.
This is the library for C++ and C. Videos are read and written through ffmpeg.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libtessera-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libtessera${abi} ${this_version}, libvips-dev (>= 8.14)"
)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "out-of-core photo-mosaic engine: development files
Headers of the library in C++20 and C, and what CMake and pkg-config need to
find it.")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME tessera)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS "libtessera${abi} ${this_version}")
set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS ffmpeg)
set(CPACK_COMPONENT_TOOLS_DESCRIPTION
    "photo mosaics of any size, in little memory
The tessera command makes mosaics of photos, looks after tile libraries and runs
batches, with manual pages and completions for bash, zsh and fish.")

set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-tessera)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
    "python3, python3-numpy, libtessera${abi} ${this_version}"
)
set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/python/postinst ${CMAKE_CURRENT_LIST_DIR}/python/prerm
)
set(CPACK_COMPONENT_PYTHON_DESCRIPTION
    "out-of-core photo-mosaic engine: Python module
Mosaics, tile libraries and sequences from Python, on numpy arrays.")

# What Debian wants each package to have; an installation without packages doesn't need it.
set(changelog ${PROJECT_BINARY_DIR}/changelog.gz)
execute_process(COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md
    OUTPUT_FILE ${changelog} COMMAND_ERROR_IS_FATAL ANY)
foreach(component LIBRARY DEVELOPMENT TOOLS PYTHON)
    string(TOLOWER ${component} name)
    set(documents ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${component}_PACKAGE_NAME})
    install(FILES LICENSE RENAME copyright
        DESTINATION ${documents} COMPONENT ${name} EXCLUDE_FROM_ALL)
    install(FILES ${changelog} DESTINATION ${documents} COMPONENT ${name} EXCLUDE_FROM_ALL)
endforeach()

include(CPack)
