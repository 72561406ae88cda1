#!/usr/bin/env bash
# Runs the sample programs on the sample photos: samples.sh FOLDER_OF_PROGRAMS FOLDER_OF_PYTHON_MODULE
set -euo pipefail

programs=$1
export PYTHONPATH=$2
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

# A rectangle of a terapixel.
/usr/bin/python3 -c 'import sys, tessera; tessera.build(*sys.argv[1:], tile=1000)' \
    "$scratch/photos" "$scratch/large.tiles"
vips thumbnail "$scratch/source.jpg" "$scratch/wide.png" 1200 --size force --height 900
"$programs/02_any_rectangle" "$scratch/wide.png" "$scratch/large.tiles" 1200 \
    876543 654321 320 200 "$scratch/tiny.png" 2>&1 | grep -q '1200000 x 900000 px'
[ "$(vipsheader -f width "$scratch/tiny.png")" -eq 320 ]

# The same mosaic from C and from Python, to the last byte.
"$programs/03_from_c" "$scratch/photos" "$scratch/source.jpg" "$scratch/c.tiles" "$scratch/c.png"
cmp "$scratch/wall.png" "$scratch/c.png"
"$programs/04_pixels_in_memory" "$scratch/tiles" | grep -q '^5120 x 3840 px, of which 400 x 300'
"$sources/05_from_python.py" \
    "$scratch/photos" "$scratch/source.jpg" "$scratch/python.tiles" "$scratch/python.png"
cmp "$scratch/wall.png" "$scratch/python.png"

# A descriptor and a writer of a program's own: 45 lines of 60 letters.
"$programs/06_own_descriptor_and_writer" "$scratch/source.jpg" "$scratch/tiles" "$scratch/wall.txt"
[ "$(grep -cxE '[A-Z]{60}' "$scratch/wall.txt")" -eq 45 ]
