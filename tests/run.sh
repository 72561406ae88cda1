#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: first what is labelled unit under the
# address and undefined-behaviour sanitizers, then all of the release build.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"
cmake/install-deps.sh

cmake --preset release >/dev/null
cmake --build --preset release
cmake --preset asan >/dev/null
cmake --build --preset asan --target tessera_tests tessera_contract
# libvips' slices hide errors from the sanitizers.
G_SLICE=always-malloc ctest --preset asan -L unit -j "$(nproc)"
ctest --preset release -j "$(nproc)"
