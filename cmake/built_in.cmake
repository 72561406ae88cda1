# What a room has several of stands in one list: tessera_built_in(FILE DECLARATION ENTRY NAME...) in its CMakeLists.txt.
#
# In FILE, DECLARATION and ENTRY, @ stands for the name. Each FILE is compiled. The room's built_in.cpp.in becomes the
# table that its registry reads: DECLARATIONS and ENTRIES stand there, in the order of the names.
function(tessera_built_in file declaration entry)
    set(DECLARATIONS)
    set(ENTRIES)
    foreach(name ${ARGN})
        string(REPLACE @ ${name} source "${file}")
        string(REPLACE @ ${name} line "${declaration}")
        string(REPLACE @ ${name} item "${entry}")
        target_sources(tessera_engine PRIVATE ${source})
        string(APPEND DECLARATIONS "${line};\n")
        string(APPEND ENTRIES "${item}, ")
    endforeach()
    set(table ${CMAKE_CURRENT_BINARY_DIR}/built_in.cpp)
    configure_file(built_in.cpp.in ${table} @ONLY)
    target_sources(tessera_engine PRIVATE ${table})
endfunction()
