#!/usr/bin/env bash
# Installs Tessera at a prefix of its own, moves it, and builds programs in C++ and C that find it
# by CMake and by pkg-config: package.sh BUILD_DIR
set -euo pipefail

build=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/moved" # the tree must not depend on where it was installed
prefix=$scratch/moved
library=$(find "$prefix" -name libtessera.so -printf '%h\n')

mkdir "$scratch/photos"
for i in 1 2 3; do
    vips gaussnoise "$scratch/noise.v" 40 30 --mean $((i * 60)) --sigma 20
    vips cast "$scratch/noise.v" "$scratch/photos/$i.png" uchar
done

run() {
    LD_LIBRARY_PATH=$library "$1" "$scratch/photos" "$scratch/photos/2.png" "$scratch/photos.tiles" |
        tee "$scratch/output"
    grep -q '^512 x 384 px' "$scratch/output"
    grep -q '/no/such/library' "$scratch/output"
}

for compilers in 'gcc g++' 'clang-14 clang++-14'; do
    read -r c cxx <<<"$compilers"
    cmake -S "$here/consumer" -B "$scratch/$c" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_C_COMPILER="$c" -DCMAKE_CXX_COMPILER="$cxx" >/dev/null
    cmake --build "$scratch/$c" >/dev/null
    run "$scratch/$c/consumer"
    cp "$scratch/output" "$scratch/output.cpp"
    run "$scratch/$c/c_consumer"
    cmp "$scratch/output" "$scratch/output.cpp" # C and C++ print the same pixel and the same sentence
done

export PKG_CONFIG_PATH=$library/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs tessera)"
c++ -std=c++20 "$here/consumer/main.cpp" -o "$scratch/consumer" "${flags[@]}"
run "$scratch/consumer"
cc -std=c11 -pedantic-errors "$here/consumer/main.c" -o "$scratch/c_consumer" "${flags[@]}"
run "$scratch/c_consumer"

# The Python module finds the library of its own tree, wherever the tree is.
module=$(find "$prefix" -path '*/dist-packages/tessera' -printf '%h\n')
PYTHONPATH=$module /usr/bin/python3 - "$scratch/photos.tiles" "$prefix" <<'PYTHON'
import sys, tessera

assert len(tessera.Library(sys.argv[1])) == 3
assert tessera._abi.library._name.startswith(sys.argv[2]), tessera._abi.library._name
PYTHON

# The samples build with the installed library.
cmake -S "$here/../../samples" -B "$scratch/samples" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$scratch/samples" >/dev/null
"$here/../samples.sh" "$scratch/samples" "$module"

"$prefix/bin/tessera" --version # finds the library beside it
