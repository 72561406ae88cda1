#!/usr/bin/env bash
# A mosaic in shards, one after the other on one machine, against the same at once, and joining
# against copying, on one plan, in one run:
# shards.sh PHOTOS SOURCE [COLUMNSxROWS] [SHARDS]
# PHOTOS: a folder of at least 228 JPEGs. SOURCE: the picture to rebuild. Needs /usr/bin/time, and
# room for three mosaics. SCRATCH names the folder to write in, instead of a temporary one. RUNS:
# how many of each, of which the median counts, 5. OUTPUTS: instead of the usual ones.
set -euo pipefail
export LC_ALL=C

[ $# -ge 2 ] || { echo "usage: $0 PHOTOS SOURCE [COLUMNSxROWS] [SHARDS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
photos=$(realpath "$1") source=$(realpath "$2") cells=${3:-207x292} shards=${4:-8} runs=${RUNS:-5}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir some
find "$photos" -name '*.jpg' | sort | sed -n 1,228p | xargs -I{} ln -s {} some/
"$tessera" build some -o library.tiles --quiet
if [ -n "${ENLARGED:-}" ]; then # a source of one px a cell, for grids that are larger than it
    vips thumbnail "$source" enlarged.jpg "${cells%x*}" --height "${cells#*x}" --size force
    source=enlarged.jpg
fi
"$tessera" plan "$source" -l library.tiles -o plan.tif --cells "$cells" --quiet

# timed COMMAND...: appends its seconds, seconds of processor time, and MB to the file times.txt.
timed() {
    /usr/bin/time -a -o raw -f '%e %U %S %M' "$@" >/dev/null
    awk '{ print $1, $2 + $3, $4 / 1000 }' raw >>times.txt
    rm raw
}

# median COLUMN: of the file times.txt.
median() { sort -g -k"$1,$1" times.txt | awk -v c="$1" '{ t[NR] = $c } END { print t[int((NR + 1) / 2)] }'; }

once() { timed "$tessera" render plan.tif -l library.tiles -o "$1" --force --quiet; }

# all_shards PATH OPTIONS: makes all parts; one line of times.txt.
all_shards() {
    local i
    for ((i = 1; i <= shards; ++i)); do
        /usr/bin/time -a -o raw -f '%e %U %S %M' "$tessera" render plan.tif -l library.tiles \
            -o "$i-$1.part$2" --shard "$i/$shards" --force --quiet
    done
    awk '{ e += $1; p += $2 + $3; if ($4 > m) m = $4 } END { print e, p, m / 1000 }' raw >>times.txt
    rm raw
}

echo "== $cells cells of 128 px, 228 tiles, $shards shards one after the other; whole processes"
printf '%-36s %8s %8s %6s %6s %8s %8s %6s %6s %6s\n' output once shards wall cpu join cp / MB MB
for output in ${OUTPUTS:-wall.png wall.jpg 'wall.tif[compression=jpeg]' 'wall.tif[compression=deflate]' \
    'wall.tif[compression=jpeg,pyramid]'}; do
    name=${output%%[*} options=${output#"${output%%[*}"}
    "$tessera" render plan.tif -l library.tiles -o "$output" --quiet # the first is of cold caches
    for ((run = 0; run < runs; ++run)); do once "$output"; done
    once=$(median 1) once_cpu=$(median 2) once_memory=$(median 3)
    rm times.txt
    for ((run = 0; run < runs; ++run)); do all_shards "$name" "$options"; done
    all=$(median 1) all_cpu=$(median 2) all_memory=$(median 3)
    rm times.txt
    for ((run = 0; run < runs; ++run)); do
        rm -f joined-"$name"
        timed "$tessera" join ./*-"$name".part -o "joined-$name" --quiet
    done
    join=$(median 1)
    rm times.txt
    cmp "$name" "joined-$name"
    for ((run = 0; run < runs; ++run)); do
        rm -f copy
        timed cp "$name" copy
    done
    copy=$(median 1)
    rm -f times.txt copy joined-"$name" "$name" -- *.part
    awk -v name="$output" -v a="$once" -v b="$all" -v ap="$once_cpu" -v bp="$all_cpu" -v j="$join" \
        -v c="$copy" -v am="$once_memory" -v bm="$all_memory" 'BEGIN {
            printf("%-36s %6.2f s %6.2f s %5.2fx %5.2fx %6.2f s %6.2f s %5.1fx %4.0f %6.0f\n", name, a, b,
                b / a, ap > 0 ? bp / ap : 0, j, c, c > 0 ? j / c : 0, am, bm) }'
done
