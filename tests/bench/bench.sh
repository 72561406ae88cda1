#!/usr/bin/env bash
# Building, and the canvas through libvips' PNG saver: bench.sh PHOTOS SOURCE [COLUMNSxROWS]
# PHOTOS: a folder of JPEGs. SOURCE: the picture to rebuild. Needs /usr/bin/time, and for the last
# part as much memory as the mosaic has bytes.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE [COLUMNSxROWS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2") cells=${3:-207x292}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/thumbnails"

# timed LABEL COMMAND...: the median of five runs, after one that doesn't count.
timed() {
    local label=$1 i
    shift
    "$@" >/dev/null 2>&1 || true
    for i in 1 2 3 4 5; do
        /usr/bin/time -o "$scratch/time.$i" -f '%e %M' "$@" >/dev/null 2>&1
    done
    sort -n "$scratch"/time.? | sed -n 3p |
        while read -r seconds kilobytes; do
            printf '%-58s %7.2f s %7.1f MB\n' "$label" "$seconds" "$((kilobytes / 1000)).$((kilobytes % 1000 / 100))"
        done
}

echo "== building a library of $(find "$photos" -name '*.jpg' | wc -l) photos, 128 px"
for threads in 1 2; do
    timed "vipsthumbnail, $threads threads" \
        vipsthumbnail --vips-concurrency="$threads" -s 128x128 --smartcrop centre \
        -o "$scratch/thumbnails/%s.jpg" "$photos"/*.jpg
    timed "tessera build, $threads threads" \
        "$tessera" build "$photos" -o "$scratch/all.tiles" --force --quiet --threads "$threads"
done

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
