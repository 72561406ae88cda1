# For every target alike: a sanitizer that sees half of a program reports nonsense.

if(TESSERA_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# The check that an object has its type opens a pipe. It calls the type wrong where no descriptor is
# left, which is what some tests bring about: it is off for the sources that throw and catch then.
function(tessera_check_no_types target)
    if(TESSERA_SANITIZE)
        set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES
            COMPILE_OPTIONS -fno-sanitize=vptr)
    endif()
endfunction()
