#!/usr/bin/env bash
# The canvas through libvips' PNG saver: bench.sh PHOTOS SOURCE [COLUMNSxROWS]
# PHOTOS: a folder of JPEGs. SOURCE: the picture to rebuild. Needs /usr/bin/time, and for the last
# part as much memory as the mosaic has bytes.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE [COLUMNSxROWS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2") cells=${3:-207x292}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "== memory of a PNG through libvips' saver"
mkdir "$scratch/some"
find "$photos" -name '*.jpg' | sort | sed -n 1,228p | xargs -I{} ln -s {} "$scratch/some/"
"$tessera" build "$scratch/some" -o "$scratch/228.tiles" --quiet
columns=${cells%x*} rows=${cells#*x}
for factor in 1 2; do
    grid=$((columns * factor))x$((rows * factor))
    vips resize "$source" "$scratch/source.png" "$factor"
    /usr/bin/time -f "%e s, %M kB" "$tessera" render "$scratch/source.png" -l "$scratch/228.tiles" \
        -o "$scratch/wall.png" --cells "$grid" --writer canvas --force --quiet 2>"$scratch/time"
    echo "$grid cells: $(tail -n 1 "$scratch/time")"
done
rm -f "$scratch/wall.png"

echo "== what matching, planning and the canvas add to libvips' own saver"
"$here/build/release/tests/canvas_overhead" "$source" "$scratch/228.tiles" "$columns" "$rows" "$scratch"
