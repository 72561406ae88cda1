#!/usr/bin/env bash
# Embeds files that are hard to quote, compiles them and compares their bytes: embed.sh EMBED_CMAKE COMPILER
set -euo pipefail

embed=$(realpath "$1") compiler=$2
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

: >empty.css
# shellcheck disable=SC2016 # as it stands
printf 'a;b[c]\\d "${x}" @y@ )" */ \r\n\0\xff é;' >odd-name.html
seq 1 30000 >long.js # longer than compilers take one literal to be

cmake -DOUTPUT="$PWD/files" '-DFILES=empty.css;odd-name.html;long.js' -P "$embed"
cat >main.cpp <<'END'
#include "files.hpp"
#include <fstream>
int main() {
    std::ofstream("1", std::ios::binary) << tessera::internal::files::empty_css;
    std::ofstream("2", std::ios::binary) << tessera::internal::files::odd_name_html;
    std::ofstream("3", std::ios::binary) << tessera::internal::files::long_js;
}
END
"$compiler" -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Werror main.cpp files.cpp -o embedded
./embedded
cmp 1 empty.css
cmp 2 odd-name.html
cmp 3 long.js
echo "embedded files hold the same bytes"
