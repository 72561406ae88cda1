#!/usr/bin/env bash
# Kills a batch at random moments, runs it again, and looks at what it made: batch.sh [KILLS [SEED]]
# 40 jobs over 30 sources, of which 3 are bad. Whenever it is killed (-9, the batch alone: its jobs are
# to end with it), the run after it makes, to the byte, what a run that nobody disturbed makes,
# reports the bad three, and exits with 5. KILLS: 20 is the full run.
# Why: docs/decisions/kills-are-tested.md
set -euo pipefail
export LC_ALL=C

kills=${1:-2}
RANDOM=${2:-1}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tessera=${TESSERA:-$here/build/release/apps/tessera}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

die() { echo "$*" >&2 && exit 1; }

noise() { # noise FILE SIZE SEED
    vips gaussnoise noise.v "$2" "$2" --mean $(($3 * 9 % 256)) --sigma 40 --seed "$3"
    vips cast noise.v "$1" uchar
}

mkdir -p fixture/photos fixture/sources
for ((i = 0; i < 40; ++i)); do noise "$(printf 'fixture/photos/p%02d.png' "$i")" 48 "$i"; done
for ((i = 0; i < 30; ++i)); do noise "$(printf 'fixture/sources/s%02d.png' "$i")" 400 "$i"; done
rm noise.v
echo text >fixture/sources/s07.png
: >fixture/sources/s13.png
head -c 20000 fixture/sources/s21.png >cut.png && mv cut.png fixture/sources/s21.png
cat >fixture/jobs.toml <<'END'
[batch]
jobs = 2
keep-going = true

[defaults]
library = "photos.tiles"
cells = "100x100"

[[library]]
name = "photos"
photos = "photos"
output = "photos.tiles"
tile = 16

[[render]]
source = "sources/*.png"
output = "walls/{name}.png"

[[plan]]
source = ["sources/s00.png", "sources/s01.png", "sources/s02.png", "sources/s03.png", "sources/s04.png"]
output = "plans/{name}.tif"
spacing = 1

[[compare]]
source = ["sources/s00.png", "sources/s01.png", "sources/s02.png", "sources/s03.png"]
mosaic = "walls/{name}.png"
END
outputs() { (cd "$1" && find photos.tiles walls plans -type f -exec sha256sum {} + | sort -k 2); }

# finishes FOLDER: runs the batch there to its end.
finishes() {
    local code=0
    (cd "$1" && "$tessera" batch jobs.toml --json --quiet >report.json 2>errors) || code=$?
    [ "$code" = 5 ] || die "$1: exit code $code instead of 5: $(cat "$1/errors")"
    [ "$(jq -c '[.jobs | length, ([.[] | select(.state == "failed") | .name] | sort)]' "$1/report.json")" = \
        '[40,["render-s07","render-s13","render-s21"]]' ] ||
        die "$1: $(jq -c '[.jobs[] | select(.state == "failed") | .name]' "$1/report.json") failed"
    [ -z "$(find "$1" -name '.*' ! -name . ! -path "$1")" ] ||
        die "$1: left $(find "$1" -name '.*' ! -path "$1")"
}

# Libraries keep the names and times of their photos, so all runs are in folders of one name.
cp -a fixture work
start=$EPOCHREALTIME
finishes work
seconds=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
outputs work >wanted
[ "$(wc -l <wanted)" = 33 ] || die "$(wc -l <wanted) outputs instead of 33"
for ((i = 0; i < kills; ++i)); do
    rm -rf work && cp -a fixture work
    moment=$(awk -v t="$seconds" -v r="$RANDOM" 'BEGIN { print t * r / 32768 }')
    (cd work && exec "$tessera" batch jobs.toml --quiet >/dev/null 2>&1) &
    pid=$!
    sleep "$moment"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    finishes work
    outputs work | diff wanted - || die "killed after $moment s: other outputs"
    echo "killed after $moment s, and run again: $(jq -r \
        '"\(.up_to_date) were done, \(.done) more, \(.failed) failed"' work/report.json)"
done
