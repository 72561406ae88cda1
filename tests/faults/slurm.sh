#!/usr/bin/env bash
# A gigapixel in 8 shards, of a library in 2, on a Slurm of two nodes that this script starts itself: a
# shard fails once, a node is killed. Both are, to the byte, what is made at once. Exit code 77: this machine
# can't have such a Slurm; the reason is said.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tessera=${TESSERA:-$here/../../build/release/apps/tessera}
scratch=$(mktemp -d)
die() { echo "$*" >&2 && exit 1; }
# shellcheck source=cluster.bash disable=SC1091
source "$here/cluster.bash"
trap 'cluster_stop; rm -rf "$scratch"' EXIT
cluster_start

mkdir "$scratch/work"
cd "$scratch/work"

noise() { # noise FILE SIZE SEED
    vips gaussnoise "$scratch/noise.v" "$2" "$2" --mean $(($3 * 9 % 256)) --sigma 40 --seed "$3"
    vips cast "$scratch/noise.v" "$1" uchar
}
mkdir photos
for ((i = 0; i < 28; ++i)); do noise "$(printf 'photos/p%02d.png' "$i")" 128 "$i"; done
noise me.png 600 1
echo text >bad.png

# tessera as the nodes have it: shard 1 fails once, and the first one to begin on n2 hangs.
mkfifo "$scratch/begun" "$scratch/never"
cat >"$scratch/tessera" <<END
#!/bin/bash
case "\$*" in
    render*--shard=1/8*) mkdir "$scratch/failed" 2>/dev/null && exit 75 ;;
esac
case "\$SLURMD_NODENAME \$*" in
    "n2 render"*--shard=*)
        mkdir "$scratch/hung" 2>/dev/null && echo "\$SLURM_ARRAY_TASK_ID" >"$scratch/begun" && read -r <"$scratch/never" ;;
esac
exec "$tessera" "\$@"
END
chmod +x "$scratch/tessera"

cat >jobs.toml <<END
[batch]
engine = "slurm"
keep-going = true

[slurm]
partition = "night"
program = "$scratch/tessera"
memory = "600M"
time = "10m"
options = ["--nice=1"]

[defaults]
library = "photos.tiles"

[[library]]
name = "photos"
photos = "photos"
output = "photos.tiles"
shards = 2

[[render]]
name = "wall"
source = "me.png"
output = "wall.tif[compression=jpeg,pyramid]"
cells = "207x292"
shards = 8

[[render]]
name = "bad"
source = "bad.png"
output = "bad.jpg"
cells = "10x10"

[[compare]]
name = "score"
source = "me.png"
mosaic = "bad.jpg"
cells = "10x10"
END

batch() { in_cluster timeout 100 "$tessera" batch "$@"; }
states() { jq -c '[.jobs[] | {(.name): .state}] | add' "$1"; }

exec 7<>"$scratch/begun"
{
    code=0
    batch jobs.toml --json --quiet >report.json 2>errors || code=$?
    echo none >&7
    exit "$code"
} &
pid=$!
read -r -u 7 shard
[ "$shard" != none ] || die "no shard was begun on n2: $(cat errors)"
kill_machine n2
echo "shard $shard was running on n2, which was killed"
code=0
wait "$pid" || code=$?
[ "$code" = 5 ] || die "exit code $code instead of 5: $(cat errors report.json "$scratch"/ctl.log)"
[ "$(states report.json)" = '{"photos":"done","wall":"done","bad":"failed","score":"skipped"}' ] ||
    die "other states: $(cat report.json)"
[ -d "$scratch/failed" ] || die "no shard failed"

"$tessera" build photos -o own.tiles --quiet
cmp own.tiles photos.tiles || die "the library isn't the one that is built at once"
"$tessera" plan me.png -l photos.tiles -o plan.tif --cells 207x292 --quiet
"$tessera" render plan.tif -l photos.tiles -o 'whole.tif[compression=jpeg,pyramid]' --quiet
cmp wall.tif whole.tif || die "the mosaic isn't the one that is made at once"
[ "$(vipsheader -f width wall.tif) x $(vipsheader -f height wall.tif)" = "26496 x 37376" ]
[ -z "$(find . -name '.*' ! -name .)" ] || die "left $(find . -name '.*' ! -name .)"

# What is left is submitted, and nothing else; the batch doesn't wait; status tells what became of it.
noise bad.png 100 5
batch jobs.toml --detach --json --quiet >report.json 2>errors || die "$(cat errors)"
[ "$(states report.json)" = '{"photos":"up_to_date","wall":"up_to_date","bad":"queued","score":"queued"}' ] ||
    die "other states: $(cat report.json)"
code=0
batch jobs.toml --engine local --quiet 2>errors || code=$?
[ "$code: $(grep -c 'Slurm still has' errors)" = "4: 1" ] || die "exit code $code: $(cat errors)"
# A job that comes after all of them, and ends when they have.
ids=$(jq -r '[.jobs[].slurm[]?] | join(":")' report.json)
in_cluster timeout 60 sbatch --wait --dependency=afterany:"$ids" --output=/dev/null --wrap true >/dev/null
batch status jobs.toml --json --quiet >report.json
[ "$(states report.json)" = '{"photos":"done","wall":"done","bad":"done","score":"done"}' ] ||
    die "other states: $(cat report.json)"
batch jobs.toml --json --quiet >report.json
[ "$(jq .up_to_date report.json)" = 4 ] || die "done again: $(cat report.json)"
echo "the mosaic of $(stat -c %s wall.tif) bytes is the one that is made at once"
