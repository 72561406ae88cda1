#!/usr/bin/env bash
# Runs the sample programs on the sample photos: samples.sh BUILD_DIR
set -euo pipefail

programs=$1/samples
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../samples" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$programs/sample_photos" "$scratch" 24
[ "$(find "$scratch/photos" -name '*.jpg' | wc -l)" -eq 24 ]
"$programs/01_build_and_render" "$scratch/photos" "$scratch/source.jpg" "$scratch/tiles" "$scratch/wall.png"
[ "$(vipsheader -f width "$scratch/wall.png")" -eq $((60 * 128)) ]
"$programs/02_any_rectangle" "$scratch/source.jpg" "$scratch/tiles" 60 100 200 300 150 "$scratch/part.png"
[ "$(vipsheader -f width "$scratch/part.png")" -eq 300 ]
vips extract_area "$scratch/wall.png" "$scratch/same.png" 100 200 300 150
vips subtract "$scratch/part.png" "$scratch/same.png" "$scratch/difference.v"
vips abs "$scratch/difference.v" "$scratch/absolute.v"
[ "$(vips max "$scratch/absolute.v")" = 0.000000 ]

# The same mosaic from C and from Python, to the last byte.
"$programs/03_from_c" "$scratch/photos" "$scratch/source.jpg" "$scratch/c.tiles" "$scratch/c.png"
cmp "$scratch/wall.png" "$scratch/c.png"
"$programs/04_pixels_in_memory" "$scratch/tiles" | grep -q '^5120 x 3840 px, of which 400 x 300'
PYTHONPATH=$1/apps/python "$sources/05_from_python.py" \
    "$scratch/photos" "$scratch/source.jpg" "$scratch/python.tiles" "$scratch/python.png"
cmp "$scratch/wall.png" "$scratch/python.png"
