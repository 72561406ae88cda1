#!/usr/bin/env bash
# What tessera batch --dry-run estimates, and what the run then takes: batch.sh PHOTOS SOURCE...
# A library of PHOTOS, a JPEG and a plan of each SOURCE, a comparison of each; in a folder of its own.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tessera=${TESSERA:-$here/build/release/apps/tessera}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
photos=$(realpath "$1")
shift
mkdir "$scratch/sources"
for source in "$@"; do cp "$source" "$scratch/sources"; done
cd "$scratch"
cat >jobs.toml <<END
[defaults]
library = "photos.tiles"
across = 120
[[library]]
photos = "$photos"
output = "photos.tiles"
tile = 64
[[render]]
source = "sources/*"
output = "walls/{name}.jpg"
[[plan]]
source = "sources/*"
output = "plans/{name}.tif"
spacing = 3
[[compare]]
source = "sources/*"
mosaic = "walls/{name}.jpg"
cells = "100x100"
END

figures() { jq -r "$1"' | "\(.seconds * 10 | round / 10) s, \(.bytes / 1e6 * 10 | round / 10) MB on disk, \(.peak_rss_bytes / 1e6 | round) MB of memory"' "$2"; }
run() { # estimates, and then does it
    "$tessera" batch jobs.toml --json --quiet --progress none --dry-run >plan.json
    "$tessera" batch jobs.toml --json --quiet --progress none >done.json
    echo "estimated by the $(jq -r '[.jobs[].estimate.from] | unique | join(", ")' plan.json)," \
        "in $(jq '.seconds.plan * 10 | round / 10' plan.json) s: $(figures .estimate plan.json)"
    echo "taken: $(figures '{seconds: .seconds.batch, bytes: ([.jobs[].bytes] | add),
        peak_rss_bytes: ([.jobs[].peak_rss_bytes] | max)}' done.json)"
}

run
rm -rf walls plans photos.tiles
touch sources/*
run
