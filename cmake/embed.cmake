# Compiles files into a target: tessera_embed(TARGET FILE...)
#
# FILEs are in one folder below the current one. The build makes "files.hpp" and "files.cpp" of them,
# in the same place below the binary folder. There, pages/report.html is a std::string_view of the
# file's bytes: tessera::internal::files::report_html.

if(NOT CMAKE_SCRIPT_MODE_FILE)
    function(tessera_embed target)
        list(GET ARGN 0 first)
        cmake_path(GET first PARENT_PATH folder)
        set(output ${CMAKE_CURRENT_BINARY_DIR}/${folder}/files)
        set(script ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
        add_custom_command(
            OUTPUT ${output}.hpp ${output}.cpp
            COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${ARGN}" -P ${script}
            DEPENDS ${ARGN} ${script}
            WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
            VERBATIM
        )
        # The target may be of another folder, where the command above isn't known.
        string(MAKE_C_IDENTIFIER ${target}_${folder} embedding)
        add_custom_target(${embedding} DEPENDS ${output}.hpp ${output}.cpp)
        add_dependencies(${target} ${embedding})
        target_sources(${target} PRIVATE ${output}.hpp ${output}.cpp)
    endfunction()
    return()
endif()

cmake_minimum_required(VERSION 3.25)

set(declarations)
set(definitions)
foreach(file ${FILES})
    cmake_path(GET file FILENAME name)
    string(MAKE_C_IDENTIFIER ${name} name)
    # As numbers, for a literal of text has a limit; in pieces, for long texts are slow to replace in.
    file(SIZE ${file} size)
    set(characters)
    set(at 0)
    while(at LESS size)
        file(READ ${file} piece OFFSET ${at} LIMIT 4000 HEX)
        string(REGEX REPLACE "(................................)" "\\1\n" piece "${piece}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," piece "${piece}")
        string(APPEND characters "${piece}")
        math(EXPR at "${at} + 4000")
    endwhile()
    string(APPEND declarations "extern const std::string_view ${name}; // ${file}\n")
    string(APPEND definitions
        "constexpr char ${name}_bytes[] = {\n${characters}'\\0'};\n"
        "constinit const std::string_view ${name}(${name}_bytes, sizeof ${name}_bytes - 1);\n")
endforeach()
file(WRITE ${OUTPUT}.hpp
    "#pragma once\n\n#include <string_view>\n\n"
    "namespace tessera::internal::files {\n${declarations}} // namespace tessera::internal::files\n")
file(WRITE ${OUTPUT}.cpp
    "#include \"files.hpp\"\n\n"
    "namespace tessera::internal::files {\n${definitions}} // namespace tessera::internal::files\n")
