#!/usr/bin/env bash
# Likeness of mosaics beside metapixel's, same photos, grids and tile size, in one run:
# matching.sh PHOTOS JUDGE SOURCE:COLUMNSxROWS...
# PHOTOS: a folder of at least 334 JPEGs. JUDGE: a command that takes MOSAIC SOURCE COLUMNSxROWS and
# prints one JSON object with 1x_srgb and 4x_srgb, each with dE00 and ssim. Needs metapixel, jq.
set -euo pipefail
export LC_ALL=C

[ $# -ge 3 ] || { echo "usage: $0 PHOTOS JUDGE SOURCE:COLUMNSxROWS..." >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") judge=$2
shift 2
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT

# libraries NAME FOLDER: of both programs, of tiles of 64 px.
libraries() {
    "$tessera" build "$2" -o "$scratch/$1.tiles" --tile 64 --quiet
    mkdir "$scratch/$1.metapixel"
    metapixel-prepare --width=64 --height=64 "$2" "$scratch/$1.metapixel" >/dev/null 2>&1
}

metapixel_of() { # metapixel_of LIBRARY SOURCE OUT DISTANCE [OPTION...]
    metapixel -l "$scratch/$1.metapixel" -w 64 -h 64 -s 2 -e local -d "$4" "${@:5}" \
        --metapixel "$2" "$3" >/dev/null 2>&1
}

# score NAME MOSAIC SOURCE GRID: a line of the four scores, kept for the means.
score() {
    $judge "$2" "$3" "$4" | jq -r '[."1x_srgb".dE00, ."1x_srgb".ssim, ."4x_srgb".dE00,
        ."4x_srgb".ssim] | @tsv' >"$scratch/score"
    cat "$scratch/score" >>"$scratch/scores.$1"
    printf '%-28s' "$1"
    awk '{ printf " %7.3f %6.4f %7.3f %6.4f\n", $1, $2, $3, $4 }' "$scratch/score"
}

libraries all "$photos"
for each in "$@"; do
    grid=${each##*:} source=$scratch/source.png
    # The part that the mosaic shows, at 32 px a cell: what both programs get.
    vips thumbnail "${each%:*}" "$source" $((${grid%x*} * 32)) --height $((${grid#*x} * 32)) --crop centre
    echo "== $(basename "${each%:*}"), $grid cells: dE00 and SSIM at the grid's resolution and at 4 times it"
    for distance in 0 5; do
        metapixel_of all "$source" "$scratch/wall.png" "$distance"
        score "metapixel -d $distance" "$scratch/wall.png" "$source" "$grid"
        for options in "" "--flip --rotate"; do
            # shellcheck disable=SC2086 # options are words
            "$tessera" render "$source" -l "$scratch/all.tiles" -o "$scratch/wall.png" --force \
                --cells "$grid" --spacing "$distance" $options --quiet
            score "--spacing $distance $options" "$scratch/wall.png" "$source" "$grid"
        done
    done
done

echo "== means of metapixel's scores and ours, and ours as a part of its"
for distance in 0 5; do
    for options in "" "--flip --rotate"; do
        printf '%-28s' "--spacing $distance $options"
        paste "$scratch/scores.metapixel -d $distance" "$scratch/scores.--spacing $distance $options" |
            awk '{ for (i = 1; i <= 4; ++i) { theirs[i] += $i; ours[i] += $(i + 4); r = $(i + 4) / $i; parts[i] += r
                       bad = i % 2 ? r : 1 / r; if (bad > worst) worst = bad } }
                 END { for (i = 1; i <= 4; ++i) printf " %.3f/%.3f (%.3f)", ours[i] / NR, theirs[i] / NR, parts[i] / NR
                       printf "  worst %.3f\n", worst }'
    done
done
