#!/usr/bin/env bash
# Compiles each public header alone: headers.sh INCLUDE_DIR COMPILER FLAGS...
set -euo pipefail

include=$1 compiler=$2
shift 2
count=0
for header in "$include"/tessera/*.hpp; do
    name=tessera/$(basename "$header")
    printf '#include <%s>\n' "$name" |
        "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Werror -I "$include" "$@" -x c++ - ||
        { echo "$name does not compile alone" >&2; exit 1; }
    count=$((count + 1))
done
for language in 'c -std=c11 -pedantic' 'c++ -std=c++20 -Wpedantic'; do
    # shellcheck disable=SC2086 # several words
    echo '#include <tessera/tessera.h>' |
        "$compiler" -fsyntax-only -Wall -Wextra -Werror -I "$include" -x $language - ||
        { echo "tessera/tessera.h does not compile alone as ${language%% *}" >&2; exit 1; }
done
[ "$count" -ge 10 ] || { echo "only $count headers were found in $include" >&2; exit 1; }
echo "$count headers compile alone"
