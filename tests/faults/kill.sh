#!/usr/bin/env bash
# Kills the commands that change libraries at random points, and looks at what they leave:
# kill.sh [KILLS [SEED]]
# KILLS: of each command and kind of store; 50 is the full run. After each, the library is as it was
# before or as it is afterwards, verify finds nothing wrong, and the command run again finishes its
# work and leaves nothing beside it. A point is one of the system calls that change files, taken from
# a run that was traced; where nothing can be traced it is a fraction of that run's time.
# Why: docs/decisions/kills-are-tested.md
set -euo pipefail
export LC_ALL=C

kills=${1:-3}
RANDOM=${2:-1}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tessera=${TESSERA:-$here/build/release/apps/tessera}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

calls=write,pwrite64,writev,pwritev,fsync,fdatasync,syncfs,ftruncate,openat,flock
calls+=,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,rmdir

run() { "$tessera" "$@" --quiet --threads 1; }

digest() { # digest LIBRARY: "none" where there is none
    if [ -e "$1" ]; then
        "$tessera" info "$1" --json | jq -r '.digest + " " + (.tiles | tostring)'
    else
        echo none
    fi
}

photos() { # photos FOLDER FIRST LAST: of which each differs
    local i
    mkdir -p "$1"
    for ((i = $2; i <= $3; ++i)); do
        vips gaussnoise noise.v 40 30 --mean $((i * 9 % 256)) --sigma 40 --seed "$i"
        vips cast noise.v "$1/photo$i.png" uchar
    done
}

# What can be traced here, if anything.
tracing=
if command -v strace >/dev/null && strace -qq -o /dev/null true 2>/dev/null; then
    tracing=yes
fi

# The points of a command at which it may be killed, a line each: "CALL N", the Nth of its kind.
trace_points() {
    strace -f -o trace -e "trace=$calls" "$tessera" "$@" --quiet --threads 1
    awk 'NR == 1 { main = $1 }
        $1 == main && !/resumed/ {
            call = $2
            sub(/\(.*/, "", call)
            ++n[call]
            if (call != "openat" || /O_CREAT/)
                print call, n[call]
        }' trace
}

# kill_at POINT COMMAND...: the point is "CALL N", or a number of seconds.
kill_at() {
    local call when
    read -r call when <<<"$1"
    shift
    if [ "$tracing" ]; then
        strace -f -qq -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$when" \
            "$tessera" "$@" --quiet --threads 1
    else
        timeout -s KILL "$call" "$tessera" "$@" --quiet --threads 1
    fi
}

die() { echo "$kind, $*" >&2 && exit 1; }

# try COMMAND...: of a library named lib in the current folder, which is a copy of "fixture".
try() {
    local before after point state i count seconds start
    cp -r fixture work && cd work
    before=$(digest lib)
    start=$EPOCHREALTIME
    if [ "$tracing" ]; then
        trace_points "$@" >../points
    else
        run "$@"
    fi
    seconds=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
    after=$(digest lib)
    cd .. && rm -rf work
    for ((i = 0; i < kills; ++i)); do
        if [ "$tracing" ]; then
            count=$(wc -l <points)
            point=$(sed -n "$((RANDOM % count + 1))p" points)
        else
            point=$(awk -v t="$seconds" -v r="$RANDOM" 'BEGIN { print t * r / 32768 }')
        fi
        cp -r fixture work && cd work
        { (kill_at "$point" "$@") 2>/dev/null || true; } 2>/dev/null
        state=$(digest lib)
        [ "$state" = "$before" ] || [ "$state" = "$after" ] ||
            die "killed at $point of: $*: the library is '$state', not '$before' or '$after'"
        [ "$state" = none ] || run library verify lib || die "killed at $point of: $*: damaged"
        run "$@" || die "killed at $point of: $*: can't be run again"
        [ "$(digest lib)" = "$after" ] || die "killed at $point of: $*, and run again: not finished"
        [ -z "$(find . -maxdepth 1 -name '.lib*')" ] ||
            die "killed at $point of: $*, and run again: left $(find . -maxdepth 1 -name '.lib*')"
        cd .. && rm -rf work
    done
    echo "$kind: $kills times killed, and whole: $*"
}

photos a 1 24
photos b 17 32
for kind in $("$tessera" build --help | sed -n 's/.*kind of library: //p' | tr -d ,); do
    rm -rf fixture && mkdir fixture
    cp -r a b fixture
    try build a -o lib --tile 32 --store "$kind"
    "$tessera" build a -o fixture/lib --tile 32 --store "$kind" --quiet
    "$tessera" build b -o fixture/other --tile 32 --store "$kind" --quiet
    try build b -o lib --prune
    try library add lib b
    try library remove lib 'photo1*' --force
    try library merge lib other -o lib --force
    try library compact lib
done
