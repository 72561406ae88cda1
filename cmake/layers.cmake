# Fails on an include that goes against the layers, and on a third party beside its door.
# cmake -DROOT=... -P layers.cmake

cmake_minimum_required(VERSION 3.25)

# The rooms from left to right, each with its public headers. A room may include the public headers of
# its own and of rooms to its left, and so may its public headers themselves.
set(rooms
    "base|digest error export geometry log output run target"
    "process|"
    "markup|"
    "image|image_view orientation session source tile"
    "describe|descriptor"
    "store|tile_store"
    "score|score"
    "sequence|sequence"
    "library|library maintain select"
    "mosaic|mosaic"
    "match|match"
    "compose|compose painter"
    "overview|overview"
    "write|writer"
    "animate|animation"
    "options|options settings"
    "capi|"
    "batch|"
    "cli|"
)

# What each room may include of the others' private headers.
set(may_base)
set(may_process base)
set(may_markup)
set(may_image base)
set(may_describe base image)
set(may_store base image)
set(may_score base image)
set(may_sequence base process image markup)
set(may_library base image describe store sequence)
set(may_mosaic base image)
set(may_match base image describe store library)
set(may_compose base image describe store library mosaic)
set(may_overview base image describe store score library mosaic match compose)
set(may_write base image markup describe store library mosaic match compose)
set(may_animate base image describe store library mosaic match compose sequence)
set(may_options base)
set(may_capi base)
set(may_batch base process) # apps/batch
set(may_cli batch markup)   # apps/cli, and the verbs of apps/batch

# Third parties, as includes start, and the only files that may name them.
set(doors
    "nanoflann|engine/match/nearest/index\\.cpp"
    "glib|engine/(markup/escape|image/codec/keywords)\\.cpp"
    "lmdb\\.h|engine/store/lmdb/lmdb\\.hpp"
    "hdf5\\.h|engine/store/hdf5/id\\.hpp"
    "xxhash|engine/base/hasher\\.cpp"
    "jpeglib|engine/(image/codec/jpeg|write/jpeg/codec)\\.cpp"
    "libdeflate|engine/(store/hdf5/zlib|write/png/[a-z]+|image/codec/png)\\.cpp"
    "png\\.h|engine/image/codec/png\\.cpp"
    "cgif|engine/sequence/animation/gif_writer\\.cpp"
    "tiffio|engine/write/tiff/codec\\.cpp"
    "expat|engine/image/codec/keywords\\.cpp"
    "lcms2|engine/image/colour/profile\\.cpp"
    "sqlite3|apps/batch/journal/database\\.cpp"
    "toml|apps/batch/manifest/toml\\.cpp"
    "CLI/|apps/(cli|batch/verbs)/.*"
    "vips/|engine/(image|score|mosaic|compose|overview|write|sequence)/.*|engine/include/tessera/compose\\.hpp"
    "spdlog/|(engine|apps)/.*\\.(cpp|hpp)"
    "fmt/|none"
    "nlohmann/|engine/.*\\.cpp|apps/.*"
    "omp\\.h|engine/base/run\\.cpp"
)

set(wrong)

# Numbers the rooms, and says of each public header whose it is. What includes all of them has no room.
set(owner_tessera any)
set(number 0)
foreach(entry ${rooms})
    string(REGEX REPLACE "\\|.*" "" room "${entry}")
    string(REGEX REPLACE ".*\\|" "" headers "${entry}")
    string(REPLACE " " ";" headers "${headers}")
    math(EXPR number "${number} + 1")
    set(number_${room} ${number})
    foreach(header ${headers})
        set(owner_${header} ${room})
        if(NOT EXISTS ${ROOT}/engine/include/tessera/${header}.hpp)
            list(APPEND wrong "there is no public header '${header}.hpp' of the room '${room}'")
        endif()
    endforeach()
endforeach()

file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/engine/*.cpp ${ROOT}/engine/*.hpp ${ROOT}/apps/*.cpp ${ROOT}/apps/*.hpp
)
foreach(file ${files})
    file(STRINGS ${ROOT}/${file} lines REGEX "^#include")
    string(REGEX REPLACE "^(engine|apps)/([a-z]+)/.*" "\\2" room ${file})
    if(file MATCHES "^apps/batch/verbs/")
        set(room cli)
    endif()
    set(reader ${room})
    if(room STREQUAL "include")
        get_filename_component(header ${file} NAME_WE)
        set(reader ${owner_${header}})
    endif()
    if(reader STREQUAL "any")
        continue()
    elseif(NOT DEFINED number_${reader})
        list(APPEND wrong "${file}: no room has it")
        continue()
    endif()
    foreach(line ${lines})
        string(REGEX REPLACE "^#include *[<\"]([^>\"]+)[>\"].*" "\\1" target "${line}")
        string(REGEX REPLACE "/.*" "" head "${target}")
        if(line MATCHES "\"" AND NOT head STREQUAL room AND NOT head IN_LIST may_${room})
            list(APPEND wrong "${file}: '${room}' must not include '${target}'")
        endif()
        if(target MATCHES "^tessera/(.*)\\.hpp$")
            set(owner ${owner_${CMAKE_MATCH_1}})
            if(NOT DEFINED number_${owner} OR number_${owner} GREATER number_${reader})
                list(APPEND wrong "${file}: '${reader}' must not include '${target}' of '${owner}'")
            endif()
        endif()
        if(room STREQUAL "include" AND target MATCHES "^(spdlog|fmt)/")
            list(APPEND wrong "${file}: a public header must not name ${head}")
        endif()
        foreach(door ${doors})
            string(FIND "${door}" "|" bar)
            math(EXPR after "${bar} + 1")
            string(SUBSTRING "${door}" 0 ${bar} party)
            string(SUBSTRING "${door}" ${after} -1 allowed)
            if(target MATCHES "^${party}" AND NOT file MATCHES "^(${allowed})$")
                list(APPEND wrong "${file}: ${target} may be included by ${allowed} only")
            endif()
        endforeach()
    endforeach()
endforeach()

list(LENGTH files count)
if(count LESS 20)
    list(APPEND wrong "only ${count} files were found below ${ROOT}")
endif()
if(wrong)
    list(JOIN wrong "\n" text)
    message(FATAL_ERROR "${text}")
endif()
message(STATUS "${count} files keep to the layers")
