#!/usr/bin/env bash
# Compiles nanoflann's one door with the names that nanoflann has from version 1.5 on:
# nanoflann.sh ROOT COMPILER FLAGS...
set -euo pipefail

root=$1 compiler=$2
"$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -Wconversion -Wshadow -Werror \
    -I "$root/tests/architecture/nanoflann_1.5" -I "$root/engine/include" -I "$root/engine" "${@:3}" \
    "$root/engine/match/nearest/index.cpp"
