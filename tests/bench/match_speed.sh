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

mkdir "$scratch/crops" "$scratch/metapixel"
for photo in "$photos"/*.jpg; do
    name=$scratch/crops/$(basename "$photo" .jpg)
    vips smartcrop "$photo" "$name-1.jpg" 200 200 --interesting entropy 2>/dev/null || continue
    vips smartcrop "$photo" "$name-2.jpg" 240 240 --interesting centre 2>/dev/null || true
    vips smartcrop "$photo" "$name-3.jpg" 160 160 --interesting low 2>/dev/null || true
done
find "$scratch/crops" -name '*.jpg' | sort | sed 1,1000d | xargs -r -d '\n' rm
"$tessera" build "$scratch/crops" -o "$scratch/tiles" --tile 64 --quiet
metapixel-prepare --width=64 --height=64 "$scratch/crops" "$scratch/metapixel" >/dev/null 2>&1

# Metapixel's time is that of the whole less the same mosaic drawn again from its list of what stands
# where: so without reading the source. For us it is read once in full, and once at the 4 x 4 px a cell
# that matching looks at, which leaves next to nothing of the reading.
source=$scratch/source.png small=$scratch/small.png
vips thumbnail "$2" "$source" $((${grid%x*} * 32)) --height $((${grid#*x} * 32)) --crop centre
vips shrink "$source" "$small" 8 8

median() { sort -g "$1" | sed -n 2p; }
plan() { # plan SOURCE [OPTION...]: the report
    "$tessera" plan "$1" -l "$scratch/tiles" -o "$scratch/plan.tif" --force --cells "$grid" --json --quiet "${@:2}"
}
metapixel_run() { # metapixel_run TIMES [OPTION...]
    /usr/bin/time -a -o "$1" -f %e metapixel -l "$scratch/metapixel" -w 64 -h 64 -s 2 -e local "${@:2}" \
        --metapixel "$source" "$scratch/wall.png" >/dev/null 2>&1
}

for distance in 0 5; do
    for _ in 1 2 3; do
        metapixel_run "$scratch/whole.$distance" -d "$distance" --out "$scratch/list"
        metapixel_run "$scratch/again.$distance" -d "$distance" --in "$scratch/list"
        plan "$small" --spacing "$distance" | jq .seconds.match >>"$scratch/ours.$distance"
        plan "$source" --spacing "$distance" | jq .seconds.match >>"$scratch/read.$distance"
    done
    awk -v d="$distance" -v whole="$(median "$scratch/whole.$distance")" -v again="$(median "$scratch/again.$distance")" \
        -v ours="$(median "$scratch/ours.$distance")" -v read="$(median "$scratch/read.$distance")" \
        'BEGIN { theirs = whole - again
                 printf "spacing %s: metapixel %.2f s, tessera %.3f s: %.1f times; %.3f s with reading the source\n",
                     d, theirs, ours, theirs / ours, read }'
done
for _ in 1 2 3; do
    plan "$small" --min-use 12 --max-use 13 >"$scratch/report"
    jq .seconds.match "$scratch/report" >>"$scratch/ours.limits"
done
awk -v free="$(median "$scratch/ours.0")" -v limited="$(median "$scratch/ours.limits")" -v gap="$(jq .match.gap "$scratch/report")" \
    'BEGIN { printf "each photo 12 or 13 times: %.3f s, %.1f times the free match, within %.4f %% of the least cost\n",
                 limited, limited / free, gap * 100 }'
