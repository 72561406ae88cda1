# Manual pages and completions of the command, in the folders of an installation's share.
# cmake -DTESSERA=COMMAND -DFOLDER=... -P command_files.cmake

cmake_minimum_required(VERSION 3.25)

function(write_output file)
    get_filename_component(folder ${FOLDER}/${file} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    execute_process(COMMAND ${TESSERA} ${ARGN}
        OUTPUT_FILE ${FOLDER}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
write_output(bash-completion/completions/tessera completion bash)
write_output(zsh/vendor-completions/_tessera completion zsh)
write_output(fish/vendor_completions.d/tessera.fish completion fish)

execute_process(COMMAND ${TESSERA} man --list
    OUTPUT_VARIABLE pages OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" pages "${pages}")
foreach(page ${pages})
    if(page STREQUAL "tessera")
        write_output(man/man1/tessera.1 man)
    else()
        write_output(man/man1/${page}.1 man ${page})
    endif()
endforeach()
file(GLOB pages ${FOLDER}/man/man1/*.1)
execute_process(COMMAND gzip -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
