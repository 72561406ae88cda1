#!/usr/bin/env bash
# Compiles each C++ program of README.md and runs it beside the sample photos:
# cpp.sh ROOT LIBRARY SAMPLE_PHOTOS COMPILER FLAGS...
set -euo pipefail

root=$1 library=$2 sample_photos=$3 compiler=$4
shift 4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

awk -v out="$scratch/program" '
    /^```/ { inside = $0 == "```cpp"; if (inside) { count += 1; file = out count ".cpp" } next }
    inside { print > file }' "$root/README.md"
programs=("$scratch"/program*.cpp)
[ -e "${programs[0]}" ] || { echo "no C++ program was found in README.md" >&2; exit 1; }

for program in "${programs[@]}"; do
    "$compiler" -std=c++20 -Wall -Wextra -Werror -I "$root/engine/include" "$program" \
        -o "${program%.cpp}" "$library" -Wl,-rpath,"$(dirname "$library")" "$@"
    folder=${program%.cpp}.folder
    mkdir "$folder"
    "$sample_photos" "$folder" 24
    mv "$folder/source.jpg" "$folder/me.jpg"
    (cd "$folder" && "${program%.cpp}")
    [ "$(vipsheader -f width "$folder/wall.tif")" -eq $((60 * 128)) ]
    [ "$(vipsheader -f width "$folder/part.png")" -eq 640 ]
done
echo "${#programs[@]} programs of README.md work as they stand"
