#!/usr/bin/env bash
# Speed of matching beside metapixel's, same 1,000 tiles and cells, in one run:
# match_speed.sh PHOTOS SOURCE COLUMNSxROWS
# PHOTOS: a folder of at least 334 JPEGs, of each of which up to three parts become tiles. Needs
# metapixel, jq, /usr/bin/time.
set -euo pipefail
export LC_ALL=C

[ $# -eq 3 ] || { echo "usage: $0 PHOTOS SOURCE COLUMNSxROWS" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") grid=$3
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/crops"
for photo in "$photos"/*.jpg; do
    name=$scratch/crops/$(basename "$photo" .jpg)
    vips smartcrop "$photo" "$name-1.jpg" 200 200 --interesting entropy 2>/dev/null || continue
    vips smartcrop "$photo" "$name-2.jpg" 240 240 --interesting centre 2>/dev/null || true
    vips smartcrop "$photo" "$name-3.jpg" 160 160 --interesting low 2>/dev/null || true
done
find "$scratch/crops" -name '*.jpg' | sort | sed 1,1000d | xargs -r -d '\n' rm
"$tessera" build "$scratch/crops" -o "$scratch/tiles" --tile 64 --quiet
for side in 8 64; do
    mkdir "$scratch/metapixel.$side"
    metapixel-prepare --width=$side --height=$side "$scratch/crops" "$scratch/metapixel.$side" >/dev/null 2>&1
done

# Metapixel's time of matching is that of the whole less that of drawing the same mosaic again from its
# list of what stands where: so without reading the source. Its tiles are of 8 px there, or else the
# drawing, which takes many times as long, would drown the difference. Our source is of the 4 x 4 px a
# cell that matching looks at, which leaves little of the reading.
source=$scratch/source.png small=$scratch/small.png
vips thumbnail "$2" "$source" $((${grid%x*} * 32)) --height $((${grid#*x} * 32)) --crop centre
vips shrink "$source" "$small" 8 8

median() { sort -g "$1" | sed -n 3p; }
plan() { # plan SOURCE [OPTION...]: the report
    "$tessera" plan "$1" -l "$scratch/tiles" -o "$scratch/plan.tif" --force --cells "$grid" --json --quiet "${@:2}"
}
timed() { /usr/bin/time -a -o "$scratch/$1" -f %e "${@:2}" >/dev/null 2>&1; }
metapixel_run() { # metapixel_run TIMES TILE_SIDE SOURCE [OPTION...]
    timed "$1" metapixel -l "$scratch/metapixel.$2" -w "$2" -h "$2" -s 2 -e local "${@:4}" \
        --metapixel "$3" "$scratch/wall.png"
}

for distance in 0 5; do
    for _ in 1 2 3 4 5; do
        metapixel_run "whole.$distance" 8 "$small" -d "$distance" --out "$scratch/list"
        metapixel_run "again.$distance" 8 "$small" -d "$distance" --in "$scratch/list"
        plan "$small" --spacing "$distance" | jq .seconds.match >>"$scratch/ours.$distance"
        plan "$small" --spacing "$distance" --effort 0 | jq .seconds.match >>"$scratch/filled.$distance"
        metapixel_run "theirs.$distance" 64 "$source" -d "$distance"
        timed "whole_ours.$distance" "$tessera" render "$source" -l "$scratch/tiles" -o "$scratch/wall.png" --force \
            --cells "$grid" --spacing "$distance" --quiet
    done
    awk -v d="$distance" -v whole="$(median "$scratch/whole.$distance")" -v again="$(median "$scratch/again.$distance")" \
        -v ours="$(median "$scratch/ours.$distance")" -v filled="$(median "$scratch/filled.$distance")" \
        -v a="$(median "$scratch/theirs.$distance")" -v b="$(median "$scratch/whole_ours.$distance")" \
        'BEGIN { theirs = whole - again
                 printf "spacing %s, matching: metapixel %.2f s, tessera %.3f s: %.1f times; --effort 0 %.3f s: %.1f times\n",
                     d, theirs, ours, theirs / ours, filled, theirs / filled
                 printf "spacing %s, source to PNG of 64 px tiles: metapixel %.2f s, tessera %.2f s: %.1f times\n", d, a, b, a / b }'
done
for _ in 1 2 3 4 5; do
    plan "$small" --min-use 12 --max-use 13 >"$scratch/report"
    jq .seconds.match "$scratch/report" >>"$scratch/ours.limits"
done
awk -v free="$(median "$scratch/ours.0")" -v limited="$(median "$scratch/ours.limits")" -v gap="$(jq .match.gap "$scratch/report")" \
    'BEGIN { printf "each photo 12 or 13 times: %.3f s, %.1f times the free match, within %.4f %% of the least cost\n",
                 limited, limited / free, gap * 100 }'
