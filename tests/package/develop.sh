#!/usr/bin/env bash
# Runs in a small Debian with compilers. Installs the packages for development, builds programs
# that find them by CMake and by pkg-config, and removes the packages again.
set -Eeuo pipefail
trap 'echo "develop.sh: line $LINENO failed" >&2' ERR
# shellcheck disable=SC1091 # in_root.sh puts it there
source /given/listing.sh

listing >/tmp/before
dpkg -i /debs/libtessera*.deb >/dev/null
dpkg -V libtessera0.2 libtessera-dev
[ "$(dpkg-query -W -f '${Depends}' libtessera-dev | grep -o 'libtessera0.2 (= [0-9.]*)')" = \
    "libtessera0.2 (= $(pkg-config --modversion tessera))" ]
mkdir /tmp/work
cd /tmp/work
/given/sample_photos . 3 >/dev/null

run() {
    "$1" photos source.jpg photos.tiles >output
    grep -q '^512 x 384 px' output
    grep -q '/no/such/library' output
}

cmake -S /given/consumer -B built -G Ninja >/dev/null
cmake --build built >/dev/null
run built/consumer
mv output output.cpp
run built/c_consumer
cmp output output.cpp

read -ra flags <<<"$(pkg-config --cflags --libs tessera)"
cc -std=c11 -pedantic-errors /given/consumer/main.c -o by_pkg_config "${flags[@]}"
run ./by_pkg_config

dpkg --purge libtessera-dev libtessera0.2 >/dev/null
listing | diff /tmp/before -
