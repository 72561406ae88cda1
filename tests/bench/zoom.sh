#!/usr/bin/env bash
# Zooms out of mosaics of very different sizes, and what their frames cost:
# zoom.sh PHOTOS SOURCE [CELLS a side, 8192]
# PHOTOS: a folder of at least 228 JPEGs. SOURCE: any picture; it is enlarged to one px a cell.
# Needs vips, jq and /usr/bin/time. SCRATCH names the folder to write in, instead of a temporary one.
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

for side in $((cells / 64)) $((cells / 8)) "$cells"; do
    vips thumbnail "$source" source.v "$side" --height "$side" --size force
    vips copy source.v source.jpg
    "$tessera" plan source.jpg -l library.tiles -o plan.tif --cells "${side}x$side" --quiet --force
    for frames in 10 100; do
        /usr/bin/time -o time -f '%e s, %M kB' "$tessera" animate plan.tif -l library.tiles \
            -o 'frame.%d.ppm' --size 1280x720 --fps "$frames" --duration 1 --force --json \
            --progress none >report.json
        echo "$side x $side cells, $((side * 128)) px a side, $frames frames: $(cat time);" \
            "$(jq -r '"plan \(.seconds.open) s, frames \(.seconds.frames) s"' report.json)"
    done
done
