#!/usr/bin/env bash
# Mosaics of films: speed, memory, flicker and likeness: film.sh PHOTOS SOURCE
# PHOTOS: a folder of JPEGs. SOURCE: a picture of 1280 x 720 px at least, over which a window of
# 640 x 360 px moves. Needs ffmpeg.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2")
film=$here/build/release/tests/film
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
"$here/build/release/apps/tessera" build "$photos" -o library.tiles --tile 8 --quiet

# clip NAME FRAMES FILTER ENCODER...
clip() {
    ffmpeg -nostdin -v error -loop 1 -r 25 -i "$source" -vf "$3" -frames:v "$2" -c:v "${@:4}" "$1.mkv"
}
wide="scale=1280:720:force_original_aspect_ratio=increase"
moving="$wide,crop=640:360:x='320+300*sin(n/40)':y='180+150*sin(n/55)'"
clip moving 100 "$moving" libx264 -crf 18
clip long 1000 "$moving" libx264 -crf 18
clip still 100 "$wide,crop=640:360,noise=alls=10:allf=t" ffv1 # without loss: its noise is the filter's

for name in moving still long; do
    for coherence in 0 0.3 0.6 1; do
        [[ $name != long || $coherence == 0.6 ]] || continue
        echo "== $name, coherence $coherence"
        "$film" "$name.mkv" library.tiles 160 90 "$coherence"
    done
done

# The whole command, with the encoder.
echo "== tessera animate, to MP4"
time "$here/build/release/apps/tessera" animate moving.mkv -l library.tiles --cells 160x90 \
    -o mosaic.mp4 --quiet
