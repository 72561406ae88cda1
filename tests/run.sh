#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: first the release build, then what is
# labelled unit and cli under the address and undefined-behaviour sanitizers.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"
cmake/install-deps.sh

for preset in release asan; do
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset"
done
# libvips' slices hide errors from the sanitizers.
G_SLICE=always-malloc ctest --preset asan -L unit -j "$(nproc)"
ctest --preset release -j "$(nproc)"
