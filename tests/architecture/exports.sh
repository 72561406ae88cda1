#!/usr/bin/env bash
# Fails if the library exports anything but names of tessera, or other C functions than those that
# are listed, which programs in C rely on: exports.sh LIBRARY LIST
set -euo pipefail

symbols=$(nm -D --defined-only --demangle "$1" | cut -d' ' -f3-)
foreign=$(grep -vE '^((typeinfo( name)?|vtable) for )?tessera::|^tessera_[a-z_]+$' <<<"$symbols" || true)
if [ -n "$foreign" ]; then
    echo "exported, but not tessera's:" >&2
    echo "$foreign" >&2
    exit 1
fi
# What hides everything passes the test above, too.
grep -q '^tessera::build_library(' <<<"$symbols" || { echo "build_library is not exported" >&2; exit 1; }
hidden=$(grep -E '^((typeinfo( name)?|vtable) for )?tessera::internal::' <<<"$symbols" || true)
[ -z "$hidden" ] || { echo "internal, yet exported: $hidden" >&2; exit 1; }
if ! difference=$(diff "$2" <(grep -E '^tessera_' <<<"$symbols" | LC_ALL=C sort)); then
    echo "the C functions differ from $2, whose names must never change or go:" >&2
    echo "$difference" >&2
    exit 1
fi
echo "$(wc -l <<<"$symbols") symbols, all of them tessera's"
