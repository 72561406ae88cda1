# Headers that a target's files share, compiled once: half of a build is reading them. Not beside a
# compiler cache, which is better still and can't see through them.

function(tessera_precompile target)
    if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()
