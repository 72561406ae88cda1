#!/usr/bin/env bash
# Fails if a private header of the engine declares anything that only tessera::internal or
# tessera::capi may hold: namespaces.sh ENGINE
set -euo pipefail

cd "$1"
mapfile -t headers < <(find . -name '*.hpp' -not -path './include/*')
[ "${#headers[@]}" -ge 100 ] || { echo "only ${#headers[@]} private headers were found in $1" >&2; exit 1; }
if public=$(grep -nE '^(inline )?namespace ' "${headers[@]}" | grep -vE ':namespace tessera::(internal|capi)\b'); then
    echo "private headers declare names outside tessera::internal and tessera::capi:" >&2
    echo "$public" >&2
    exit 1
fi
if missing=$(grep -LE '^namespace tessera::(internal|capi)\b|^#define ' "${headers[@]}"); [ -n "$missing" ]; then
    echo "private headers without a namespace: $missing" >&2
    exit 1
fi
echo "${#headers[@]} private headers declare internal names alone"
