#!/usr/bin/env bash
# Many jobs in one process, of a C program, a C++ program and the Python module: fails where memory
# grows. Each job builds a library, matches, saves and loads the plan, writes, draws and compares.
# First the process as it is; then what malloc() gave out, where neither malloc() nor GLib keeps freed
# memory for later: both do for each thread, a little more with each job, until that is full.
# calls.sh BUILD_DIR [JOBS, 10000 without]
set -euo pipefail

build=$(cd "$1" && pwd)
jobs=${2:-10000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/photos"
for i in $(seq 12); do
    vips gaussnoise "$scratch/noise.v" 64 48 --mean $((i * 18 + 20)) --sigma 20
    vips cast "$scratch/noise.v" "$scratch/photos/$i.png" uchar
done
vips gaussnoise "$scratch/noise.v" 96 72 --mean 120 --sigma 60
vips cast "$scratch/noise.v" "$scratch/source.png" uchar

for program in calls host; do
    call=("$build/tests/$program" "$scratch/photos" "$scratch/source.png" "$scratch" repeat "$jobs")
    "${call[@]}"
    EXACT=1 G_SLICE=always-malloc GLIBC_TUNABLES=glibc.malloc.tcache_count=0 "${call[@]}"
done
export TESSERA=$build/apps/tessera PYTHONPATH=$build/apps/python REPEAT=$jobs
call=(/usr/bin/python3 "$here/../python/test_tessera.py" TesseraTest.test_no_growth_of_memory)
"${call[@]}"
EXACT=1 G_SLICE=always-malloc GLIBC_TUNABLES=glibc.malloc.tcache_count=0 "${call[@]}"
