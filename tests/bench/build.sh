#!/usr/bin/env bash
# Building libraries, in one run: build.sh PHOTOS [ROUNDS, 7]
# PHOTOS: a folder of at least 24 JPEGs. SCRATCH names the folder to write in, instead of a temporary
# one: 200 MB. Programs that are compared run in turn; of each the least time counts.
set -euo pipefail
export LC_ALL=C

[ $# -ge 1 ] || { echo "usage: $0 PHOTOS [ROUNDS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") rounds=${2:-7}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/thumbnails" "$scratch/camera"

# once NAME COMMAND...: its seconds, kept if they are the least so far.
once() {
    local name=$1 start=$EPOCHREALTIME
    shift
    "$@" >/dev/null 2>&1
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }' >>"$scratch/$name.times"
}
least() { sort -g "$scratch/$1.times" | head -n 1; }
ratio() { awk -v a="$(least "$1")" -v b="$(least "$2")" 'BEGIN { printf "%.2f", a / b }'; }

# thumbnails THREADS FORMAT
thumbnails() {
    vipsthumbnail --vips-concurrency="$1" --size 128x128 --smartcrop centre \
        -o "$scratch/thumbnails/%s.$2" "$photos"/*.jpg
}
# library FOLDER THREADS SIDE OPTION...
library() {
    "$tessera" build "$1" -o "$scratch/library.tiles" --force --quiet --threads "$2" --tile "$3" "${@:4}"
}

for ((round = 0; round < rounds; ++round)); do
    for threads in 1 2; do
        once "jpg$threads" thumbnails "$threads" jpg
        once "ppm$threads" thumbnails "$threads" ppm
        once "build$threads" library "$photos" "$threads" 128
    done
done
echo "== $(find "$photos" -name '*.jpg' | wc -l) photos to tiles of 128 px, least of $rounds runs"
for threads in 1 2; do
    printf '%s threads: vipsthumbnail to .jpg %.2f s, to .ppm %.2f s; tessera build %.2f s: %s and %s times as fast\n' \
        "$threads" "$(least "jpg$threads")" "$(least "ppm$threads")" "$(least "build$threads")" \
        "$(ratio "jpg$threads" "build$threads")" "$(ratio "ppm$threads" "build$threads")"
done
echo "two threads: $(ratio build1 build2) times as fast as one"

echo "== photos of 12 megapixels to tiles of 128 px, one thread"
find "$photos" -name '*.jpg' -print0 | sort -z | head -z -n 24 |
    xargs -0 "$here/build/release/tests/camera_photos" "$scratch/camera"
"$here/build/release/tests/tile_speed" 128 "$rounds" "$scratch"/camera/*.jpg

echo "== the same to tiles of 96 px, of their embedded thumbnails"
mkdir "$scratch/many"
for copy in {01..10}; do # of all, so that starting and syncing to disk don't count for much
    for photo in "$scratch"/camera/*.jpg; do ln "$photo" "$scratch/many/$copy-$(basename "$photo")"; done
done
for ((round = 0; round < 3; ++round)); do
    once whole library "$scratch/many" 1 96
    once embedded library "$scratch/many" 1 96 --embedded
done
printf '%s photos: %.2f s, with --embedded %.3f s: %s times as fast\n' \
    "$(find "$scratch/many" -name '*.jpg' | wc -l)" "$(least whole)" "$(least embedded)" \
    "$(ratio whole embedded)"
