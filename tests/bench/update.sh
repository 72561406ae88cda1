#!/usr/bin/env bash
# A library brought up to date against one built, in one run: update.sh PHOTOS [COUNT]
# PHOTOS: a folder of JPEGs, of which COUNT (10,000) files are made that differ in a comment.
# SCRATCH names the folder to write in, instead of a temporary one.
set -euo pipefail
export LC_ALL=C

[ $# -ge 1 ] || { echo "usage: $0 PHOTOS [COUNT]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
originals=$(realpath "$1") count=${2:-10000}
tessera=$here/build/release/apps/tessera
scratch=$(mktemp -d -p "${SCRATCH:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# make_photos FIRST STEP TEXT: every STEPth photo from FIRST on, with that comment.
make_photos() {
    python3 - "$originals" "$count" "$@" <<'END'
import os, sys
folder, count, first, step, text = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
originals = sorted(name for name in os.listdir(folder) if name.endswith(".jpg"))
os.makedirs("photos", exist_ok=True)
for i in range(first, count, step):
    data = open(os.path.join(folder, originals[i % len(originals)]), "rb").read()
    comment = f"{text} {i}".encode()
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    with open(f"photos/{i:06}.jpg", "wb") as file:
        file.write(data[:2] + segment + data[2:])
END
}

timed() { # timed COMMAND...: its seconds
    local start=$EPOCHREALTIME
    "$@" >/dev/null
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

median() { sort -g | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'; }

build() { "$tessera" build photos -o lib --quiet "$@"; }

show() { awk -v name="$1" -v t="$2" -v all="$first" \
    'BEGIN { printf "%-34s %8.3f s %7.2f %%\n", name, t, 100 * t / all }'; }

make_photos 0 1 first
first=$(timed build)
show "first build, $count photos" "$first"
show "nothing changed" "$(for _ in 1 2 3 4 5; do timed build; done | median)"
show "nothing changed, --prune" "$(for _ in 1 2 3 4 5; do timed build --prune; done | median)"
show "1 % changed" "$(for i in 1 2 3; do make_photos "$i" 100 "again $i" && timed build; done | median)"
mv photos below && mkdir photos && mv below photos
show "all moved to another folder" "$(timed build)"
echo "the library has $(($(stat -c %s lib) / 1000000)) MB"
cp lib copy && rm copy
show "cp of the library" "$(timed cp lib copy)"
