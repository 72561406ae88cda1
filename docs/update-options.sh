#!/usr/bin/env bash
# Writes the lists of options into the manual, between their markers: update-options.sh TESSERA
# With --check behind it, changes nothing, and fails where a list is stale.
#
# A marker names a verb, and may name headings of its help:
#   <!-- options: render: Cells, Writing -->
#   <!-- /options -->
set -euo pipefail

tessera=$(realpath "$1") check=${2:-}
cd "$(dirname "${BASH_SOURCE[0]}")"

# options VERB...[: HEADING, HEADING...]: as tessera man prints it.
options() {
    local verb=${1%%:*} headings=all words
    [[ $1 != *:* ]] || headings=$(sed 's/^[^:]*: *//; s/, */,/g' <<<"$1")
    read -ra words <<<"$verb"
    "$tessera" man "${words[@]}" --markdown "$headings"
}

# updated FILE: its text with the lists as they are to be.
updated() {
    local line inside=
    while IFS= read -r line; do
        if [[ $line == '<!-- /options -->' ]]; then
            inside=
        fi
        [[ -n $inside ]] || printf '%s\n' "$line"
        if [[ $line =~ ^'<!-- options: '(.*)' -->'$ ]]; then
            options "${BASH_REMATCH[1]}"
            inside=1
        fi
    done <"$1"
}

stale=0
for file in *.md; do
    grep -q '^<!-- options: ' "$file" || continue
    text=$(updated "$file")
    [[ $text != "$(<"$file")" ]] || continue
    if [[ $check == --check ]]; then
        echo "docs/$file is stale; docs/update-options.sh TESSERA brings it up to date:" >&2
        diff "$file" <(printf '%s\n' "$text") >&2 || stale=1
    else
        printf '%s\n' "$text" >"$file"
        echo "docs/$file"
    fi
done
exit "$stale"
