#!/usr/bin/env bash
# Tessera as the subdirectory of another project, which keeps its own settings, with g++ and with
# clang++: subproject.sh ROOT BUILD
#
# The project is configured in full, and its program is compiled. The engine isn't compiled again:
# the program is linked as the project would link it, with the library that BUILD has already.
set -euo pipefail

root=$1 build=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset CMAKE_CXX_COMPILER_LAUNCHER CMAKE_C_COMPILER_LAUNCHER CMAKE_EXPORT_COMPILE_COMMANDS

mkdir "$scratch/photos"
for i in 1 2 3; do
    vips gaussnoise "$scratch/noise.v" 40 30 --mean $((i * 60)) --sigma 20
    vips cast "$scratch/noise.v" "$scratch/photos/$i.png" uchar
done

try() { # COMPILER CMAKE_ARGUMENT...
    local project=$scratch/$1 object found
    cmake -S "$here/subproject" -B "$project" -G Ninja -DTESSERA="$root" -DCMAKE_CXX_COMPILER="$1" \
        "${@:2}" >"$scratch/log" || { cat "$scratch/log" && exit 1; }
    found=$(find "$project" -name 'CPack*' -o -name 'CTest*' -o -name compile_commands.json -o -name '*.gz')
    [ -z "$found" ] || { echo "the project has files that it didn't ask for: $found" >&2; exit 1; }

    object=$(ninja -C "$project" -t targets all | grep -o '^CMakeFiles/program\.dir/.*\.o')
    ninja -C "$project" "$object" >"$scratch/log" || { cat "$scratch/log" && exit 1; }
    cp -a "$build"/engine/libtessera.so* "$project/tessera/engine"
    (cd "$project" && sh -c "$(ninja -t commands program | tail -n 1)")
    "$project/program" "$scratch/photos" "$scratch/photos/2.png" "$scratch/$1.tiles" >"$scratch/output"
    grep -q '^512 x 384 px' "$scratch/output"
    echo "$1: the project keeps its settings, its program runs"
}

try g++
try clang++-14 -DCMAKE_BUILD_TYPE=Debug -DCMAKE_INSTALL_LIBDIR=lib/own -DCMAKE_INSTALL_PREFIX=/own
