#!/usr/bin/env bash
# The API reference is made without a warning, has a page for each public header, and tells of both
# APIs: reference.sh ROOT BUILD
set -euo pipefail

root=$1 build=$2
pages=$build/reference/html
rm -rf "$build/reference"
cmake --build "$build" --target reference

page_of() { # HEADER: the name that Doxygen gives to its page
    sed 's/_/__/g; s/\./_8/' <<<"$1.html"
}

count=0
for header in "$root"/engine/include/tessera/*; do
    page=$pages/$(page_of "$(basename "$header")")
    [ -s "$page" ] || { echo "there is no page $page" >&2; exit 1; }
    grep -q 'name="details"' "$page" || { echo "$page doesn't say what the header is for" >&2; exit 1; }
    count=$((count + 1))
done
[ "$count" -ge 10 ] || { echo "only $count headers were found in $root" >&2; exit 1; }

tells() { # PAGE TEXT
    grep -q "$2" "$pages/$1" || { echo "$1 has no $2" >&2; exit 1; }
}
tells index.html 'href="tessera_8h.html'
tells namespacetessera.html '>match()<'
tells tessera_8h.html '>tessera_match()<'
told=$(grep -A2 'class="memdoc"' "$pages/tessera_8h.html" | grep -c "^<p>" || true)
[ "$told" -ge 10 ] || { echo "the comments of tessera.h were not read" >&2; exit 1; }
echo "$count headers have their page"
