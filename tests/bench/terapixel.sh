#!/usr/bin/env bash
# A terapixel mosaic in one command, and the pixels of its corners and middle read back:
# terapixel.sh PHOTOS SOURCE [CELLS a side, 8192]
# PHOTOS: a folder of at least 228 JPEGs. SOURCE: any picture; it is enlarged to one px a cell.
# Needs gdal_translate, vips and /usr/bin/time. SCRATCH names the folder to write in, instead of a
# temporary one: 15 GB.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE [CELLS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2") cells=${3:-8192}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir some
find "$photos" -name '*.jpg' | sort | sed -n 1,228p | xargs -I{} ln -s {} some/
"$tessera" build some -o library.tiles --quiet

for side in $((cells / 4)) $((cells / 2)) "$cells"; do
    vips thumbnail "$source" source.v "$side" --height "$side" --size force
    vips copy source.v source.jpg
    rm -f source.v wall.tif
    /usr/bin/time -o time -f '%e s, %M kB' "$tessera" render source.jpg -l library.tiles \
        -o 'wall.tif[compression=jpeg,Q=85,pyramid]' --cells "${side}x$side" --quiet
    echo "$side x $side cells, $((side * 128)) px a side: $(cat time), $(stat -c %s wall.tif) bytes"
done

"$tessera" plan source.jpg -l library.tiles -o plan.tif --cells "${cells}x$cells" --quiet
# The same JPEG tiles, without any sharing, as the canvas and libtiff make them of the plan's cells.
far=$((cells * 128 - 384)) middle=$((cells * 64))
for place in "0 0" "$far 0" "0 $far" "$far $far" "$middle $middle"; do
    read -r left top <<<"$place"
    "$here/build/release/tests/plan_crop" plan.tif library.tiles "$left" "$top" 384 384 cells.png
    vips tiffsave cells.png cells.tif --compression jpeg --Q 85 --tile --tile-width 128 --tile-height 128
    gdal_translate -q -of PNG -co WORLDFILE=NO -srcwin "$left" "$top" 384 384 wall.tif gdal.png
    gdal_translate -q -of PNG -srcwin 0 0 384 384 cells.tif cells-gdal.png
    vips crop wall.tif vips.png "$left" "$top" 384 384
    vips copy cells.tif cells-vips.png
    for reader in gdal vips; do
        vips subtract "$reader.png" "cells-$reader.png" difference.v
        vips abs difference.v most.v
        echo "at $left, $top: $reader differs from the plan's tiles by $(vips max most.v)"
    done
done
