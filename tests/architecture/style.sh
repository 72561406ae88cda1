#!/usr/bin/env bash
# Formatting of C++ and soundness of shell scripts: style.sh ROOT
set -euo pipefail

cd "$1"
find engine apps samples tests -name '*.cpp' -o -name '*.hpp' | sort |
    xargs clang-format-14 --dry-run --Werror
find samples tests cmake .ci -name '*.sh' -o -path .ci/run | xargs shellcheck
find tests/cli -name '*.bats' -o -name '*.bash' | xargs -r shellcheck
