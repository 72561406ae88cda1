#!/usr/bin/env bash
# Formatting of C++ and soundness of shell scripts: style.sh ROOT
set -euo pipefail

cd "$1"
find engine apps samples tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 clang-format-14 --dry-run --Werror
find samples tests cmake .ci \( -name '*.sh' -o -name '*.bats' -o -name '*.bash' -o -path .ci/run \) -print0 |
    xargs -0 shellcheck
