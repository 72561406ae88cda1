#!/usr/bin/env bash
# Runs clang-tidy, with the checks of .clang-tidy, over rooms: tidy.sh ROOT BUILD ROOM...
# A ROOM is a folder or a file, such as engine/match or apps/cli/verbs; `all` is every room. Samples
# show clang-tidy the public headers. BUILD has a compile_commands.json.
set -euo pipefail

cd "$1"
build=$2
shift 2
[ "$*" != all ] || set -- engine apps samples

files=()
for room in "$@"; do
    while read -r file; do files+=("$file"); done < <(
        jq -r '.[].file' "$build/compile_commands.json" | grep -E "^$PWD/$room(/.*)?(\.cpp)?$" |
            grep '\.cpp$' | sort -u
    )
done
[ ${#files[@]} -gt 0 ] || { echo "tidy.sh: there are no sources in $*" >&2; exit 2; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 -p "$build" --quiet 2>"$log"; then
    # Counts of warnings are those of other people's headers.
    grep -vE '^[0-9]+ warnings? generated\.$' "$log" >&2 || true
    exit 1
fi
echo "${#files[@]} files are tidy"
