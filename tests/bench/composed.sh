#!/usr/bin/env bash
# Composed writers against the canvas through libvips' savers, on one plan, in one run:
# composed.sh PHOTOS SOURCE [COLUMNSxROWS]
# PHOTOS: a folder of at least 228 JPEGs. SOURCE: the picture to rebuild. Needs /usr/bin/time, and
# room for three mosaics. SCRATCH names the folder to write in, instead of a temporary one.
set -euo pipefail
export LC_ALL=C

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE [COLUMNSxROWS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2") cells=${3:-207x292}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir some
find "$photos" -name '*.jpg' | sort | sed -n 1,228p | xargs -I{} ln -s {} some/

# measure RUNS OUT COMMAND...: sets $seconds (the median) and $memory (MB, the most) of RUNS runs,
# each of which makes OUT anew.
measure() {
    local runs=$1 out=$2 i start
    shift 2
    for ((i = 0; i < runs; ++i)); do
        rm -f "$out"
        start=$EPOCHREALTIME
        /usr/bin/time -a -o memory -f %M "$@" >/dev/null 2>&1
        awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }' >>seconds
    done
    seconds=$(sort -g seconds | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }')
    memory=$(awk '$1 > m { m = $1 } END { printf "%.0f", m / 1000 }' memory)
    rm seconds memory
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a / b }'; }
percent() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f %%", 100 * a / b }'; }

library() { # library SIDE: 228 tiles of so many px
    "$tessera" build some -o "$1.tiles" --tile "$1" --quiet
    "$tessera" plan "$source" -l "$1.tiles" -o "$1.plan.tif" --cells "$cells" --quiet
}

render() { # render SIDE OUT WRITER
    "$tessera" render "$1.plan.tif" -l "$1.tiles" -o "$2" --writer "$3" --force --quiet
}
export -f render
export tessera

library 128
echo "== $cells cells of 128 px, 228 tiles, from plan and library; whole processes"
printf '%-38s %9s %9s %7s %9s %9s %7s %8s %5s\n' output canvas composed faster canvas composed size memory "/ cp"
while read -r name canvas_options composed_options; do
    measure 1 "$name" bash -c "render 128 '$name$canvas_options' canvas"
    canvas=$seconds canvas_bytes=$(stat -c %s "$name")
    render 128 "$name$composed_options" composed # the first is of cold caches
    measure 7 "$name" bash -c "render 128 '$name$composed_options' composed"
    composed=$seconds composed_memory=$memory composed_bytes=$(stat -c %s "$name")
    measure 7 "copy-$name" cp "$name" "copy-$name"
    printf '%-38s %7.2f s %7.3f s %6.1fx %6.1f MB %6.1f MB %7s %5.0f MB %5s\n' \
        "$name$composed_options" "$canvas" "$composed" "$(ratio "$canvas" "$composed")" \
        "${canvas_bytes}e-6" "${composed_bytes}e-6" "$(percent "$composed_bytes" "$canvas_bytes")" \
        "$composed_memory" "$(ratio "$composed" "$seconds")"
    rm -f "$name" "copy-$name"
done <<'END'
wall.png
wall.jpg [Q=85] [Q=85]
wall.tif [compression=jpeg,Q=85,bigtiff] [compression=jpeg,Q=85]
wall.tif [compression=deflate,bigtiff] [compression=deflate]
wall.tif [compression=jpeg,Q=85,bigtiff,pyramid] [compression=jpeg,Q=85,pyramid]
END

echo "== tiles of 32 px and of 128 px, the same cells"
library 32
for options in compression=jpeg,Q=85 compression=deflate; do
    for side in 32 128; do
        render "$side" "wall.tif[$options]" composed
        measure 15 wall.tif bash -c "render $side 'wall.tif[$options]' composed"
        printf '%-34s %4s px %7.3f s\n' "wall.tif[$options]" "$side" "$seconds"
        [ "$side" = 32 ] && small=$seconds
    done
    printf '%-34s %s times\n' "" "$(ratio "$seconds" "$small")"
done
